package dev.tsumugi.terminology.shell;

import dev.tsumugi.kernel.Json;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the CodeSystems and ValueSets of a Bundle in FHIR XML as JSON, without what terminology
 * does not need: narratives, contacts, metadata. It knows no other resources; HL7's own files are
 * the only ones it is given.
 */
final class DefinitionsXml {
  private static final Set<String> WANTED = Set.of("CodeSystem", "ValueSet");
  private static final Set<String> LEFT_OUT = Set.of("text", "contact", "meta", "useContext");
  private static final Set<String> BOOLEANS =
      Set.of(
          "experimental",
          "immutable",
          "caseSensitive",
          "compositional",
          "versionNeeded",
          "inactive",
          "abstract",
          "valueBoolean");
  private static final Set<String> NUMBERS =
      Set.of("count", "total", "offset", "valueInteger", "valueDecimal");
  private static final Set<String> LISTS =
      Set.of(
          "extension",
          "identifier",
          "jurisdiction",
          "coding",
          "filter",
          "operator",
          "property",
          "concept",
          "designation",
          "include",
          "exclude",
          "contains",
          "parameter");

  private DefinitionsXml() {}

  static void read(InputStream xml, Consumer<Json.Obj> each) {
    try {
      XMLInputFactory factory = XMLInputFactory.newFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      XMLStreamReader reader = factory.createXMLStreamReader(xml);
      while (reader.hasNext()) {
        if (reader.next() != XMLStreamConstants.START_ELEMENT) continue;
        String name = reader.getLocalName();
        if (!WANTED.contains(name)) continue;
        Json.Builder resource = Json.object().put("resourceType", name);
        members(reader, resource);
        each.accept(resource.build());
      }
    } catch (XMLStreamException broken) {
      throw new IllegalStateException("R4's own definitions cannot be read", broken);
    }
  }

  /** Reads to the end of the element that was begun. */
  private static void members(XMLStreamReader reader, Json.Builder into) throws XMLStreamException {
    Map<String, List<Json>> members = new LinkedHashMap<>();
    String parent = reader.getLocalName();
    while (true) {
      int event = reader.next();
      if (event == XMLStreamConstants.END_ELEMENT) break;
      if (event != XMLStreamConstants.START_ELEMENT) continue;
      String name = reader.getLocalName();
      if (LEFT_OUT.contains(name)) {
        skip(reader);
      } else {
        Json value = value(reader, name);
        members.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
      }
    }
    members.forEach(
        (name, values) -> {
          boolean list = isList(parent, name);
          if (list) into.put(name, values);
          else into.put(name, values.get(0));
        });
  }

  /** Two names mean one thing here and another there. */
  private static boolean isList(String parent, String name) {
    if (name.equals("valueSet")) return parent.equals("include") || parent.equals("exclude");
    if (name.equals("property")) return !parent.equals("filter");
    return LISTS.contains(name);
  }

  private static Json value(XMLStreamReader reader, String name) throws XMLStreamException {
    String value = reader.getAttributeValue(null, "value");
    if (value != null) {
      skip(reader); // an extension of a primitive says nothing that is used
      if (BOOLEANS.contains(name)) return new Json.Bool(value.equals("true"));
      if (NUMBERS.contains(name)) return new Json.Num(value);
      return Json.text(value);
    }
    Json.Builder object = Json.object().put("url", reader.getAttributeValue(null, "url"));
    members(reader, object);
    return object.build();
  }

  private static void skip(XMLStreamReader reader) throws XMLStreamException {
    for (int depth = 1; depth > 0; ) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) depth++;
      if (event == XMLStreamConstants.END_ELEMENT) depth--;
    }
  }
}
