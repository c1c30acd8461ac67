package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR operation that a module offers (<a href="https://hl7.org/fhir/R4/operations.html">R4
 * operations</a>). It gets an {@link Access} and gives bytes; the server parses, authenticates and
 * renders problems.
 */
public interface Operation {
  /** With the dollar sign: {@code $emergency-lookup}. */
  String name();

  /** The type it hangs on; empty for the whole system. */
  Optional<String> type();

  /** On one instance of {@link #type()}, rather than on the type. */
  boolean onInstance();

  /**
   * On every type and every instance, instead of {@link #type()}; takes the resource itself, too.
   */
  default boolean onEveryType() {
    return false;
  }

  /** One sentence for the capability statement. */
  String documentation();

  /** May it be asked for by GET: it changes nothing beyond the journal. */
  boolean safe();

  /**
   * Does every answer it gives rest on a decision of the gate? Then the sign-on was asked in that
   * decision's own snapshot, and the server need not ask before it; a refusal it asks for itself.
   */
  default boolean asksTheGate() {
    return false;
  }

  /** Returns a FHIR resource in JSON, UTF-8. */
  byte[] run(Access access, Call call);

  /** The same as it leaves: in one piece, where an operation does not know better. */
  default Pieces pieces(Access access, Call call) {
    return Pieces.of(run(access, call));
  }

  /** The same with its HTTP status, where an answer may be a refusal of the operation's own. */
  default Answered answer(Access access, Call call) {
    return new Answered(200, pieces(access, call));
  }

  /** An answer and its status; of 400 and above, the body is an OperationOutcome. */
  record Answered(int status, Pieces body) {}

  /** May a parameter of the address stand more than once? */
  default boolean repeats() {
    return false;
  }

  /** The operation's canonical URL; our own, unless a standard defines it. */
  default String definition() {
    return Shapes.BASE + "/OperationDefinition/" + name().substring(1);
  }

  /**
   * @param type the address names
   * @param input the Parameters posted; null for GET
   * @param words parameters of the address; of those that repeat, the first
   * @param asked as it was asked
   */
  record Call(
      Optional<String> type,
      Optional<Ref> instance,
      Json.@Nullable Obj input,
      Map<String, String> words,
      Asked asked) {
    /**
     * What few operations look at.
     *
     * @param language the header Accept-Language
     * @param words every parameter of the address, in its order
     */
    public record Asked(Optional<String> language, List<QueryParser.Word> words) {
      static final Asked PLAINLY = new Asked(Optional.empty(), List.of());
    }

    public Call(
        Optional<String> type,
        Optional<Ref> instance,
        Json.@Nullable Obj input,
        Map<String, String> words) {
      this(type, instance, input, words, Asked.PLAINLY);
    }

    public Call(Optional<Ref> instance, Json.@Nullable Obj input, Map<String, String> words) {
      this(instance.map(Ref::type), instance, input, words);
    }

    /** The resource that was posted as the parameter {@code resource}. */
    public Optional<Json.Obj> resource() {
      if (input == null) return Optional.empty();
      for (Json.Obj parameter : input.objects("parameter")) {
        Json.Obj resource = parameter.obj("resource");
        if ("resource".equals(parameter.text("name")) && resource != null) {
          return Optional.of(resource);
        }
      }
      return Optional.empty();
    }

    /** The string-like value of an input parameter, or of the address. */
    public Optional<String> value(String name) {
      if (input != null) {
        for (Json.Obj parameter : input.objects("parameter")) {
          if (!name.equals(parameter.text("name"))) continue;
          for (int i = 0; i < parameter.size(); i++) {
            if (parameter.name(i).startsWith("value")
                && parameter.value(i) instanceof Json.Text t) {
              return Optional.of(t.value());
            }
          }
        }
      }
      return Optional.ofNullable(words.get(name));
    }

    /** Every value of an input parameter that is a string or a number, or of the address. */
    public List<String> values(String name) {
      List<String> values = new ArrayList<>();
      if (input != null) {
        for (Json.Obj parameter : input.objects("parameter")) {
          if (name.equals(parameter.text("name"))) simple(parameter, values);
        }
      }
      if (values.isEmpty() && words.containsKey(name)) values.add(words.getOrDefault(name, ""));
      return values;
    }

    private static void simple(Json.Obj parameter, List<String> into) {
      for (int i = 0; i < parameter.size(); i++) {
        if (!parameter.name(i).startsWith("value")) continue;
        if (parameter.value(i) instanceof Json.Text t) into.add(t.value());
        if (parameter.value(i) instanceof Json.Num n) into.add(n.literal());
      }
    }

    /**
     * Refuses what the operation does not know, so that nothing asked for is passed over.
     *
     * @throws Problem NOT_SUPPORTED, naming it
     */
    public void demandOnly(Collection<String> known) {
      Set<String> given = new TreeSet<>(words.keySet());
      if (input != null) {
        for (Json.Obj parameter : input.objects("parameter")) {
          given.add(Optional.ofNullable(parameter.text("name")).orElse("name"));
        }
      }
      given.removeAll(known);
      for (String name : given) {
        throw Problem.at(
            Problem.Kind.NOT_SUPPORTED, name, "'" + name + "' is no parameter of this operation");
      }
    }

    /** An object-valued input parameter, for example an Identifier. */
    public Optional<Json.Obj> object(String name) {
      if (input == null) return Optional.empty();
      for (Json.Obj parameter : input.objects("parameter")) {
        if (!name.equals(parameter.text("name"))) continue;
        for (int i = 0; i < parameter.size(); i++) {
          if (parameter.name(i).startsWith("value") && parameter.value(i) instanceof Json.Obj o) {
            return Optional.of(o);
          }
        }
      }
      return Optional.empty();
    }
  }
}
