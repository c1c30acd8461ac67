package dev.tsumugi.consent;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code Consent.provision.actor}: somebody by literal reference, whoever works in one of our
 * roles (as role code, or as a logical reference with the role word as identifier), or both.
 */
final class ActorCompiler {
  private static final Set<String> REFERABLE =
      Set.of(
          "Practitioner", "PractitionerRole", "Organization", "RelatedPerson", "Patient", "Device");

  /** v3-ParticipationType codes of one who receives; another one names somebody else's part. */
  private static final Set<String> RECIPIENTS = Set.of("IRCP", "PRCP");

  private final Faults faults;

  ActorCompiler(Faults faults) {
    this.faults = faults;
  }

  Optional<ActorMatch> actor(Json.Obj actor, String path) {
    Set<Role> roles = new HashSet<>();
    readRole(actor, path, roles);
    Optional<String> key = readReference(actor, path, roles);

    if (roles.size() > 1) faults.add(path, "has more than one role");
    if (roles.isEmpty() && key.isEmpty()) faults.add(path, "names nobody");
    if (roles.size() != 1 && key.isEmpty()) return Optional.empty();
    return Optional.of(new ActorMatch(roles.stream().findFirst(), key));
  }

  private void readRole(Json.Obj actor, String path, Set<Role> roles) {
    boolean understood = false;
    Json.Obj role = actor.obj("role");
    List<Json.Obj> codings = role == null ? List.of() : role.objects("coding");
    for (Json.Obj item : codings) {
      Coding coding = Codes.coding(item);
      if (coding.system().equals(Shapes.Sys.ROLE)) {
        understood = true;
        addRole(coding.code(), path + ".role", roles);
      } else if (coding.system().equals(Shapes.Sys.PARTICIPATION)) {
        understood = true;
        if (!RECIPIENTS.contains(coding.code())) faults.add(path + ".role", "is no recipient");
      }
    }
    if (!understood) faults.add(path + ".role", "has no known code");
  }

  private void addRole(String word, String path, Set<Role> roles) {
    Role.of(word).ifPresentOrElse(roles::add, () -> faults.add(path, "has an unknown code"));
  }

  private Optional<String> readReference(Json.Obj actor, String path, Set<Role> roles) {
    String at = path + ".reference";
    Json.Obj reference = actor.obj("reference");
    if (reference == null) {
      if (actor.has("reference")) faults.add(at, "is not an element");
      return Optional.empty();
    }
    if (reference.has("identifier")) readIdentifier(reference, at, roles);
    if (!reference.has("reference")) return Optional.empty();

    String literal = reference.text("reference");
    Optional<Ref> ref = literal == null ? Optional.empty() : Ref.parse(literal);
    if (ref.isEmpty() || !REFERABLE.contains(ref.get().type())) {
      faults.add(at, "is no person or organisation known here");
      return Optional.empty();
    }
    return ref.map(Ref::toString);
  }

  private void readIdentifier(Json.Obj reference, String at, Set<Role> roles) {
    Json.Obj identifier = reference.obj("identifier");
    String system = identifier == null ? null : identifier.text("system");
    String value = identifier == null ? null : identifier.text("value");
    if (value != null && Shapes.Sys.ROLE.equals(system)) {
      addRole(value, at + ".identifier", roles);
    } else if (!reference.has("reference")) {
      // Beside a literal reference an identifier only repeats it.
      faults.add(at + ".identifier", "is of a system unknown here");
    }
  }
}
