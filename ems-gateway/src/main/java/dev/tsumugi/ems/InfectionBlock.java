package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a crew protects itself and others from, by {@code infections.tsv}: each line says how. A
 * condition stands among the problems too.
 */
final class InfectionBlock implements EmergencySheet.Block {
  private static final Set<String> ACTIVE = Set.of("active");
  private static final Set<String> VALID = Set.of("final", "amended", "corrected");
  private static final Set<String> POSITIVE = Set.of("POS", "DET", "10828004", "260373001", "A");

  private final CodeTable infections = CodeTable.load("infections.tsv");

  @Override
  public String code() {
    return "infection";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      Json.Obj resource = row.resource();
      switch (Elements.type(resource)) {
        case "Condition" -> {
          if (ProblemBlock.isPresent(resource)) add(row, ProblemBlock.date(resource), lines);
        }
        case "Flag" -> {
          if (Elements.is(resource, "Flag", ACTIVE)) add(row, since(resource), lines);
        }
        case "Observation" -> {
          if (isPositive(resource)) add(row, resource.text("effectiveDateTime"), lines);
        }
        default -> {}
      }
    }
    return lines;
  }

  private void add(Row row, @Nullable String date, List<Line> lines) {
    Json.Obj resource = row.resource();
    String name = Elements.label(resource, "code");
    List<CodeTable.Entry> found = infections.of(Elements.codings(resource, "code"), name);
    if (found.isEmpty()) return;
    CodeTable.Entry entry = found.get(0);
    Line line =
        Line.of(row, (name.isEmpty() ? entry.mark() : name) + ": " + entry.text())
            .english(entry.english())
            .coded(Elements.codings(resource, "code"))
            .dated(date)
            .marked(entry.mark());
    Json.Obj period = resource.obj("period");
    if (period != null) line.during(FhirTime.parsePeriod(period).orElse(Period.ALWAYS));
    lines.add(line.ranked(infections.rank(entry)));
  }

  /** Only what says so itself; a bare test says nothing of its outcome. */
  private static boolean isPositive(Json.Obj observation) {
    return Elements.is(observation, "Observation", VALID)
        && (Elements.hasCode(observation, "interpretation", POSITIVE)
            || Elements.hasCode(observation, "valueCodeableConcept", POSITIVE));
  }

  private static @Nullable String since(Json.Obj flag) {
    Json.Obj period = flag.obj("period");
    String start = period == null ? null : period.text("start");
    return start == null ? Elements.recorded(flag) : start;
  }
}
