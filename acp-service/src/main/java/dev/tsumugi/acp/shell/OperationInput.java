package dev.tsumugi.acp.shell;

import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parameters of an operation that hold more than a word. */
final class OperationInput {
  private OperationInput() {}

  static List<Json.Obj> all(Operation.Call call, String name) {
    Json.Obj input = call.input();
    if (input == null) return List.of();
    return input.objects("parameter").stream()
        .filter(parameter -> name.equals(parameter.text("name")))
        .toList();
  }

  /** INVALID if it stands twice. */
  static Optional<Json.Obj> one(Operation.Call call, String name) {
    List<Json.Obj> named = all(call, name);
    if (named.size() > 1) throw Problem.invalid(name, "'" + name + "' stands twice");
    return named.stream().findFirst();
  }

  /** The texts of a parameter; one that holds something else is INVALID. */
  static List<String> texts(Operation.Call call, String name) {
    List<String> texts = new ArrayList<>();
    for (Json.Obj parameter : all(call, name)) texts.add(text(parameter, name));
    return texts;
  }

  static Optional<String> text(Operation.Call call, String name) {
    return one(call, name).map(parameter -> text(parameter, name));
  }

  static String needed(Operation.Call call, String name) {
    return text(call, name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> Problem.invalid(name, "'" + name + "' is missing"));
  }

  private static String text(Json.Obj parameter, String name) {
    String text = value(parameter);
    if (text == null) throw Problem.invalid(name, "'" + name + "' is a text");
    return text;
  }

  /** What stands as the parameter's or part's value, if that is a text. */
  static @Nullable String value(Json.Obj parameter) {
    for (int i = 0; i < parameter.size(); i++) {
      boolean value = parameter.name(i).startsWith("value");
      if (value && parameter.value(i) instanceof Json.Text text) return text.value();
    }
    return null;
  }

  static boolean flag(Operation.Call call, String name) {
    Optional<Json.Obj> parameter = one(call, name);
    if (parameter.isEmpty()) return false;
    Boolean flag = parameter.get().bool("valueBoolean");
    if (flag == null) throw Problem.invalid(name, "'" + name + "' is true or false");
    return flag;
  }

  static Optional<Ref> reference(Operation.Call call, String name, String type) {
    return one(call, name).map(parameter -> reference(parameter, name, type));
  }

  private static Ref reference(Json.Obj parameter, String name, String type) {
    Json.Obj reference = parameter.obj("valueReference");
    String literal = reference == null ? null : reference.text("reference");
    Optional<Ref> ref = Optional.ofNullable(literal).flatMap(Ref::parse);
    if (ref.isEmpty() || !ref.get().type().equals(type)) {
      throw Problem.invalid(name, "'" + name + "' is a valueReference to a " + type);
    }
    return ref.get();
  }
}
