package dev.tsumugi.acp;

import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.fhirserver.ChangeRule;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Shapes;
import dev.tsumugi.kernel.Shapes.Category;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was signed is not rewritten, by whatever way: a signed wish and a version of a plan may be
 * ended or confirmed, their words stay. The custodian, who brings records as they were, is
 * excepted.
 */
public final class SignedWords implements ChangeRule {
  private static final Set<String> SAID = Set.of("final", "amended", "corrected");

  /** What tells how a signed thing stands, and not what it says. */
  private static final Set<String> STANDING =
      Set.of(
          Ext.CONFIRMED,
          Ext.EXPIRATION,
          Ext.REVOKE_STATUS,
          Ext.STATE_SINCE,
          Ext.STATE_REASON,
          Ext.EVIDENCE,
          Ext.PLAN_CLOSED);

  @Override
  public Set<String> types() {
    return Set.of("Observation", "DocumentReference", "Composition");
  }

  @Override
  public Optional<Problem> refusal(
      Requester by, Optional<Json.Obj> standing, Optional<Json.Obj> after) {
    if (by.role() == Role.CUSTODIAN || !standing.map(SignedWords::isSigned).orElse(false)) {
      return Optional.empty();
    }
    Json.Obj before = standing.get();
    if (after.isEmpty()) {
      return Optional.of(
          Problem.of(
              Problem.Kind.CONFLICT,
              "what was signed is not deleted: withdraw it ($acp-withdraw), or mark it as entered"
                  + " in error ($acp-entered-in-error)"));
    }
    List<Problem.Issue> changed = new ArrayList<>();
    for (String member : changed(words(before), words(after.get()))) {
      changed.add(
          new Problem.Issue(
              Elements.type(before) + "." + member,
              "what was signed is not rewritten: write a draft (status preliminary) and sign it"
                  + " ($acp-sign), or withdraw it ($acp-withdraw)"));
    }
    if (!staysSigned(before, after.get())) {
      changed.add(
          new Problem.Issue(
              Elements.type(before) + ".status",
              "what was signed can be ended, and does not become a draft or stand again: sign it"
                  + " anew ($acp-sign)"));
    }
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(Problem.all(Problem.Kind.CONFLICT, changed));
  }

  private static boolean isSigned(Json.Obj resource) {
    return switch (Elements.type(resource)) {
      case "Observation" -> isWish(resource) && isStatedSigned(resource);
      case "DocumentReference" -> PlanVersions.isPlan(resource);
      case "Composition" ->
          Elements.codings(resource, "type").contains(Plan.TYPE)
              && identified(resource.obj("identifier"));
      default -> false;
    };
  }

  private static boolean identified(Json.@Nullable Obj identifier) {
    return identifier != null && Plan.VERSION_ID.equals(identifier.text("system"));
  }

  private static boolean isWish(Json.Obj observation) {
    List<Coding> categories = Elements.codings(observation, "category");
    boolean preference =
        categories.contains(Category.INTERVENTION_PREFERENCE)
            || categories.contains(Category.CARE_EXPERIENCE_PREFERENCE);
    return preference && !"preliminary".equals(observation.text("status"));
  }

  private static boolean isStatedSigned(Json.Obj wish) {
    Json.Obj standing = Elements.extension(wish, Ext.WISH_STANDING);
    return standing != null && Shapes.Wish.SIGNED.equals(standing.text("valueCode"));
  }

  private static boolean staysSigned(Json.Obj before, Json.Obj after) {
    String was = String.valueOf(before.text("status"));
    String is = String.valueOf(after.text("status"));
    if (is.equals(was) || is.equals("entered-in-error")) return true;
    return switch (Elements.type(before)) {
      case "Observation" -> SAID.contains(was) && is.equals("cancelled");
      // What replaced it may turn out an error: then it counts again.
      case "DocumentReference" -> !was.equals("entered-in-error");
      default -> false;
    };
  }

  /** Without what tells how it stands. */
  private static Json.Obj words(Json.Obj resource) {
    List<Json> said = new ArrayList<>();
    for (Json.Obj extension : resource.objects("extension")) {
      if (!STANDING.contains(String.valueOf(extension.text("url")))) said.add(extension);
    }
    List<Json> named = new ArrayList<>();
    for (Json.Obj identifier : resource.objects("identifier")) {
      if (!Plan.COMMAND_ID.equals(identifier.text("system"))) named.add(identifier);
    }
    return resource
        .without("meta", "status", "extension", "identifier")
        .with("extension", new Json.Arr(said))
        .with("identifier", new Json.Arr(named));
  }

  /** The members that differ, by name. */
  static List<String> changed(Json.Obj before, Json.Obj after) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (!before.value(i).equals(after.get(before.name(i)))) names.add(before.name(i));
    }
    for (int i = 0; i < after.size(); i++) {
      if (!before.has(after.name(i))) names.add(after.name(i));
    }
    return names;
  }
}
