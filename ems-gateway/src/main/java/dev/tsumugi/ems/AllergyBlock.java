package dev.tsumugi.ems;

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

/** Allergies and intolerances that hold, the dangerous first. */
final class AllergyBlock implements EmergencySheet.Block {
  private static final Set<String> OVER = Set.of("inactive", "resolved");
  private static final Set<String> WRONG = Set.of("refuted", "entered-in-error");
  private static final Set<String> UNSURE = Set.of("unconfirmed");

  private final CodeTable signs = CodeTable.load("signs-allergies.tsv");

  @Override
  public String code() {
    return "allergies";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    List<Line> lines = new ArrayList<>();
    Map<Line, NoKnown.Statement> none = new LinkedHashMap<>();
    List<Set<String>> some = new ArrayList<>();
    for (Row row : rows) {
      Json.Obj allergy = row.resource();
      if (!Elements.type(allergy).equals("AllergyIntolerance") || !holds(allergy)) continue;
      Optional<NoKnown.Statement> statement = NoKnown.in(allergy, "code");
      if (statement.isEmpty()) {
        lines.add(line(row));
        some.add(Set.copyOf(allergy.texts("category")));
      } else if (!statement.get().isNoInformation()) {
        none.put(noneLine(row, statement.get()), statement.get());
      }
    }
    return NoKnown.consistent(lines, none, some);
  }

  private static boolean holds(Json.Obj allergy) {
    return !Elements.hasCode(allergy, "clinicalStatus", OVER)
        && !Elements.hasCode(allergy, "verificationStatus", WRONG);
  }

  private static Line noneLine(Row row, NoKnown.Statement statement) {
    return Line.of(row, statement.text())
        .english(statement.english())
        .coded(Elements.codings(row.resource(), "code"))
        .dated(date(row.resource()))
        .marked("no-known")
        .ranked(2);
  }

  private Line line(Row row) {
    Json.Obj allergy = row.resource();
    String name = Elements.label(allergy, "code");
    List<String> reactions = new ArrayList<>();
    for (Json.Obj reaction : allergy.objects("reaction")) {
      if (name.isEmpty()) name = Elements.label(reaction, "substance");
      for (Json.Obj sign : reaction.objects("manifestation")) {
        String label = Elements.label(sign);
        if (!label.isEmpty()) reactions.add(label);
      }
    }
    StringBuilder text = new StringBuilder(name.isEmpty() ? "原因の記載なし" : name);
    if (!reactions.isEmpty()) text.append(": ").append(String.join("、", reactions));
    boolean high = "high".equals(allergy.text("criticality"));
    boolean unsure = Elements.hasCode(allergy, "verificationStatus", UNSURE);
    if (high) text.append("(重篤)");
    if (unsure) text.append("(未確認)");

    List<Coding> codings = Elements.codings(allergy, "code");
    Line line = Line.of(row, text.toString()).coded(codings).dated(date(allergy));
    line.signed(signs.marks(codings, name));
    if (high) line.marked("high");
    if (unsure) line.marked("unconfirmed");
    return line.ranked(high ? 0 : 1);
  }

  private static @Nullable String date(Json.Obj allergy) {
    String date = Elements.first(allergy, "recordedDate", "onsetDateTime");
    return date == null ? Elements.recorded(allergy) : date;
  }
}
