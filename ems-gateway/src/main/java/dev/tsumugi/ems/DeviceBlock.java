package dev.tsumugi.ems;

import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is implanted, worn or breathed with, those that change what a crew does first. */
final class DeviceBlock implements EmergencySheet.Block {
  private static final Set<String> GONE = Set.of("inactive", "entered-in-error");
  private static final Set<String> USED = Set.of("active", "intended");

  private final CodeTable devices = CodeTable.load("devices.tsv");

  @Override
  public String code() {
    return "devices";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      Json.Obj resource = row.resource();
      switch (Elements.type(resource)) {
        case "Device" -> {
          if (!GONE.contains(String.valueOf(resource.text("status")))) lines.add(device(row));
        }
        case "DeviceUseStatement" -> {
          if (Elements.is(resource, "DeviceUseStatement", USED)) lines.add(use(row));
        }
        default -> {}
      }
    }
    return lines;
  }

  private Line device(Row row) {
    Json.Obj device = row.resource();
    return line(row, Elements.codings(device, "type"), name(device), "", Elements.recorded(device))
        .sameAs(Elements.ref(device));
  }

  /** Stands for the Device it names: it says where and since when. */
  private Line use(Row row) {
    Json.Obj use = row.resource();
    Json.Obj reference = use.obj("device");
    String target = reference == null ? null : reference.text("reference");
    Json.Obj device = contained(use, target);
    String display = reference == null ? null : reference.text("display");
    String name = device == null ? "" : name(device);
    if (name.isEmpty() && display != null) name = display.strip();
    List<Coding> codings = device == null ? List.of() : Elements.codings(device, "type");
    Line line = line(row, codings, name, Elements.label(use, "bodySite"), since(use));
    boolean elsewhere = target != null && !target.startsWith("#");
    return elsewhere ? line.sameAs(String.valueOf(target)) : line;
  }

  private static Json.@Nullable Obj contained(Json.Obj use, @Nullable String target) {
    for (Json.Obj contained : use.objects("contained")) {
      if (("#" + contained.text("id")).equals(target)) return contained;
    }
    return null;
  }

  private static @Nullable String since(Json.Obj use) {
    Json.Obj period = use.obj("timingPeriod");
    String start = period == null ? null : period.text("start");
    if (start != null) return start;
    String date = Elements.first(use, "timingDateTime", "recordedOn");
    return date == null ? Elements.recorded(use) : date;
  }

  private static String name(Json.Obj device) {
    for (Json.Obj name : device.objects("deviceName")) {
      String text = name.text("name");
      if (text != null && !text.isBlank()) return text.strip();
    }
    String label = Elements.label(device, "type");
    String model = device.text("modelNumber");
    return label.isEmpty() && model != null ? model : label;
  }

  private Line line(
      Row row, List<Coding> codings, String name, String site, @Nullable String date) {
    List<CodeTable.Entry> found = devices.of(codings, name);
    StringBuilder text = new StringBuilder(name.isEmpty() ? "機器名の記載なし" : name);
    if (!site.isEmpty()) text.append("(").append(site).append(")");
    for (CodeTable.Entry entry : found) {
      if (!name.contains(entry.text())) text.append("【").append(entry.text()).append("】");
    }
    Line line = Line.of(row, text.toString()).coded(codings).dated(date);
    if (!found.isEmpty()) {
      String english = String.join(", ", found.stream().map(CodeTable.Entry::english).toList());
      line.english(english + ": " + name + (site.isEmpty() ? "" : " (" + site + ")"));
    }
    for (CodeTable.Entry entry : found) line.marked(entry.mark());
    // What says where it is comes before what only says that it is.
    int rank = found.isEmpty() ? 100 : devices.rank(found.get(0));
    return line.ranked(2 * rank + (Elements.type(row.resource()).equals("Device") ? 1 : 0));
  }
}
