package dev.tsumugi.fhirserver.r4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Public examples to XML and back, with HAPI's parsers as the judge of what the XML says. */
class FhirXmlSharedDataTest {
  private static final FhirXml XML = new FhirXml(R4.load());
  private static final FhirContext HAPI = FhirContext.forR4Cached();

  private static Stream<Map.Entry<String, Json.Obj>> files() {
    return Stream.of("synthea", "ips", "adi", "clins")
        .flatMap(folder -> SharedData.files(folder).entrySet().stream());
  }

  @TestFactory
  Stream<DynamicTest> jsonToXmlToJsonIsTheSameTree() {
    return files()
        .map(
            file ->
                dynamicTest(
                    file.getKey(),
                    () -> {
                      Json.Obj original = file.getValue();

                      assertThat(XML.read(XML.write(original, false)).equals(original)).isTrue();
                      assertThat(XML.read(XML.write(original, true)).equals(original)).isTrue();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> hapiReadsTheXmlAsItReadsTheJson() {
    return files()
        .filter(file -> Json.bytes(file.getValue()).length < 4 << 20) // its models are large
        .map(
            file ->
                dynamicTest(
                    file.getKey(),
                    () -> {
                      IBaseResource json =
                          HAPI.newJsonParser()
                              .setParserErrorHandler(new StrictErrorHandler())
                              .parseResource(file.getValue().toString());
                      IBaseResource xml =
                          HAPI.newXmlParser()
                              .setParserErrorHandler(new StrictErrorHandler())
                              .parseResource(text(XML.write(file.getValue(), false)));

                      assertThat(written(xml)).isEqualTo(written(json));
                    }));
  }

  /** Its XML, not ours: other spaces, quotes, declarations. (It loses line ends in attributes.) */
  @TestFactory
  Stream<DynamicTest> xmlOfHapiReadsAsHapiReadsIt() {
    return files()
        .filter(file -> Json.bytes(file.getValue()).length < 4 << 20)
        .map(
            file ->
                dynamicTest(
                    file.getKey(),
                    () -> {
                      String json = file.getValue().toString();
                      String theirs =
                          HAPI.newXmlParser()
                              .setPrettyPrint(true)
                              .encodeResourceToString(HAPI.newJsonParser().parseResource(json));

                      Json.Obj ours = XML.read(theirs.getBytes(StandardCharsets.UTF_8));

                      assertThat(written(HAPI.newJsonParser().parseResource(ours.toString())))
                          .isEqualTo(written(HAPI.newXmlParser().parseResource(theirs)));
                    }));
  }

  /** Between tags XML knows one line end only, so HAPI reads a narrative's CR LF as LF. */
  private static String written(IBaseResource resource) {
    return HAPI.newJsonParser().encodeResourceToString(resource).replace("\\r\\n", "\\n");
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
