package dev.tsumugi.consent;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Consent.provision.actor}: somebody by literal reference, whoever works in one of our
 * roles or stands in one of our relations (as role code, or as a logical reference with the word as
 * identifier), or several of these together. A resident may also be named by a logical reference
 * with the id of their Patient here ({@link Shapes.Sid#PATIENT}): whoever may name a relative need
 * not be able to see that relative's record.
 */
final class ActorCompiler {
  private static final Set<String> REFERABLE =
      Set.of(
          "Practitioner",
          "PractitionerRole",
          "Organization",
          "CareTeam",
          "Group",
          "RelatedPerson",
          "Patient",
          "Device");

  /** v3-ParticipationType codes of one who receives; another one names somebody else's part. */
  private static final Set<String> RECIPIENTS = Set.of("IRCP", "PRCP");

  private final Faults faults;

  ActorCompiler(Faults faults) {
    this.faults = faults;
  }

  /** The words found for one actor. */
  private static final class Words {
    final Set<Role> roles = new HashSet<>();
    final Set<Relation> relations = new HashSet<>();
  }

  Optional<ActorMatch> actor(Json.Obj actor, String path) {
    Words words = new Words();
    readRole(actor, path, words);
    Optional<String> key = readReference(actor, path, words);

    boolean ambiguous = words.roles.size() > 1 || words.relations.size() > 1;
    if (ambiguous) faults.add(path, "has more than one role");
    boolean nobody = words.roles.isEmpty() && words.relations.isEmpty() && key.isEmpty();
    if (nobody) faults.add(path, "names nobody");
    if (ambiguous || nobody) return Optional.empty();
    return Optional.of(
        new ActorMatch(
            words.roles.stream().findFirst(), words.relations.stream().findFirst(), key));
  }

  private void readRole(Json.Obj actor, String path, Words words) {
    boolean understood = false;
    Json.Obj role = actor.obj("role");
    List<Json.Obj> codings = role == null ? List.of() : role.objects("coding");
    for (Json.Obj item : codings) {
      Coding coding = Codes.coding(item);
      if (isOurs(coding.system())) {
        understood = true;
        add(coding.system(), coding.code(), path + ".role", words);
      } else if (coding.system().equals(Shapes.Sys.PARTICIPATION)) {
        understood = true;
        if (!RECIPIENTS.contains(coding.code())) faults.add(path + ".role", "is no recipient");
      }
    }
    if (!understood) faults.add(path + ".role", "has no known code");
  }

  private static boolean isOurs(@Nullable String system) {
    return Shapes.Sys.ROLE.equals(system) || Shapes.Sys.RELATION.equals(system);
  }

  private void add(String system, String word, String path, Words words) {
    boolean known =
        system.equals(Shapes.Sys.ROLE)
            ? Role.of(word).map(words.roles::add).isPresent()
            : Relation.of(word).map(words.relations::add).isPresent();
    if (!known) faults.add(path, "has an unknown code");
  }

  private Optional<String> readReference(Json.Obj actor, String path, Words words) {
    String at = path + ".reference";
    Json.Obj reference = actor.obj("reference");
    if (reference == null) {
      if (actor.has("reference")) faults.add(at, "is not an element");
      return Optional.empty();
    }
    Optional<String> resident = Optional.empty();
    if (reference.has("identifier")) resident = readIdentifier(reference, at, words);
    if (!reference.has("reference")) return resident;

    String literal = reference.text("reference");
    Optional<Ref> ref = literal == null ? Optional.empty() : Ref.parse(literal);
    if (ref.isEmpty() || !REFERABLE.contains(ref.get().type())) {
      faults.add(at, "is no person or organisation known here");
      return Optional.empty();
    }
    return ref.map(Ref::toString);
  }

  /** The key of a resident, where the identifier is one's. */
  private Optional<String> readIdentifier(Json.Obj reference, String at, Words words) {
    Json.Obj identifier = reference.obj("identifier");
    String system = identifier == null ? null : identifier.text("system");
    String value = identifier == null ? null : identifier.text("value");
    if (value != null && system != null && isOurs(system)) {
      add(system, value, at + ".identifier", words);
    } else if (!reference.has("reference")) {
      // Beside a literal reference an identifier only repeats it.
      if (Shapes.Sid.PATIENT.equals(system) && value != null && Ref.isId(value)) {
        return Optional.of("Patient/" + value);
      }
      faults.add(at + ".identifier", "is of a system unknown here");
    }
    return Optional.empty();
  }
}
