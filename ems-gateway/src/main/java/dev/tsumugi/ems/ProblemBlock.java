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

/** Conditions the person has now, the newest first. */
final class ProblemBlock implements EmergencySheet.Block {
  private static final Set<String> NOW = Set.of("active", "recurrence", "relapse");
  private static final Set<String> WRONG = Set.of("refuted", "entered-in-error");
  private static final Set<String> UNSURE = Set.of("unconfirmed", "provisional", "differential");

  private final CodeTable signs = CodeTable.load("signs-problems.tsv");

  @Override
  public String code() {
    return "problems";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    List<Line> lines = new ArrayList<>();
    Map<Line, NoKnown.Statement> none = new LinkedHashMap<>();
    for (Row row : rows) {
      Json.Obj condition = row.resource();
      if (!Elements.type(condition).equals("Condition") || !isPresent(condition)) continue;
      Optional<NoKnown.Statement> statement = NoKnown.in(condition, "code");
      if (statement.isEmpty()) {
        lines.add(line(row));
      } else if (!statement.get().isNoInformation()) {
        none.put(noneLine(row, statement.get()), statement.get());
      }
    }
    List<Set<String>> some = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) some.add(Set.of());
    return NoKnown.consistent(lines, none, some);
  }

  static boolean isPresent(Json.Obj condition) {
    if (Elements.hasCode(condition, "verificationStatus", WRONG)) return false;
    if (condition.has("clinicalStatus")) return Elements.hasCode(condition, "clinicalStatus", NOW);
    for (int i = 0; i < condition.size(); i++) {
      if (condition.name(i).startsWith("abatement")) return false;
    }
    return true;
  }

  private static Line noneLine(Row row, NoKnown.Statement statement) {
    return Line.of(row, statement.text())
        .english(statement.english())
        .coded(Elements.codings(row.resource(), "code"))
        .dated(date(row.resource()))
        .marked("no-known")
        .ranked(1);
  }

  private Line line(Row row) {
    Json.Obj condition = row.resource();
    String name = Elements.label(condition, "code");
    boolean unsure = Elements.hasCode(condition, "verificationStatus", UNSURE);
    String text = (name.isEmpty() ? "病名の記載なし" : name) + (unsure ? "(疑い)" : "");
    List<Coding> codings = Elements.codings(condition, "code");
    Line line = Line.of(row, text).coded(codings).dated(date(condition));
    line.signed(signs.marks(codings, name));
    if (unsure) line.marked("unconfirmed");
    return line.ranked(0);
  }

  static @Nullable String date(Json.Obj condition) {
    String date = Elements.first(condition, "onsetDateTime", "recordedDate");
    Json.Obj onset = condition.obj("onsetPeriod");
    if (date == null && onset != null) date = onset.text("start");
    return date == null ? Elements.recorded(condition) : date;
  }
}
