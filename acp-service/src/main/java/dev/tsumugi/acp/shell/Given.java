package dev.tsumugi.acp.shell;

import dev.tsumugi.fhirserver.Operation;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of an operation on a plan. */
record Given(Operation.Call call) {
  private static final int LONGEST = 4_000;
  private static final int LONGEST_NAME = 200;

  /** Who may stand beside a signature: a plan that named a Patient would be a record of theirs. */
  private static final Set<String> PEOPLE =
      Set.of("RelatedPerson", "Practitioner", "PractitionerRole", "Organization");

  /** A resource, and the version in which it was seen. */
  record Seen(String path, Ref ref, OptionalInt version) {}

  void demandOnly(String... known) {
    call.demandOnly(List.of(known));
  }

  private List<Json.Obj> parameters(String name) {
    return OperationInput.all(call, name);
  }

  private Optional<Json.Obj> parameter(String name) {
    return OperationInput.one(call, name);
  }

  List<Seen> seen(String name, String type) {
    List<Seen> all = new ArrayList<>();
    for (Json.Obj one : parameters(name)) {
      String path = name + "[" + all.size() + "]";
      Json.Obj reference = one.obj("valueReference");
      String text = reference == null ? null : reference.text("reference");
      Optional<Ref> ref = text == null ? Optional.empty() : Ref.parse(text);
      if (ref.filter(r -> r.type().equals(type)).isEmpty()) {
        throw Problem.invalid(path, "'" + name + "' is a valueReference to " + type + "/id");
      }
      all.add(new Seen(path, ref.get(), version(path, String.valueOf(text))));
    }
    return all;
  }

  private static OptionalInt version(String path, String reference) {
    int mark = reference.indexOf("/_history/");
    if (mark < 0) return OptionalInt.empty();
    try {
      return OptionalInt.of(Integer.parseInt(reference.substring(mark + "/_history/".length())));
    } catch (NumberFormatException noNumber) {
      throw Problem.invalid(path, "a version is a number: Observation/id/_history/2");
    }
  }

  Optional<Ref> reference(String name, String type) {
    if (parameter(name).isEmpty()) return Optional.empty();
    return Optional.of(seen(name, type).get(0).ref());
  }

  /** People, as References; a name alone is one, too. */
  List<Json.Obj> people(String name) {
    List<Json.Obj> all = new ArrayList<>();
    for (Json.Obj one : parameters(name)) {
      all.add(person(name + "[" + all.size() + "]", one, PEOPLE));
    }
    return all;
  }

  /** Who typed: anybody, as an extension makes nobody's record of it. */
  Optional<Json.Obj> typist(String name) {
    Set<String> anybody = new TreeSet<>(PEOPLE);
    anybody.add("Patient");
    return parameter(name).map(one -> person(name, one, anybody));
  }

  private static Json.Obj person(String path, Json.Obj parameter, Set<String> types) {
    String words = parameter.text("valueString");
    if (words != null && !words.isBlank() && words.length() <= LONGEST_NAME) {
      return Json.object().put("display", words.strip()).build();
    }
    Json.Obj reference = parameter.obj("valueReference");
    String text = reference == null ? null : reference.text("reference");
    Optional<Ref> ref = text == null ? Optional.empty() : Ref.parse(text);
    if (reference == null || ref.filter(one -> types.contains(one.type())).isEmpty()) {
      throw Problem.invalid(
          path,
          "a name (valueString, up to "
              + LONGEST_NAME
              + " characters), or a valueReference"
              + " to a RelatedPerson or a Practitioner");
    }
    return reference;
  }

  Optional<String> words(String name) {
    Optional<String> words =
        parameter(name)
            .flatMap(one -> Optional.ofNullable(one.text("valueString")))
            .map(String::strip)
            .filter(text -> !text.isEmpty());
    if (words.filter(text -> text.length() > LONGEST).isPresent()) {
      throw Problem.invalid(name, "'" + name + "' has at most " + LONGEST + " characters");
    }
    return words;
  }

  /** The client's id of what is asked: the same id twice is the same thing. */
  Optional<String> command() {
    Optional<String> id = call.value("command");
    if (id.filter(text -> !Ref.isId(text)).isPresent()) {
      throw Problem.invalid("command", "'command' is an id: 1 to 64 of A-Z, a-z, 0-9, - and .");
    }
    return id;
  }

  /** A date as it was written. */
  Optional<String> date(String name) {
    Optional<String> date = call.value(name);
    if (date.isPresent() && FhirTime.parse(date.get()).isEmpty()) {
      throw Problem.invalid(name, "'" + name + "' is a date: 2026-11-23");
    }
    return date;
  }

  /** The end of the day, month or moment that is named: through it something shall hold. */
  Optional<Instant> through(String name) {
    return date(name).flatMap(FhirTime::parse).map(Period::until);
  }
}
