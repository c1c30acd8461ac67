package dev.tsumugi.hub.shell;

import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The demo town's dispatch centre: its secret is known to everybody, as its passwords are. */
final class DemoDispatch {
  static final String NAME = "demo-centre";
  static final Ref ORGANIZATION = new Ref("Organization", "fire-department");
  static final String SECRET = "whsec_dHN1bXVnaSBkZW1vIGRpc3BhdGNoLCBubyBzZWNyZXQ=";

  private static final DateTimeFormatter NUMBER =
      DateTimeFormatter.ofPattern("'demo-'uuuuMMdd-HHmmss").withZone(FhirTime.ZONE);

  private DemoDispatch() {}

  /**
   * A call from a neighbour of the demo's resident, who knows how she is called and not her age.
   */
  static Json.Obj call(Instant now) {
    Json.Obj person =
        Json.object().put("kana", "コバヤシ セツコ").put("age", 80).put("sex", "female").build();
    return Json.object()
        .put("incident", NUMBER.format(now))
        .put("received", FhirTime.instant(now))
        .put("unit", "つむぎ救急1")
        .put("phone", "029-800-1001")
        .put("address", "つむぎ市桜が丘一丁目3番12号")
        .put("reason", "胸が痛いと言って座りこんでいる(隣の人からの通報)")
        .put("persons", List.of(person))
        .build();
  }
}
