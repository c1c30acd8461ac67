package dev.tsumugi.fhirserver.r4;

import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A narrative's {@code div} (<a href="https://hl7.org/fhir/R4/narrative.html#xhtml">R4</a>):
 * well-formed, one XHTML div, nothing that runs. The elements are those of invariant txt-1, as
 * screens show this text.
 */
final class Xhtml {
  private static final String NAMESPACE = "http://www.w3.org/1999/xhtml";

  /** HTML 4.0 chapters 7 to 11 and 15 without the forms, as the invariant's XPath lists them. */
  private static final Set<String> ELEMENTS =
      Set.of(
          ("a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em"
                  + " h1 h2 h3 h4 h5 h6 hr i img li ol p pre q samp small span strong sub sup"
                  + " table tbody td tfoot th thead tr tt ul var")
              .split(" "));

  private static final XMLInputFactory FACTORY = XMLInputFactory.newDefaultFactory();

  static {
    FACTORY.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    FACTORY.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  private Xhtml() {}

  static @Nullable String check(String div) {
    try {
      XMLStreamReader xml = open(div);
      boolean first = true;
      boolean filled = false;
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
          return "XHTML without DTD and named entities: write the characters themselves";
        }
        if (event == XMLStreamConstants.CHARACTERS) filled |= !xml.isWhiteSpace();
        if (event != XMLStreamConstants.START_ELEMENT) continue;
        if (first && !isDiv(xml)) return "one <div xmlns=\"" + NAMESPACE + "\">";
        first = false;
        filled |= xml.getLocalName().equals("img");
        String fault = element(xml);
        if (fault != null) return fault;
      }
      return filled ? null : "a div that says something";
    } catch (XMLStreamException broken) {
      return "well-formed XHTML: one <div>, every tag closed, no named entities but XML's own";
    }
  }

  /** The JDK says nothing on concurrent use of a factory; opening is short. */
  private static XMLStreamReader open(String div) throws XMLStreamException {
    synchronized (FACTORY) {
      return FACTORY.createXMLStreamReader(new StringReader(div));
    }
  }

  private static boolean isDiv(XMLStreamReader xml) {
    return xml.getLocalName().equals("div") && NAMESPACE.equals(xml.getNamespaceURI());
  }

  private static @Nullable String element(XMLStreamReader xml) {
    if (!ELEMENTS.contains(xml.getLocalName()) || !NAMESPACE.equals(xml.getNamespaceURI())) {
      return "only the basic formatting elements of XHTML (no scripts, forms, frames, styles)";
    }
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String name = xml.getAttributeLocalName(i).toLowerCase(Locale.ROOT);
      if (name.startsWith("on")) return "no event attributes (on…)";
      boolean link = name.equals("href") || name.equals("src");
      if (link && runs(xml.getAttributeValue(i))) return "no links that run a script";
    }
    return null;
  }

  /** Browsers pass over spaces and control characters in front of and inside a scheme. */
  private static boolean runs(String link) {
    String bare = link.replaceAll("[\\p{Cntrl}\\s]", "").toLowerCase(Locale.ROOT);
    return bare.startsWith("javascript:")
        || bare.startsWith("vbscript:")
        || (bare.startsWith("data:") && !bare.startsWith("data:image/"));
  }
}
