package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;
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

  /** One sentence for the capability statement. */
  String documentation();

  /** May it be asked for by GET: it changes nothing beyond the journal. */
  boolean safe();

  /** Returns a FHIR resource in JSON, UTF-8. */
  byte[] run(Access access, Call call);

  /**
   * @param input the Parameters posted; null for GET
   * @param words parameters of the address, the first value of each
   */
  record Call(
      Optional<Ref> instance, Json.@Nullable Obj input, java.util.Map<String, String> words) {
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
