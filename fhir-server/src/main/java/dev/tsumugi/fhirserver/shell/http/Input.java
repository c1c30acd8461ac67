package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parameters of an operation that hold more than a word. */
final class Input {
  private Input() {}

  /** The parameter of this name; 400 if it stands twice. */
  static Optional<Json.Obj> parameter(Operation.Call call, String name) {
    Json.Obj input = call.input();
    if (input == null) return Optional.empty();
    List<Json.Obj> named =
        input.objects("parameter").stream().filter(p -> name.equals(p.text("name"))).toList();
    if (named.size() > 1) throw Problem.invalid(name, "'" + name + "' stands twice");
    return named.stream().findFirst();
  }

  /**
   * A resource posted as a parameter.
   *
   * @param types it may have
   */
  static Optional<Json.Obj> resource(Operation.Call call, String name, Set<String> types) {
    Optional<Json.Obj> parameter = parameter(call, name);
    if (parameter.isEmpty()) return Optional.empty();
    Json.Obj resource = parameter.get().obj("resource");
    String type = resource == null ? null : resource.text("resourceType");
    if (resource == null || type == null || !types.contains(type)) {
      throw Problem.invalid(name, "'" + name + "' holds a resource: " + String.join(" or ", types));
    }
    return Optional.of(resource);
  }

  static Optional<Ref> reference(Operation.Call call, String name) {
    Optional<Json.Obj> parameter = parameter(call, name);
    if (parameter.isEmpty())
      return Optional.ofNullable(call.words().get(name)).map(t -> ref(name, t));
    Json.Obj reference = parameter.get().obj("valueReference");
    String literal = reference == null ? null : reference.text("reference");
    if (literal == null) throw Problem.invalid(name, "'" + name + "' is a valueReference");
    return Optional.of(ref(name, literal));
  }

  static Ref demandReference(Operation.Call call, String name, String type) {
    Ref ref = reference(call, name).orElseThrow(() -> missing(name));
    if (!ref.type().equals(type)) {
      throw Problem.invalid(name, "'" + name + "' is a reference to a " + type);
    }
    return ref;
  }

  static Problem missing(String name) {
    return Problem.invalid(name, "'" + name + "' is missing");
  }

  private static Ref ref(String name, String literal) {
    return Ref.parse(literal)
        .orElseThrow(() -> Problem.invalid(name, "'" + name + "' is a reference like Type/id"));
  }

  /** Where a resource says whose it is; empty if it names no patient of this server. */
  static Optional<Ref> patient(Json.Obj resource, String element) {
    Json.Obj reference = resource.obj(element);
    String literal = reference == null ? null : reference.text("reference");
    return Optional.ofNullable(literal)
        .flatMap(Ref::parse)
        .filter(ref -> ref.type().equals("Patient"));
  }
}
