package dev.tsumugi.fhirserver.r4;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** FHIR XML as plain trees, one resource of a Bundle at a time, so that 20 MB files stay small. */
final class XmlTree {
  /** An element: its name, its {@code value} and {@code url} attributes (or ""), its children. */
  record Node(String name, String value, String url, List<Node> children) {
    List<Node> all(String child) {
      return children.stream().filter(c -> c.name.equals(child)).toList();
    }

    /** The first child's value, or "". */
    String text(String child) {
      for (Node c : children) if (c.name.equals(child)) return c.value;
      return "";
    }

    Node first(String child) {
      for (Node c : children) if (c.name.equals(child)) return c;
      return new Node(child, "", "", List.of());
    }
  }

  private static final String FHIR = "http://hl7.org/fhir";

  private XmlTree() {}

  /** Hands every resource of the Bundle at {@code path} whose type is wanted to {@code sink}. */
  static void resources(String path, Set<String> wanted, Consumer<Node> sink) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (InputStream in = XmlTree.class.getResourceAsStream(path)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      boolean inResource = false;
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamConstants.START_ELEMENT) continue;
        String name = xml.getLocalName();
        if (inResource && wanted.contains(name)) sink.accept(read(xml));
        inResource = name.equals("resource");
      }
    } catch (XMLStreamException broken) {
      throw new IOException(path, broken);
    }
  }

  private static Node read(XMLStreamReader xml) throws XMLStreamException {
    String name = xml.getLocalName();
    String value = attribute(xml, "value");
    String url = attribute(xml, "url");
    List<Node> children = new ArrayList<>();
    while (xml.next() != XMLStreamConstants.END_ELEMENT) {
      if (!xml.isStartElement()) continue;
      if (FHIR.equals(xml.getNamespaceURI())) children.add(read(xml));
      else skip(xml);
    }
    return new Node(name, value, url, children);
  }

  private static void skip(XMLStreamReader xml) throws XMLStreamException {
    int depth = 1;
    while (depth > 0) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) depth++;
      if (event == XMLStreamConstants.END_ELEMENT) depth--;
    }
  }

  private static String attribute(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }
}
