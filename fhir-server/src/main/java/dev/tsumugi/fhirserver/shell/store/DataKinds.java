package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.consent.Classifier;
import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Decision;
import dev.tsumugi.consent.Facet;
import dev.tsumugi.fhirserver.AccessDecisions.Kind;
import dev.tsumugi.fhirserver.AccessDecisions.Line;
import dev.tsumugi.fhirserver.r4.Compartments;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Every kind of data that a resident's record can hold, whether or not it does: what is said of
 * them all tells nothing of which are there.
 */
final class DataKinds {
  /** Types that are of these classes by their codes. */
  private static final Map<DataClass, List<String>> BY_CODES =
      Map.of(
          DataClass.WISHES,
          List.of(
              "Observation",
              "Composition",
              "DocumentReference",
              "Bundle",
              "Consent",
              "ServiceRequest",
              "Goal",
              "CarePlan",
              "List"),
          DataClass.VITAL,
          List.of("Observation"),
          DataClass.SOCIAL,
          List.of("Observation"));

  private final Map<DataClass, Set<String>> types = new EnumMap<>(DataClass.class);

  DataKinds(R4 r4) {
    for (String type : r4.types()) {
      if (Compartments.isOpen(type)) continue;
      Json.Obj bare = Json.object().put("resourceType", type).build();
      add(Classifier.facetOf(bare, false, "").dataClass(), type);
    }
    BY_CODES.forEach((dataClass, some) -> some.forEach(type -> add(dataClass, type)));
  }

  private void add(DataClass dataClass, String type) {
    types.computeIfAbsent(dataClass, c -> new LinkedHashSet<>()).add(type);
  }

  Set<DataClass> classes() {
    return types.keySet();
  }

  /** The plain facets of a class, one a type. */
  List<Facet> plain(DataClass dataClass) {
    return types.getOrDefault(dataClass, Set.of()).stream()
        .map(type -> new Facet(type, dataClass, Set.of(), Confidentiality.N, ""))
        .toList();
  }

  /** A way in which a row may differ from a plain one. */
  private record Variant(Kind kind, UnaryOperator<Facet> of) {}

  /**
   * One line a class, and further ones for what of it is decided otherwise: a type, a label, what
   * the requester's organisation wrote itself.
   *
   * @param further labels that stand on rows the asker may see
   */
  List<Line> lines(Function<Facet, Decision> gate, String recorder, Collection<Facet> further) {
    List<Line> lines = new ArrayList<>();
    for (DataClass dataClass : classes()) {
      Map<String, Decision> plain = new LinkedHashMap<>();
      for (Facet facet : plain(dataClass)) plain.put(facet.type(), gate.apply(facet));
      Decision most = most(plain.values());
      Kind whole = new Kind(dataClass, Optional.empty(), Set.of(), Confidentiality.N, false);
      lines.add(new Line(whole, Optional.of(most)));
      differing(whole, plain, Map.of(), most, lines);
      for (Variant variant : variants(dataClass, recorder, further)) {
        Map<String, Decision> varied = new LinkedHashMap<>();
        for (Facet facet : plain(dataClass)) {
          varied.put(facet.type(), gate.apply(variant.of().apply(facet)));
        }
        if (varied.equals(plain)) continue;
        Decision here = most(varied.values());
        if (!here.equals(most)) lines.add(new Line(variant.kind(), Optional.of(here)));
        differing(variant.kind(), varied, plain, here, lines);
      }
    }
    return lines;
  }

  /** Types that are decided otherwise than most of their class, and than {@code before}. */
  private static void differing(
      Kind kind,
      Map<String, Decision> decided,
      Map<String, Decision> before,
      Decision most,
      List<Line> lines) {
    decided.forEach(
        (type, decision) -> {
          if (decision.equals(most) || decision.equals(before.get(type))) return;
          Kind one =
              new Kind(
                  kind.dataClass(),
                  Optional.of(type),
                  kind.sensitivity(),
                  kind.confidentiality(),
                  kind.own());
          lines.add(new Line(one, Optional.of(decision)));
        });
  }

  private static Decision most(Collection<Decision> decisions) {
    Map<Decision, Integer> counts = new LinkedHashMap<>();
    for (Decision decision : decisions) counts.merge(decision, 1, Integer::sum);
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static List<Variant> variants(
      DataClass dataClass, String recorder, Collection<Facet> further) {
    List<Variant> variants = new ArrayList<>();
    variants.add(labelled(dataClass, Set.of(), Confidentiality.R));
    variants.add(labelled(dataClass, Set.of(), Confidentiality.V));
    for (String code : Shapes.Label.SENSITIVITIES) {
      variants.add(labelled(dataClass, Set.of(code), Confidentiality.R));
    }
    Set<Kind> known = new LinkedHashSet<>();
    variants.forEach(variant -> known.add(variant.kind()));
    for (Facet facet : further) {
      boolean plain = facet.sensitivity().isEmpty() && facet.confidentiality() == Confidentiality.N;
      if (facet.dataClass() != dataClass || plain) continue;
      Variant variant = labelled(dataClass, facet.sensitivity(), facet.confidentiality());
      if (known.add(variant.kind())) variants.add(variant);
    }
    if (!recorder.isEmpty()) {
      variants.add(
          new Variant(
              new Kind(dataClass, Optional.empty(), Set.of(), Confidentiality.N, true),
              facet -> new Facet(facet.type(), dataClass, Set.of(), Confidentiality.N, recorder)));
    }
    return variants;
  }

  private static Variant labelled(
      DataClass dataClass, Set<String> sensitivity, Confidentiality level) {
    return new Variant(
        new Kind(dataClass, Optional.empty(), Set.copyOf(sensitivity), level, false),
        facet -> new Facet(facet.type(), dataClass, sensitivity, level, ""));
  }
}
