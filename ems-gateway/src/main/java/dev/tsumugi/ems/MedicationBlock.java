package dev.tsumugi.ems;

import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Medicines in use, those that change an emergency first. Repeats of one prescription are one line;
 * what two institutions prescribe stays two lines, for the gate decides on each.
 */
final class MedicationBlock implements EmergencySheet.Block {
  private static final Set<String> ACTIVE = Set.of("active");
  private static final Set<String> NOT_YET_ORDERED = Set.of("proposal", "plan", "option");

  private static final String CODED = "medicationCodeableConcept";

  private final DrugGroups groups = DrugGroups.load();

  /** A repeat that may not be shown must not take the place of one that may. */
  private record Same(Facet facet, boolean shown, String text) {}

  @Override
  public String code() {
    return "medication";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    Map<Same, Line> lines = new LinkedHashMap<>();
    Map<Line, NoKnown.Statement> none = new LinkedHashMap<>();
    for (Row row : rows) {
      Json.Obj medication = row.resource();
      if (!isInUse(medication)) continue;
      Json.Obj holder = holder(medication);
      String member = medication.has(CODED) ? CODED : "code";
      Optional<NoKnown.Statement> statement = NoKnown.in(holder, member);
      if (statement.isPresent()) {
        if (!statement.get().isNoInformation()) {
          none.put(noneLine(row, statement.get()), statement.get());
        }
        continue;
      }
      String text = text(medication, holder, member);
      Line line = line(row, text, holder, member);
      lines.merge(
          new Same(row.facet(), row.shown(), text),
          line,
          (one, other) -> Line.ORDER.compare(one, other) <= 0 ? one : other);
    }
    List<Set<String>> some = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) some.add(Set.of());
    return NoKnown.consistent(List.copyOf(lines.values()), none, some);
  }

  private static boolean isInUse(Json.Obj medication) {
    if (Elements.is(medication, "MedicationStatement", ACTIVE)) return true;
    String intent = medication.text("intent");
    return Elements.is(medication, "MedicationRequest", ACTIVE)
        && !Boolean.TRUE.equals(medication.bool("doNotPerform"))
        && (intent == null || !NOT_YET_ORDERED.contains(intent));
  }

  /** What holds the drug's code: the resource itself, or the Medication contained in it. */
  private static Json.Obj holder(Json.Obj medication) {
    Json.Obj reference = medication.obj("medicationReference");
    String target = reference == null ? null : reference.text("reference");
    for (Json.Obj contained : medication.objects("contained")) {
      if (("#" + contained.text("id")).equals(target)) return contained;
    }
    return medication;
  }

  private static Line noneLine(Row row, NoKnown.Statement statement) {
    return Line.of(row, statement.text())
        .english(statement.english())
        .dated(date(row.resource()))
        .marked("no-known")
        .ranked(2);
  }

  private Line line(Row row, String text, Json.Obj holder, String member) {
    List<Coding> codings = Elements.codings(holder, member);
    List<DrugGroups.Group> found = groups.of(codings, Elements.label(holder, member));
    StringBuilder shown = new StringBuilder(text);
    for (DrugGroups.Group group : found) shown.append("【").append(group.text()).append("】");
    Line line = Line.of(row, shown.toString()).coded(codings).dated(date(row.resource()));
    for (DrugGroups.Group group : found) line.marked(group.mark());
    return line.ranked(found.isEmpty() ? 1 : 0);
  }

  private static String text(Json.Obj medication, Json.Obj holder, String member) {
    String name = Elements.label(holder, member);
    Json.Obj reference = medication.obj("medicationReference");
    if (name.isEmpty() && reference != null) {
      String display = Elements.first(reference, "display", "reference");
      if (display != null) name = display;
    }
    String text = name.isEmpty() ? "薬剤名の記載なし" : name;
    String dose = dose(medication);
    return dose == null ? text : text + " " + dose;
  }

  private static @Nullable String dose(Json.Obj medication) {
    for (String member : List.of("dosageInstruction", "dosage")) {
      for (Json.Obj dosage : medication.objects(member)) {
        String text = dosage.text("text");
        if (text != null) return text.strip();
      }
    }
    return null;
  }

  private static @Nullable String date(Json.Obj medication) {
    String date = Elements.first(medication, "authoredOn", "dateAsserted", "effectiveDateTime");
    return date == null ? Elements.recorded(medication) : date;
  }
}
