package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.Type.Member;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sound resource as <a href="https://hl7.org/fhir/R4/xml.html">FHIR XML</a>: elements in the
 * order of their definition, numbers as they were written, narratives character by character.
 */
final class XmlWriter {
  private final Structures structures;
  private final boolean pretty;
  private final StringBuilder out = new StringBuilder(4096);
  private int level;

  private XmlWriter(Structures structures, boolean pretty) {
    this.structures = structures;
    this.pretty = pretty;
  }

  static String write(Structures structures, Json.Obj resource, boolean pretty) {
    XmlWriter writer = new XmlWriter(structures, pretty);
    writer.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    writer.line();
    writer.resource(resource, " xmlns=\"http://hl7.org/fhir\"");
    return writer.out.toString();
  }

  private record Part(Member member, @Nullable Json value, @Nullable Json companion) {}

  private void resource(Json.Obj resource, String namespace) {
    Type type = structures.resource(String.valueOf(resource.text("resourceType")));
    if (type == null) throw new IllegalStateException("a resource without a type of R4");
    out.append('<').append(type.name()).append(namespace);
    content(type, resource, type.name());
  }

  /** The rest of a start tag, the children, the end tag. */
  private void content(Type type, Json.Obj object, String tag) {
    List<Part> parts = parts(type, object);
    if (parts.isEmpty()) {
      out.append("/>");
      return;
    }
    out.append('>');
    level++;
    for (Part part : parts) part(part);
    level--;
    line();
    out.append("</").append(tag).append('>');
  }

  private List<Part> parts(Type type, Json.Obj object) {
    List<Part> parts = new ArrayList<>(object.size());
    for (int i = 0; i < object.size(); i++) {
      String name = object.name(i);
      if (XmlReader.isAttribute(type, name)) continue;
      if (type.isResource() && name.equals("resourceType")) continue;
      Member member = type.member(name);
      if (member != null) {
        parts.add(new Part(member, object.value(i), object.get("_" + name)));
        continue;
      }
      String bare = name.substring(1);
      member = type.member(bare);
      if (member == null || !name.startsWith("_")) {
        throw new IllegalStateException("an element that R4 does not have in " + type.name());
      }
      if (!object.has(bare)) parts.add(new Part(member, null, object.value(i)));
    }
    parts.sort(Comparator.comparingInt(part -> part.member().element().index()));
    return parts;
  }

  private void part(Part part) {
    if (!part.member().element().repeats()) {
      element(part.member(), part.value(), part.companion());
      return;
    }
    List<Json> values = items(part.value());
    List<Json> companions = items(part.companion());
    for (int i = 0; i < Math.max(values.size(), companions.size()); i++) {
      element(
          part.member(),
          i < values.size() ? values.get(i) : null,
          i < companions.size() ? companions.get(i) : null);
    }
  }

  private static List<Json> items(@Nullable Json value) {
    if (value == null) return List.of();
    return value instanceof Json.Arr arr ? arr.items() : List.of(value);
  }

  private void element(Member member, @Nullable Json value, @Nullable Json companion) {
    String tag = member.json();
    Type type = member.type();
    line();
    if (type.primitive() == Primitive.XHTML) {
      if (companion != null || !(value instanceof Json.Text div)) {
        throw notInXml("a narrative with an id or extension of its own");
      }
      out.append(bare(div.value()));
      return;
    }
    out.append('<').append(tag);
    if (type.primitive() != null) {
      Json.Obj beside = companion instanceof Json.Obj obj ? obj : Json.object().build();
      attribute("id", beside.get("id"));
      attribute("value", value);
      content(structures.get("Element"), beside, tag);
    } else if (!(value instanceof Json.Obj object)) {
      throw new IllegalStateException("no object at an element of the type " + type.name());
    } else if (type.isResource()) {
      out.append('>');
      level++;
      line();
      resource(object, "");
      level--;
      line();
      out.append("</").append(tag).append('>');
    } else {
      attribute("id", object.get("id"));
      if (type.name().equals("Extension")) attribute("url", object.get("url"));
      content(type, object, tag);
    }
  }

  /** A div may bring an XML declaration, which has no place inside a document. */
  private static String bare(String div) {
    String text = div.strip();
    return text.startsWith("<?xml ") ? text.substring(text.indexOf("?>") + 2).strip() : text;
  }

  private void attribute(String name, @Nullable Json value) {
    if (value == null || value == Json.Null.NULL) return;
    out.append(' ').append(name).append("=\"");
    if (value instanceof Json.Text text) escaped(text.value());
    else if (value instanceof Json.Num num) out.append(num.literal());
    else if (value instanceof Json.Bool bool) out.append(bool.value());
    else throw new IllegalStateException("no primitive at " + name);
    out.append('"');
  }

  private void escaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        // A parser makes a space of white space that is written as such.
        case '\n' -> out.append("&#xA;");
        case '\r' -> out.append("&#xD;");
        case '\t' -> out.append("&#x9;");
        default -> {
          if (!XmlCharacter.isAllowed(c)) throw notInXml("a control character");
          out.append(c);
        }
      }
    }
  }

  private static Problem notInXml(String what) {
    return Problem.of(
        Problem.Kind.NOT_ACCEPTABLE, "the answer holds " + what + ", which XML cannot: ask JSON");
  }

  private void line() {
    if (pretty) out.append('\n').append("  ".repeat(level));
  }
}
