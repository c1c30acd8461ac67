package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.JournalWords;
import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code GET Patient/[id]/$access-journal}: who looked at my record, in plain words. */
public final class AccessJournalOperation implements Operation {
  private final JournalPage journal;

  public AccessJournalOperation(JournalPage journal) {
    this.journal = journal;
  }

  @Override
  public String name() {
    return "$access-journal";
  }

  @Override
  public Optional<String> type() {
    return Optional.of("Patient");
  }

  @Override
  public boolean onInstance() {
    return true;
  }

  @Override
  public String documentation() {
    return "Who looked at or changed this patient's record, newest first, in Japanese and English";
  }

  @Override
  public boolean safe() {
    return true;
  }

  @Override
  public byte[] run(Access access, Call call) {
    List<Json> entries = new ArrayList<>();
    for (JournalPage.Line line : journal.of(access, call.instance().orElseThrow())) {
      entries.add(Json.object().put("name", "entry").put("part", JournalWords.parts(line)).build());
    }
    return Json.bytes(
        Json.object().put("resourceType", "Parameters").put("parameter", entries).build());
  }
}
