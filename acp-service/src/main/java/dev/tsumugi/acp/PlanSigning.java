package dev.tsumugi.acp;

import dev.tsumugi.acp.PlanContent.Signing;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Plan;
import java.util.List;
import java.util.Optional;

/** Reads how a version was signed off its DocumentReference and its Composition. */
final class PlanSigning {
  private PlanSigning() {}

  static Signing of(Json.Obj document, Optional<Json.Obj> composition) {
    List<Json.Obj> sections = composition.map(c -> c.objects("section")).orElse(List.of());
    List<Json.Obj> within =
        section(sections, Plan.SECTION_ADMINISTRATIVE)
            .map(one -> one.objects("section"))
            .orElse(List.of());
    Json.Obj typed = Elements.extension(document, Ext.ENTERED_BY);
    return new Signing(
        creation(document),
        composition.flatMap(PlanSigning::party).orElse(subject(document)),
        entries(sections, Plan.SECTION_WITNESSES),
        entries(within, Plan.FACILITATORS),
        section(within, Plan.CAPACITY).flatMap(PlanSigning::noted),
        Optional.ofNullable(typed == null ? null : typed.obj("valueReference")),
        paper(document));
  }

  private static String creation(Json.Obj document) {
    for (Json.Obj content : document.objects("content")) {
      Json.Obj attachment = content.obj("attachment");
      String creation = attachment == null ? null : attachment.text("creation");
      if (creation != null) return creation;
    }
    return String.valueOf(document.text("date"));
  }

  private static Optional<Json.Obj> party(Json.Obj composition) {
    return composition.objects("attester").stream()
        .flatMap(attester -> Optional.ofNullable(attester.obj("party")).stream())
        .findFirst();
  }

  private static Json.Obj subject(Json.Obj document) {
    Json.Obj subject = document.obj("subject");
    return subject == null ? Json.object().build() : subject;
  }

  private static Optional<Json.Obj> section(List<Json.Obj> sections, Coding code) {
    return sections.stream()
        .filter(one -> Elements.codings(one, "code").contains(code))
        .findFirst();
  }

  private static List<Json.Obj> entries(List<Json.Obj> sections, Coding code) {
    return section(sections, code).map(one -> one.objects("entry")).orElse(List.of());
  }

  private static Optional<String> noted(Json.Obj section) {
    Json.Obj extension = Elements.extension(section, Ext.NOTED);
    return Optional.ofNullable(extension == null ? null : extension.text("valueString"));
  }

  private static Optional<Json.Obj> paper(Json.Obj document) {
    return document.objects("relatesTo").stream()
        .filter(relation -> "transforms".equals(relation.text("code")))
        .flatMap(relation -> Optional.ofNullable(relation.obj("target")).stream())
        .findFirst();
  }
}
