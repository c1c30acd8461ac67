package dev.tsumugi.ems;

import dev.tsumugi.consent.DataClass;
import dev.tsumugi.fhirserver.SheetRenderer.Row;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A physician's portable orders (ADI PMO), apart from wishes and never made from one. */
final class OrderBlock implements EmergencySheet.Block {
  private static final Set<String> IN_FORCE = Set.of("active");

  @Override
  public String code() {
    return "order";
  }

  @Override
  public List<Line> lines(List<Row> rows) {
    List<Line> lines = new ArrayList<>();
    for (Row row : rows) {
      boolean portable = row.facet().dataClass() == DataClass.WISHES;
      if (portable && Elements.is(row.resource(), "ServiceRequest", IN_FORCE)) lines.add(line(row));
    }
    return lines;
  }

  private static Line line(Row row) {
    Json.Obj order = row.resource();
    List<Coding> details = Elements.codings(order, "orderDetail");
    boolean notToDo = Boolean.TRUE.equals(order.bool("doNotPerform"));
    boolean noCpr = details.contains(Order.NO_CPR);
    boolean contradictory = (notToDo || noCpr) && details.contains(Order.DO_CPR);

    StringBuilder text = new StringBuilder(Elements.label(order, "code"));
    if (text.isEmpty()) text.append(Elements.label(order, "category"));
    if (notToDo || noCpr) text.append(": 行わない");
    String detail = Elements.label(order, "orderDetail");
    if (!detail.isEmpty()) text.append("「").append(detail).append("」");
    if (contradictory) text.append("(記載が矛盾しています。医師に確認)");
    String by = by(order);
    if (by != null) text.append(" 指示: ").append(by);

    Line line =
        Line.of(row, text.toString())
            .coded(Elements.codings(order, "code"))
            .dated(Elements.first(order, "authoredOn", "occurrenceDateTime"));
    if (noCpr || (notToDo && isCpr(order))) line.english(english(contradictory));
    // One that contradicts itself is no order either way.
    if (!contradictory && (noCpr || (notToDo && isCpr(order)))) line.signed("order-no-cpr");
    else if (!notToDo && !noCpr && isCpr(order)) line.signed("order-cpr");
    if (notToDo || noCpr) line.marked("do-not-perform");
    if (contradictory) line.marked("contradictory");
    return line.ranked(0);
  }

  private static boolean isCpr(Json.Obj order) {
    return Elements.codings(order, "category").contains(Order.CPR)
        || Elements.codings(order, "code").contains(Order.CPR);
  }

  private static String english(boolean contradictory) {
    String text = "Cardiopulmonary resuscitation: do not perform";
    return contradictory ? text + " (contradictory record: ask the physician)" : text;
  }

  private static @Nullable String by(Json.Obj order) {
    Json.Obj requester = order.obj("requester");
    return requester == null ? null : requester.text("display");
  }
}
