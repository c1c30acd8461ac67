package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.JournalPage;
import dev.tsumugi.fhirserver.JournalWords;
import dev.tsumugi.fhirserver.PatientOperation;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET Patient/[id]/$access-journal}: who looked at my record, in plain words; {@code
 * _count}, {@code since}, pages by a signed link that decides anew.
 */
public final class AccessJournalOperation implements PatientOperation {
  private static final Set<String> WORDS = Set.of("_count", "since", Cursors.WORD);

  private final JournalPage journal;
  private final Cursors cursors;
  private final String base;

  /**
   * @param base address of the FHIR server, without a slash at the end
   * @param cursorKey signs page links
   */
  public AccessJournalOperation(JournalPage journal, String base, byte[] cursorKey) {
    this.journal = journal;
    this.base = base;
    this.cursors = new Cursors(cursorKey);
  }

  @Override
  public String name() {
    return "$access-journal";
  }

  @Override
  public String documentation() {
    return "Who looked at or changed this patient's record, newest first, in Japanese and English:"
        + " _count (200 unless asked, at most 1,000), since (a date), pages by the parameter next";
  }

  @Override
  public byte[] run(Access access, Call call) {
    call.demandOnly(WORDS);
    Ref patient = call.instance().orElseThrow();
    // A link is of this patient's journal, and of no other list.
    String list = patient + "/" + name();
    Optional<Query.Position> after = Optional.empty();
    String text = "";
    int count = JournalPage.LINES;
    Instant since = Period.MIN;
    Optional<String> cursor = call.value(Cursors.WORD);
    if (cursor.isPresent()) {
      Cursors.Place place = cursors.open(cursor.get(), list, access.requester());
      after = Optional.of(place.position());
      text = place.text();
      String[] kept = text.split(" ", 2);
      count = Integer.parseInt(kept[0]);
      since = Instant.parse(kept[1]);
    } else {
      if (call.value("_count").isPresent()) count = count(call.value("_count").get());
      if (call.value("since").isPresent()) since = since(call.value("since").get());
      text = count + " " + since;
    }
    JournalPage.Page page =
        journal.of(access, patient, new JournalPage.Window(count, since, after));
    List<Json> entries = new ArrayList<>();
    for (JournalPage.Line line : page.lines()) {
      entries.add(Json.object().put("name", "entry").put("part", JournalWords.parts(line)).build());
    }
    if (page.next().isPresent()) {
      String link = cursors.seal(list, text, page.next().get(), access.requester());
      entries.add(
          Json.object()
              .put("name", "next")
              .put("valueUri", base + "/" + list + "?" + Cursors.WORD + "=" + link)
              .build());
    }
    return Json.bytes(
        Json.object().put("resourceType", "Parameters").put("parameter", entries).build());
  }

  private static int count(String value) {
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw Problem.invalid("_count", "a whole number from 1 to " + JournalPage.MOST_LINES);
    }
    return Math.min(Integer.parseInt(value), JournalPage.MOST_LINES);
  }

  private static Instant since(String value) {
    return FhirTime.parse(value)
        .map(Period::from)
        .orElseThrow(() -> Problem.invalid("since", "a date is needed, as in 2026-11-22"));
  }
}
