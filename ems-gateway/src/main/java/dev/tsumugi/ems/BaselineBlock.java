package dev.tsumugi.ems;

import dev.tsumugi.consent.DataClass;
import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Baseline;
import dev.tsumugi.kernel.Shapes.Sys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the person usually is, to compare with. Of each topic the newest of those shown stands, which
 * the answer chooses, as each may come from somebody else.
 */
final class BaselineBlock implements EmergencySheet.Block {
  private static final Set<String> VALID = Set.of("final", "amended", "corrected");
  private static final Coding OXYGEN_FLOW = new Coding(Sys.LOINC, "3151-8");

  private final CodeTable topics = CodeTable.load("baseline.tsv");

  @Override
  public String code() {
    return "baseline";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      boolean usual = row.facet().dataClass() == DataClass.SOCIAL;
      if (usual && Elements.is(row.resource(), "Observation", VALID)) line(row, lines);
    }
    return lines;
  }

  private void line(Row row, List<Line> lines) {
    Json.Obj observation = row.resource();
    List<Coding> codings = Elements.codings(observation, "code");
    List<CodeTable.Entry> found = topics.of(codings, "");
    boolean tagged = Elements.codings(observation, "category").contains(Baseline.CATEGORY);
    if (found.isEmpty() && !tagged) return;
    String name = Elements.label(observation, "code");
    String value = value(observation);
    if (value.isEmpty()) return;
    Json.Obj flow = component(observation);
    CodeTable.Entry topic = found.isEmpty() ? null : found.get(0);
    String title = topic == null ? name : topic.text();
    String with = flow == null ? "" : "(酸素 " + quantity(flow) + ")";
    Line line = Line.of(row, title + with + ": " + value).coded(codings).dated(date(observation));
    if (topic != null) {
      String oxygen = flow == null ? "" : " (oxygen " + quantity(flow) + ")";
      line.english(topic.english() + oxygen + ": " + value).with("topic", topic.mark());
    }
    String key = topic == null ? name : topic.mark();
    lines.add(
        line.sameAs(flow == null ? key : key + " oxygen")
            .ranked(topic == null ? 99 : topics.rank(topic)));
  }

  private static Json.@Nullable Obj component(Json.Obj observation) {
    for (Json.Obj component : observation.objects("component")) {
      if (Elements.codings(component, "code").contains(OXYGEN_FLOW)) {
        return component.obj("valueQuantity");
      }
    }
    return null;
  }

  private static String value(Json.Obj observation) {
    Json.Obj quantity = observation.obj("valueQuantity");
    if (quantity != null) return quantity(quantity);
    Json.Obj concept = observation.obj("valueCodeableConcept");
    if (concept != null) return Elements.label(concept);
    Boolean yes = observation.bool("valueBoolean");
    if (yes != null) return yes ? "はい" : "いいえ";
    String text = observation.text("valueString");
    return text == null ? "" : text.strip();
  }

  private static String quantity(Json.Obj quantity) {
    String number = quantity.get("value") instanceof Json.Num num ? num.literal() : "";
    String unit = Elements.first(quantity, "unit", "code");
    return unit == null || number.isEmpty() ? number : number + " " + unit;
  }

  private static @Nullable String date(Json.Obj observation) {
    String date = Elements.first(observation, "effectiveDateTime", "effectiveInstant", "issued");
    return date == null ? Elements.recorded(observation) : date;
  }
}
