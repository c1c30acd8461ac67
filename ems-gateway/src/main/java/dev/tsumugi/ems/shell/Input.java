package dev.tsumugi.ems.shell;

import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Parameters of the operations of a crew and a desk. */
final class Input {
  private static final Pattern COMMAND = Pattern.compile("[A-Za-z0-9._:-]{8,64}");

  private Input() {}

  static Optional<String> text(Operation.Call call, String name, int longest) {
    Optional<String> text = call.value(name).map(String::strip).filter(said -> !said.isEmpty());
    if (text.filter(said -> said.length() > longest).isPresent()) {
      throw Problem.invalid(name, "'" + name + "' has at most " + longest + " characters");
    }
    return text;
  }

  static String needed(Operation.Call call, String name, int longest) {
    return text(call, name, longest)
        .orElseThrow(() -> Problem.invalid(name, "'" + name + "' is missing"));
  }

  /** The client's own id of what it asks to be done, by which it may ask again. */
  static String command(Operation.Call call) {
    String command = needed(call, "command", 64);
    if (COMMAND.matcher(command).matches()) return command;
    throw Problem.invalid("command", "'command' is a UUID that the client made");
  }

  /** A valueReference, or the reference as a string. */
  static Optional<Ref> reference(Operation.Call call, String name, String type) {
    Optional<String> literal =
        call.object(name)
            .flatMap(reference -> Optional.ofNullable(reference.text("reference")))
            .or(() -> call.value(name));
    if (literal.isEmpty()) return Optional.empty();
    Optional<Ref> ref = Ref.parse(literal.get()).filter(known -> known.type().equals(type));
    if (ref.isPresent()) return ref;
    throw Problem.invalid(name, "'" + name + "' is a reference to a " + type);
  }

  static OptionalInt number(Operation.Call call, String name, int least, int most) {
    Optional<String> literal = call.values(name).stream().findFirst();
    if (literal.isEmpty()) return OptionalInt.empty();
    if (literal.get().matches("[0-9]{1,4}")) {
      int number = Integer.parseInt(literal.get());
      if (number >= least && number <= most) return OptionalInt.of(number);
    }
    throw Problem.invalid(name, "'" + name + "' is a number from " + least + " to " + most);
  }

  static boolean flag(Operation.Call call, String name) {
    if (call.input() != null) {
      for (var parameter : call.input().objects("parameter")) {
        if (name.equals(parameter.text("name"))) {
          return Boolean.TRUE.equals(parameter.bool("valueBoolean"));
        }
      }
    }
    return call.value(name).filter("true"::equals).isPresent();
  }
}
