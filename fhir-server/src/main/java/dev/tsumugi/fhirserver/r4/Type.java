package dev.tsumugi.fhirserver.r4;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A FHIR type: a resource, a datatype, or the inner part of one ({@code Patient.contact}). */
final class Type {
  /**
   * An element as the definition has it.
   *
   * @param index its bit in {@link #required}
   * @param choice whether the JSON name carries the type ({@code value[x]})
   */
  record Element(
      String name, int index, int min, boolean repeats, boolean choice, @Nullable CodeList codes) {}

  /** An element as JSON has it: a choice has one member for each of its types. */
  record Member(String json, Element element, Type type) {}

  private final String name;
  private final boolean resource;
  private final boolean concrete;
  private final @Nullable Primitive primitive;
  private final Map<String, Member> members = new HashMap<>();
  private final List<Element> elements = new ArrayList<>();
  private long required;

  Type(String name, boolean resource, boolean concrete, @Nullable Primitive primitive) {
    this.name = name;
    this.resource = resource;
    this.concrete = concrete;
    this.primitive = primitive;
  }

  /** Takes over everything of {@code base}; called before own elements are added. */
  void inherit(Type base) {
    members.putAll(base.members);
    elements.addAll(base.elements);
    required |= base.required;
  }

  void add(String element, int min, boolean repeats, List<Type> types, @Nullable CodeList codes) {
    boolean choice = element.endsWith("[x]");
    String bare = choice ? element.substring(0, element.length() - 3) : element;
    int index = indexOf(bare);
    if (index >= Long.SIZE) throw new IllegalStateException(name + " has too many elements");
    Element own = new Element(bare, index, min, repeats, choice, codes);
    if (index == elements.size()) elements.add(own);
    else elements.set(index, own);
    if (min > 0) required |= 1L << index;
    for (Type type : types) {
      String json = choice ? bare.concat(capital(type.name)) : bare;
      members.put(json, new Member(json, own, type));
    }
  }

  private int indexOf(String element) {
    for (Element known : elements) if (known.name().equals(element)) return known.index();
    return elements.size();
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT).concat(word.substring(1));
  }

  String name() {
    return name;
  }

  boolean isResource() {
    return resource;
  }

  /** A type that a resource's {@code resourceType} may name. */
  boolean isConcreteResource() {
    return resource && concrete;
  }

  @Nullable Primitive primitive() {
    return primitive;
  }

  @Nullable Member member(String json) {
    return members.get(json);
  }

  /** The members of one element: several for a choice, none if there is no such element. */
  List<Member> membersOf(String element) {
    return members.values().stream()
        .filter(m -> m.element().name().equals(element))
        .sorted((a, b) -> a.json().compareTo(b.json()))
        .toList();
  }

  Element element(int index) {
    return elements.get(index);
  }

  /** One bit for each element that must be there. */
  long required() {
    return required;
  }
}
