package dev.tsumugi.acp;

import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.acp.PlanContent.Version;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts together what one version of a plan says. */
public final class PlanContents {
  private static final Wishes WISHES = new Wishes();

  private PlanContents() {}

  /** The resources that a version is made of, as they were signed. */
  public record Parts(
      List<Json.Obj> wishes,
      List<Json.Obj> people,
      List<Json.Obj> consents,
      List<Json.Obj> talks) {}

  public static PlanContent of(
      Json.Obj patient,
      PlanState state,
      Json.Obj document,
      Optional<Json.Obj> composition,
      Parts parts) {
    Directive is = state.versions().lineage().version(Elements.ref(document)).orElseThrow().state();
    return new PlanContent(
        patient,
        new Version(document, composition, is),
        PlanSigning.of(document, composition),
        ordered(parts.wishes()),
        speakers(parts),
        newestFirst(parts.talks()));
  }

  /**
   * In the order of the sheet, and all of them: a version says what it said, whatever came later.
   */
  private static List<Json.Obj> ordered(List<Json.Obj> wishes) {
    List<Wish> read = new ArrayList<>();
    for (Json.Obj wish : wishes) read.addAll(WISHES.standing(List.of(wish)));
    return read.stream()
        .sorted(Comparator.comparing(Wish::rank).thenComparing(Wish::japanese))
        .map(Wish::resource)
        .toList();
  }

  private static List<Speaker> speakers(Parts parts) {
    List<Speaker> speakers = new ArrayList<>();
    for (Json.Obj person : parts.people()) {
      List<Json.Obj> naming =
          parts.consents().stream().filter(consent -> NewVersion.names(consent, person)).toList();
      if (!naming.isEmpty()) speakers.add(new Speaker(person, naming));
    }
    return speakers;
  }

  private static List<Json.Obj> newestFirst(List<Json.Obj> talks) {
    return talks.stream()
        .sorted(
            Comparator.comparing(
                (Json.Obj talk) -> Optional.ofNullable(talk.text("date")).orElse(""),
                Comparator.reverseOrder()))
        .toList();
  }
}
