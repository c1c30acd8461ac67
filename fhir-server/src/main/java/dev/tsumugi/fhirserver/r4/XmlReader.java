package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.Type.Member;
import dev.tsumugi.fhirserver.r4.XmlScanner.Attribute;
import dev.tsumugi.fhirserver.r4.XmlScanner.Event;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://hl7.org/fhir/R4/xml.html">FHIR XML</a> to the JSON of the same resource. What
 * has no place in R4 is refused by its name, never dropped; the values themselves are the {@link
 * Validator}'s.
 */
final class XmlReader {
  /** As deep as JSON may be, or what came as XML could not be read again. */
  private static final int MAX_DEPTH = 100;

  private static final String FHIR = "http://hl7.org/fhir";
  private static final String SCHEMA = "http://www.w3.org/2001/XMLSchema-instance";
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_:.-]{0,63}");

  private final Structures structures;
  private final XmlScanner xml;
  private final Deque<String> path = new ArrayDeque<>();
  private final Deque<Map<String, String>> namespaces = new ArrayDeque<>();

  private XmlReader(Structures structures, XmlScanner xml) {
    this.structures = structures;
    this.xml = xml;
  }

  static Json.Obj read(Structures structures, byte[] bytes) {
    XmlReader reader = new XmlReader(structures, XmlScanner.of(bytes));
    reader.xml.next();
    Json.Obj resource = reader.resource(0);
    if (reader.xml.next() != Event.DONE) throw reader.wrong("is not the end of the resource");
    return resource;
  }

  /** What one element of a resource has got so far. */
  private static final class Slot {
    final Member member;
    final List<Json> values = new ArrayList<>();
    final List<Json> companions = new ArrayList<>();
    boolean valued;
    boolean accompanied;

    Slot(Member member) {
      this.member = member;
    }

    void add(@Nullable Json value, @Nullable Json companion) {
      values.add(value == null ? Json.Null.NULL : value);
      companions.add(companion == null ? Json.Null.NULL : companion);
      valued |= value != null;
      accompanied |= companion != null;
    }

    void into(Json.Builder object) {
      String name = member.json();
      boolean repeats = member.element().repeats();
      if (valued) object.put(name, repeats ? new Json.Arr(values) : values.get(0));
      if (!accompanied) return;
      object.put("_" + name, repeats ? new Json.Arr(companions) : companions.get(0));
    }
  }

  /** Just after its start tag; returns after its end. */
  private Json.Obj resource(int depth) {
    enterNamespaces();
    String name = localName();
    path.addLast(shown(name));
    Type type = structures.resource(name);
    if (type == null) throw wrong("is no resource type of R4");
    for (Attribute attribute : ownAttributes()) throw unknown(attribute);
    Json.Builder object = Json.object().put("resourceType", name);
    children(type, object, depth);
    path.removeLast();
    namespaces.removeLast();
    return object.build();
  }

  private void children(Type type, Json.Builder object, int depth) {
    if (depth >= MAX_DEPTH) throw wrong("is nested deeper than " + MAX_DEPTH + " levels of JSON");
    Map<String, Slot> slots = new LinkedHashMap<>();
    while (xml.next() == Event.START) {
      enterNamespaces();
      String local = local(xml.name());
      Member member = type.member(local);
      path.addLast(shown(local));
      boolean narrative = member != null && member.type().primitive() == Primitive.XHTML;
      if (!narrative) localName();
      boolean attributed = member != null && isAttribute(type, local);
      if (member == null || attributed) {
        throw wrong(attributed ? "is written as an attribute" : "is no element of R4 here");
      }
      Slot slot = slots.computeIfAbsent(local, l -> new Slot(member));
      boolean repeats = member.element().repeats();
      if (!repeats && !slot.values.isEmpty()) throw wrong("stands twice: R4 allows one");
      element(slot, depth + (repeats ? 2 : 1));
      path.removeLast();
      namespaces.removeLast();
    }
    for (Slot slot : slots.values()) slot.into(object);
  }

  /** In XML {@code Element.id} and {@code Extension.url} are attributes. */
  static boolean isAttribute(Type type, String name) {
    if (type.isResource()) return false;
    return name.equals("id") || (name.equals("url") && type.name().equals("Extension"));
  }

  private void element(Slot slot, int depth) {
    Type type = slot.member.type();
    if (type.primitive() == Primitive.XHTML) {
      slot.add(Json.text(xml.verbatim()), null);
    } else if (type.primitive() != null) {
      primitive(slot, type.primitive(), depth);
    } else if (type.isResource()) {
      for (Attribute attribute : ownAttributes()) throw unknown(attribute);
      if (xml.next() != Event.START) throw wrong("holds no resource");
      slot.add(resource(depth), null);
      if (xml.next() != Event.END) throw wrong("holds more than one resource");
    } else {
      Json.Builder object = Json.object();
      for (Attribute attribute : ownAttributes()) {
        if (!isAttribute(type, attribute.name())) throw unknown(attribute);
        object.put(attribute.name(), attribute.value());
      }
      children(type, object, depth);
      slot.add(object.build(), null);
    }
  }

  private void primitive(Slot slot, Primitive primitive, int depth) {
    Json value = null;
    Json.Builder companion = Json.object();
    for (Attribute attribute : ownAttributes()) {
      switch (attribute.name()) {
        case "value" -> value = value(primitive, attribute.value());
        case "id" -> companion.put("id", attribute.value());
        default -> throw unknown(attribute);
      }
    }
    children(structures.get("Element"), companion, depth);
    Json.Obj beside = companion.build();
    if (value == null && beside.size() == 0) throw wrong("has neither a value nor an extension");
    slot.add(value, beside.size() == 0 ? null : beside);
  }

  private Json value(Primitive primitive, String text) {
    switch (primitive) {
      case BOOLEAN:
        if (text.equals("true") || text.equals("false")) return new Json.Bool(text.equals("true"));
        throw wrong("must be true or false");
      case DECIMAL, INTEGER, POSITIVEINT, UNSIGNEDINT:
        if (NUMBER.matcher(text).matches()) return new Json.Num(text);
        throw wrong("must be a number");
      default:
        return Json.text(text);
    }
  }

  /** The element's attributes without those that are XML's own. */
  private List<Attribute> ownAttributes() {
    List<Attribute> own = new ArrayList<>(xml.attributes().size());
    for (Attribute attribute : xml.attributes()) {
      String name = attribute.name();
      if (name.equals("xmlns") || name.startsWith("xmlns:")) continue;
      int colon = name.indexOf(':');
      boolean hint = colon > 0 && SCHEMA.equals(namespace(name.substring(0, colon)));
      if (!hint) own.add(attribute);
    }
    return own;
  }

  private void enterNamespaces() {
    Map<String, String> declared = Map.of();
    for (Attribute attribute : xml.attributes()) {
      String name = attribute.name();
      if (!name.equals("xmlns") && !name.startsWith("xmlns:")) continue;
      if (declared.isEmpty()) declared = new HashMap<>();
      declared.put(name.equals("xmlns") ? "" : name.substring(6), attribute.value());
    }
    namespaces.addLast(declared);
  }

  private @Nullable String namespace(String prefix) {
    for (Iterator<Map<String, String>> i = namespaces.descendingIterator(); i.hasNext(); ) {
      String found = i.next().get(prefix);
      if (found != null) return found;
    }
    return null;
  }

  /** The element's name without its prefix, which must stand for FHIR. */
  private String localName() {
    String name = xml.name();
    int colon = name.indexOf(':');
    String local = name.substring(colon + 1);
    if (FHIR.equals(namespace(colon < 0 ? "" : name.substring(0, colon)))) return local;
    if (path.isEmpty()) path.addLast(shown(local));
    throw wrong("must be in the namespace " + FHIR);
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  /** A name the client made up may be anything: it is told only if it looks like a name. */
  private static String shown(String name) {
    return PLAIN.matcher(name).matches() ? name : "?";
  }

  private Problem unknown(Attribute attribute) {
    return wrong("has an attribute that R4 does not know: " + shown(attribute.name()));
  }

  private Problem wrong(String message) {
    return Problem.invalid(String.join(".", path), message);
  }
}
