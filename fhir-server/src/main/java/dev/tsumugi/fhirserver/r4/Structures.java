package dev.tsumugi.fhirserver.r4;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every type of R4 by name, out of {@code structures.txt}. */
final class Structures {
  private final Map<String, Type> types = new HashMap<>();

  private record Body(Type type, String base, List<String> lines) {}

  static Structures load() {
    Map<String, CodeList> codes = CodeList.load();
    Structures all = new Structures();
    Map<String, Body> bodies = new HashMap<>();
    Body current = null;
    for (String line : FactsFile.lines("structures.txt")) {
      if (line.startsWith(" ")) {
        if (current == null) throw new IllegalStateException("an element before its type");
        current.lines().add(line.substring(1));
      } else {
        current = all.open(line);
        bodies.put(current.type().name(), current);
      }
    }
    for (String name : List.copyOf(bodies.keySet())) all.fill(name, bodies, codes);
    return all;
  }

  /** {@code [abstract] resource|type|primitive Name [< Base]}. */
  private Body open(String header) {
    List<String> words = new ArrayList<>(Arrays.asList(header.split(" ")));
    boolean concrete = !words.get(0).equals("abstract");
    if (!concrete) words.remove(0);
    String name = words.get(1);
    Primitive primitive = words.get(0).equals("primitive") ? Primitive.ofName(name) : null;
    Type type = new Type(name, words.get(0).equals("resource"), concrete, primitive);
    types.put(name, type);
    return new Body(type, words.size() > 3 ? words.get(3) : "", new ArrayList<>());
  }

  private void fill(String name, Map<String, Body> open, Map<String, CodeList> codes) {
    Body body = open.remove(name);
    if (body == null) return;
    if (!body.base().isEmpty()) {
      fill(body.base(), open, codes);
      body.type().inherit(get(body.base()));
    }
    for (String line : body.lines()) element(body.type(), line, codes);
  }

  /** {@code name min max type|type [=codes]}; plain loops, as this runs cold at every start. */
  private void element(Type type, String line, Map<String, CodeList> codes) {
    int afterName = line.indexOf(' ');
    int afterMax = line.indexOf(' ', afterName + 3);
    int end = line.indexOf(" =", afterMax);
    String of = line.substring(afterMax + 1, end < 0 ? line.length() : end);
    List<Type> types = new ArrayList<>();
    int from = 0;
    for (int bar = of.indexOf('|'); bar >= 0; bar = of.indexOf('|', from)) {
      types.add(get(of.substring(from, bar)));
      from = bar + 1;
    }
    types.add(get(of.substring(from)));
    CodeList list = end < 0 ? null : codes.get(line.substring(end + 2));
    int min = line.charAt(afterName + 1) - '0';
    boolean repeats = line.charAt(afterMax - 1) == '*';
    type.add(line.substring(0, afterName), min, repeats, types, list);
  }

  /** A type that must exist: facts only name types that are in them. */
  Type get(String name) {
    Type type = types.get(name);
    if (type == null) throw new IllegalStateException("no type " + name);
    return type;
  }

  @Nullable Type resource(String name) {
    Type type = types.get(name);
    return type != null && type.isConcreteResource() ? type : null;
  }

  List<String> resources() {
    return types.values().stream()
        .filter(Type::isConcreteResource)
        .map(Type::name)
        .sorted()
        .toList();
  }
}
