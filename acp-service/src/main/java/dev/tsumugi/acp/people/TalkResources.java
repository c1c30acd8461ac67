package dev.tsumugi.acp.people;

import static dev.tsumugi.acp.people.RoleResources.concept;
import static dev.tsumugi.acp.people.RoleResources.reference;

import dev.tsumugi.acp.Xhtml;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A talk about wishes (人生会議), as the Composition of it and the note of how the person was. */
public final class TalkResources {
  /**
   * What was noted.
   *
   * @param date FHIR date or dateTime
   * @param place in words; empty if not said
   * @param participants References, of who is in no record a display alone
   * @param how the person was; empty if not noted
   * @param changed by it; empty if nothing was noted
   */
  public record Noted(
      String date,
      PlainText place,
      List<Json.Obj> participants,
      PlainText how,
      PlainText said,
      PlainText changed) {
    public int dropped() {
      return place.dropped() + how.dropped() + said.dropped() + changed.dropped();
    }
  }

  private static final String TITLE = "人生会議の記録";

  private TalkResources() {}

  /**
   * @param author a Reference to who wrote it down
   * @param command the client's id of the request; it names the Composition
   * @param how reference to the note of how the person was, or its name within the commit
   * @param fragments references to what was said, or their names within the commit
   */
  public static Json.Obj composition(
      Ref patient,
      Noted noted,
      Json.Obj author,
      Optional<Json.Obj> command,
      Optional<String> how,
      List<String> fragments,
      List<Json> extensions) {
    List<Json> sections = new ArrayList<>();
    StringBuilder who = new StringBuilder();
    for (Json.Obj participant : noted.participants()) {
      if (who.length() > 0) who.append('、');
      who.append(participant.text("display"));
    }
    List<Json> people = new ArrayList<>();
    for (Json.Obj participant : noted.participants()) {
      if (participant.has("reference")) people.add(participant);
    }
    section(sections, Talk.PARTICIPANTS, "話し合った人", who.toString(), people);
    section(
        sections,
        Talk.HOW_THE_PERSON_WAS,
        "ご本人のようす",
        noted.how().text(),
        how.<List<Json>>map(ref -> List.of(reference(ref))).orElse(List.of()));
    List<Json> said = new ArrayList<>();
    fragments.forEach(fragment -> said.add(reference(fragment)));
    section(sections, Talk.SAID, "話されたこと", noted.said().text(), said);
    section(sections, Talk.CHANGED, "変わったこと", noted.changed().text(), List.of());
    Json.Builder body =
        Json.object()
            .put("resourceType", "Composition")
            .put("extension", extensions)
            .put("identifier", command.orElse(null))
            .put("status", "final")
            .put("type", concept(Talk.TYPE))
            .put("category", List.of(concept(Category.ADVANCE_DIRECTIVE)))
            .put("subject", reference(patient.toString()))
            .put("date", noted.date())
            .put("author", List.of(author))
            .put("title", TITLE);
    if (!noted.place().text().isEmpty()) {
      Json place = Json.object().put("display", noted.place().text()).build();
      body.put("event", List.of(Json.object().put("detail", List.of(place)).build()));
    }
    return body.put("section", sections).build();
  }

  private static void section(
      List<Json> sections, Coding code, String title, String text, List<Json> entries) {
    if (text.isEmpty() && entries.isEmpty()) return;
    sections.add(
        Json.object()
            .put("title", title)
            .put("code", concept(code))
            .put("text", text.isEmpty() ? null : Xhtml.narrative(List.of(text)))
            .put("entry", entries)
            .build());
  }

  /** How the person was at the talk, as somebody noted it: filed with what it is about. */
  public static Json.Obj capacity(Ref patient, Noted noted, Json.Obj author) {
    return Json.object()
        .put("resourceType", "Observation")
        .put("text", Xhtml.narrative(List.of(noted.how().text())))
        .put("status", "final")
        .put("category", List.of(concept(Category.ADVANCE_DIRECTIVE)))
        .put("code", concept(Talk.CAPACITY))
        .put("subject", reference(patient.toString()))
        .put("effectiveDateTime", noted.date())
        .put("performer", List.of(author))
        .put("valueString", noted.how().text())
        .build();
  }
}
