package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.PlanState;
import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one version of a plan is made of, as its DocumentReference names it. */
final class PlanParts {
  private final PlanRecords plans;

  PlanParts(PlanRecords plans) {
    this.plans = plans;
  }

  /** References of this type, as written. */
  static List<String> named(Json.Obj document, String type) {
    Json.Obj context = document.obj("context");
    List<String> named = new ArrayList<>();
    if (context == null) return named;
    for (Json.Obj related : context.objects("related")) {
      String reference = related.text("reference");
      if (reference != null && reference.startsWith(type + "/")) named.add(reference);
    }
    return named;
  }

  /** As they stand now. */
  List<Json.Obj> now(Access access, Json.Obj document, String type) {
    List<Json.Obj> found = new ArrayList<>();
    for (String reference : named(document, type)) {
      Ref.parse(reference).flatMap(ref -> plans.read(access, ref)).ifPresent(found::add);
    }
    return found;
  }

  /** As they stood when the version was signed; what was new then is in its first version. */
  List<Json.Obj> signed(Access access, Json.Obj document, String type) {
    List<Json.Obj> found = new ArrayList<>();
    for (String reference : named(document, type)) {
      int mark = reference.indexOf("/_history/");
      int version =
          mark < 0 ? 1 : Integer.parseInt(reference.substring(mark + "/_history/".length()));
      Ref.parse(reference).flatMap(ref -> plans.read(access, ref, version)).ifPresent(found::add);
    }
    return found;
  }

  /** Talks that it rests on, as they stood. */
  List<Json.Obj> talks(Access access, Json.Obj document) {
    return signed(access, document, "Composition").stream()
        .filter(composition -> !isPlan(composition))
        .toList();
  }

  /** The Composition of the version that counts, as it stands. */
  Optional<Json.Obj> composition(Access access, PlanState state) {
    return state.versions().current().flatMap(document -> composition(access, document));
  }

  /** The version's own Composition, as it stands; talks are Compositions, too. */
  Optional<Json.Obj> composition(Access access, Json.Obj document) {
    return now(access, document, "Composition").stream().filter(PlanParts::isPlan).findFirst();
  }

  private static boolean isPlan(Json.Obj composition) {
    return Elements.codings(composition, "type").contains(Plan.TYPE);
  }
}
