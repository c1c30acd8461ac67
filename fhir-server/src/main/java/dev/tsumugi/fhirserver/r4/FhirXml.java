package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;

/**
 * FHIR's XML form (<a href="https://hl7.org/fhir/R4/xml.html">R4</a>), at the edge only: inside,
 * everything is JSON. JSON to XML to JSON gives an equal tree. Why our own: docs/adr/0010.
 */
public final class FhirXml {
  private final Structures structures;

  public FhirXml(R4 r4) {
    this.structures = r4.structures();
  }

  /**
   * The resource as JSON; its values are not checked yet.
   *
   * @param utf8 one resource, without a document type
   * @throws dev.tsumugi.kernel.Problem INVALID, with the path of what is wrong
   */
  public Json.Obj read(byte[] utf8) {
    return XmlReader.read(structures, utf8);
  }

  /**
   * @param resource sound R4
   * @throws dev.tsumugi.kernel.Problem NOT_ACCEPTABLE if it holds what XML cannot, such as control
   *     characters
   */
  public byte[] write(Json.Obj resource, boolean pretty) {
    return XmlWriter.write(structures, resource, pretty).getBytes(StandardCharsets.UTF_8);
  }
}
