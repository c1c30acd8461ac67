package dev.tsumugi.hub.town;

import static dev.tsumugi.hub.town.Pieces.identifier;
import static dev.tsumugi.hub.town.Pieces.resource;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.List;

/**
 * What the city's medical control council decided, as open data: the crews read it beside the call
 * to the doctor.
 */
final class Protocols {
  private static final List<String> STEPS =
      List.of(
          "心肺停止を確認したら、心肺蘇生を始める",
          "心肺蘇生を望まない意思が示されたら、かかりつけ医等に直ちに電話する",
          "医師が、本人の意思と今の状態が本人の想定と合うことを確かめ、中止を指示したら、心肺蘇生を中止する",
          "医師と連絡がとれないときは、心肺蘇生を続けて搬送する",
          "医師の氏名、言葉、時刻を記録する");

  List<Json.Obj> resources() {
    return List.of(
        resource("PlanDefinition", "protocol-resuscitation")
            .put("identifier", List.of(identifier(Shapes.Sid.EMERGENCY_PROTOCOL, "resuscitation")))
            .put("title", "心肺蘇生を望まない傷病者への対応(見本)")
            .put("status", "active")
            .put("experimental", true)
            .put("date", "2026-04-01")
            .put("publisher", "つむぎ市メディカルコントロール協議会")
            .put("description", "見本の手順です。実際には、地域のメディカルコントロール協議会が定めた手順に置き換えます。")
            .put("action", STEPS.stream().map(Protocols::action).toList())
            .build());
  }

  private static Json action(String title) {
    return Json.object().put("title", title).build();
  }
}
