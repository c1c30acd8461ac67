package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.JournalWords;
import dev.tsumugi.fhirserver.PatientOperation;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;

/** {@code GET Patient/[id]/$access-journal}: who looked at my record, in plain words. */
public final class AccessJournalOperation implements PatientOperation {
  private final JournalPage journal;

  public AccessJournalOperation(JournalPage journal) {
    this.journal = journal;
  }

  @Override
  public String name() {
    return "$access-journal";
  }

  @Override
  public String documentation() {
    return "Who looked at or changed this patient's record, newest first, in Japanese and English";
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
