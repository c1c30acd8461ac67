package dev.tsumugi.acp;

import dev.tsumugi.acp.Lineage.Version;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of one person's plan, as their DocumentReferences tell (ADI lineage). Who may add a
 * version may not always touch the one before, and two may sign at the same moment; so what
 * replaces what is looked at here, and never two count: of those that could, the one signed last
 * does.
 *
 * @param documents oldest first
 * @param lineage the same, as states
 */
public record PlanVersions(List<Json.Obj> documents, Lineage lineage) {
  private static final Comparator<Json.Obj> BY_AGE =
      Comparator.comparing(PlanVersions::signed)
          .thenComparing(PlanVersions::recorded)
          .thenComparing(Elements::ref);

  /**
   * @param found DocumentReferences of the person; what is no plan of ours is passed over
   * @param died if the person did
   */
  public static PlanVersions of(List<Json.Obj> found, Optional<Instant> died) {
    List<Json.Obj> plans = found.stream().filter(PlanVersions::isPlan).sorted(BY_AGE).toList();
    Replaced replaced = Replaced.among(plans);
    List<Version> versions = new ArrayList<>();
    boolean taken = false;
    Instant later = Period.MAX;
    for (int i = plans.size() - 1; i >= 0; i--) {
      Directive state = state(plans.get(i), replaced);
      if (state instanceof Directive.Current current) {
        if (taken) state = new Directive.Superseded(current, later);
        else if (died.isPresent()) state = new Directive.Closed(died.get());
        taken = true;
        later = current.signed();
      }
      versions.add(0, new Version(Elements.ref(plans.get(i)), state));
    }
    return new PlanVersions(plans, new Lineage(versions));
  }

  /** Whether a DocumentReference is a version of a plan kept here. */
  public static boolean isPlan(Json.Obj document) {
    return Elements.type(document).equals("DocumentReference")
        && Elements.codings(document, "category").contains(Category.ADVANCE_DIRECTIVE)
        && identifier(document, Plan.SET_ID).isPresent();
  }

  static Optional<String> identifier(Json.Obj document, String system) {
    return document.objects("identifier").stream()
        .filter(one -> system.equals(one.text("system")))
        .flatMap(one -> Optional.ofNullable(one.text("value")).stream())
        .findFirst();
  }

  public Optional<Json.Obj> document(String ref) {
    return documents.stream().filter(one -> Elements.ref(one).equals(ref)).findFirst();
  }

  public Optional<Json.Obj> current() {
    return lineage.current().flatMap(version -> document(version.id()));
  }

  /** The version that a command of this id made what it is. */
  public Optional<Json.Obj> madeBy(String command) {
    return documents.stream()
        .filter(
            one ->
                one.objects("identifier").stream()
                    .anyMatch(
                        id ->
                            Plan.COMMAND_ID.equals(id.text("system"))
                                && command.equals(id.text("value"))))
        .findFirst();
  }

  /**
   * When a version was signed: the creation of what it points to (ADI). A paper says the day alone:
   * then its last moment that had come when it was recorded.
   */
  static Instant signed(Json.Obj document) {
    for (Json.Obj content : document.objects("content")) {
      Json.Obj attachment = content.obj("attachment");
      String creation = attachment == null ? null : attachment.text("creation");
      if (creation != null) return moment(creation, recorded(document)).orElse(Period.MIN);
    }
    return recorded(document);
  }

  /** What a date of signing means at {@code recorded}. */
  static Optional<Instant> moment(String date, Instant recorded) {
    return FhirTime.parse(date)
        .map(
            when -> {
              boolean exact = when.until().isBefore(when.from().plusSeconds(61));
              Instant last = when.until().minusMillis(1);
              boolean whole = !exact && when.from().isBefore(recorded);
              if (!whole) return when.from();
              return last.isBefore(recorded) ? last : recorded;
            });
  }

  private static Instant recorded(Json.Obj document) {
    return from(String.valueOf(document.text("date"))).orElse(Period.MIN);
  }

  private static Optional<Instant> from(String date) {
    return FhirTime.parse(date).map(Period::from);
  }

  private static Optional<Instant> dated(Json.Obj document, String url) {
    Json.Obj extension = Elements.extension(document, url);
    return extension == null
        ? Optional.empty()
        : from(String.valueOf(extension.text("valueDateTime")));
  }

  private static Directive state(Json.Obj document, Replaced replaced) {
    Instant since =
        dated(document, Ext.STATE_SINCE)
            .or(() -> from(String.valueOf(Elements.recorded(document))))
            .orElse(signed(document));
    if (isError(document)) return new Directive.EnteredInError(since);
    String revoked = revoked(document);
    if (revoked.equals(Plan.CANCELLED)) return new Directive.Withdrawn(since);
    if (revoked.equals(Plan.DEPRECATED)) return new Directive.Expired(since);
    Optional<Instant> closed = dated(document, Ext.PLAN_CLOSED);
    if (closed.isPresent()) return new Directive.Closed(closed.get());

    Instant signed = signed(document);
    Directive.Current current =
        new Directive.Current(
            signed,
            dated(document, Ext.CONFIRMED).filter(at -> at.isAfter(signed)).orElse(signed),
            dated(document, Ext.EXPIRATION));
    String ref = Elements.ref(document);
    boolean overtaken = "superseded".equals(document.text("status"));
    boolean inError = replaced.byError().contains(ref);
    if (replaced.byAnother().contains(ref) || (overtaken && !inError)) {
      return new Directive.Superseded(current, since);
    }
    return current;
  }

  private static boolean isError(Json.Obj document) {
    return "entered-in-error".equals(document.text("status"))
        || revoked(document).equals(Plan.ENTERED_IN_ERROR);
  }

  private static String revoked(Json.Obj document) {
    Json.Obj extension = Elements.extension(document, Ext.REVOKE_STATUS);
    return extension == null ? "" : String.valueOf(extension.text("valueCode"));
  }

  /** What other versions say they replace. */
  private record Replaced(Set<String> byAnother, Set<String> byError) {
    static Replaced among(List<Json.Obj> plans) {
      Set<String> byAnother = new HashSet<>();
      Set<String> byError = new HashSet<>();
      for (Json.Obj plan : plans) {
        for (Json.Obj relation : plan.objects("relatesTo")) {
          Json.Obj target = relation.obj("target");
          if (!"replaces".equals(relation.text("code")) || target == null) continue;
          Ref.parse(String.valueOf(target.text("reference")))
              .ifPresent(ref -> (isError(plan) ? byError : byAnother).add(ref.toString()));
        }
      }
      return new Replaced(byAnother, byError);
    }
  }
}
