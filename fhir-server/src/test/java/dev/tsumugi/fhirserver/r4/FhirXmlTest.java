package dev.tsumugi.fhirserver.r4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirXmlTest {
  private static final FhirXml XML = new FhirXml(R4.load());
  private static final String NS = " xmlns='http://hl7.org/fhir'";

  private static Json.Obj read(String xml) {
    return XML.read(xml.getBytes(StandardCharsets.UTF_8));
  }

  private static Json.Obj json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String written(Json.Obj resource) {
    return new String(XML.write(resource, false), StandardCharsets.UTF_8);
  }

  @Test
  void everyFormOfAnElementHasItsPlace() {
    String xml =
        "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n<!-- from afar -->\n<Patient"
            + NS
            + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
            + " xsi:schemaLocation='http://hl7.org/fhir patient.xsd'><id"
            + " value='p'/><contained><Organization><id value='o'/><name"
            + " value='O'/></Organization></contained><active value='true'/><name id='n1'><given"
            + " value='A &amp; &#x65E5;'/><given id='g2'><extension url='urn:x'><valueDecimal"
            + " value='1.00'/></extension></given></name><birthDate value='1947'><extension"
            + " url='urn:y'><valueBoolean"
            + " value='false'/></extension></birthDate><multipleBirthInteger value='2'/></Patient>";

    assertThat(read(xml))
        .isEqualTo(
            json(
                "{'resourceType':'Patient','id':'p','contained':[{'resourceType':'Organization',"
                    + "'id':'o','name':'O'}],'active':true,'name':[{'id':'n1','given':['A &"
                    + " 日',null],'_given':[null,{'id':'g2','extension':[{'url':'urn:x',"
                    + "'valueDecimal':1.00}]}]}],'birthDate':'1947','_birthDate':{'extension':["
                    + "{'url':'urn:y','valueBoolean':false}]},'multipleBirthInteger':2}"));
    assertThat(read(xml).toString()).contains("1.00");
  }

  @Test
  void aPrefixForFhirIsAsGoodAsNone() {
    assertThat(read("<f:Basic xmlns:f='http://hl7.org/fhir'><f:id value='b'></f:id></f:Basic>"))
        .isEqualTo(json("{'resourceType':'Basic','id':'b'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>",
        "<div xmlns=\"http://www.w3.org/1999/xhtml\">a &lt; b &#160; <br/><br /> 'x'  <b>y</b>\r\n"
            + "</div>",
        "<div xmlns='http://www.w3.org/1999/xhtml'><!-- c --><p class=\"a\">]]"
            + " <![CDATA[<p>]]></p></div>",
        "<h:div xmlns:h='http://www.w3.org/1999/xhtml'><h:div><h:p>a</h:p></h:div></h:div>",
      })
  void aNarrativeComesOutAsItWentIn(String div) {
    Json.Obj basic =
        Json.object()
            .put("resourceType", "Basic")
            .put("text", Json.object().put("status", "generated").put("div", div).build())
            .put("code", Json.object().put("text", "after").build())
            .build();

    assertThat(written(basic)).contains(div);
    assertThat(read(written(basic))).isEqualTo(basic);
  }

  @Test
  void whiteSpaceInValuesIsKept() {
    Json.Obj basic =
        Json.object()
            .put("resourceType", "Basic")
            .put("code", Json.object().put("text", " a\r\n\tb <\"'&> \uD842\uDFB7 ").build())
            .build();

    assertThat(read(written(basic))).isEqualTo(basic);
  }

  @Test
  void elementsAreWrittenInTheOrderOfTheirDefinition() {
    Json.Obj patient =
        json(
            "{'birthDate':'1947','name':[{'given':['b'],'family':'a'}],'id':'p',"
                + "'resourceType':'Patient'}");

    assertThat(written(patient))
        .contains(
            "<id value=\"p\"/><name><family value=\"a\"/><given value=\"b\"/></name>"
                + "<birthDate value=\"1947\"/>");
  }

  @Test
  void prettyBreaksLinesButNotTheNarrative() {
    Json.Obj basic =
        json(
            "{'resourceType':'Basic','text':{'status':'generated','div':'<div>a <b>b</b></div>'},"
                + "'code':{'text':'x'}}");

    assertThat(new String(XML.write(basic, true), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Basic xmlns="http://hl7.org/fhir">
              <text>
                <status value="generated"/>
                <div>a <b>b</b></div>
              </text>
              <code>
                <text value="x"/>
              </code>
            </Basic>""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE Basic><Basic#/>",
        "<!DOCTYPE Basic [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Basic#><id"
            + " value='&x;'/></Basic>",
        "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><Basic#><id value='&b;'/></Basic>",
        "<Basic#><id value='&nbsp;'/></Basic>",
        "<Basic#><id value='&#0;'/></Basic>",
        "<Basic#><id value='&#xD800;'/></Basic>",
        "<Basic#><id value='&#x110000;'/></Basic>",
        "<Basic#><id value='& '/></Basic>",
        "<Basic#><id value='a' value='b'/></Basic>",
        "<Basic#><id value='a'/><id value='b'/></Basic>",
        "<Basic#><id value='a<b'/></Basic>",
        "<Basic#><id value=a/></Basic>",
        "<Basic#><id value='a'></Basic>",
        "<Basic#><id value='a'/></Patient>",
        "<Basic#><id value='a'/>",
        "<Basic#/><Basic#/>",
        "<Basic#/>text",
        "text<Basic#/>",
        "<Basic#>text<id value='a'/></Basic>",
        "<Basic#><![CDATA[text]]></Basic>",
        "<Basic#><?xml version='1.0'?></Basic>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><Basic#/>",
        "<?xml version='1.0'",
        "<!-- a -- b --><Basic#/>",
        "<Basic#><!-- a",
        "<Basic#><id value='a\u0001'/></Basic>",
        "<Basic#><id value='a\uFFFE'/></Basic>",
        "<Basic/>",
        "<Basic xmlns='urn:other'/>",
        "<x:Basic/>",
        "<Nonsense#/>",
        "<Resource#/>",
        "<Basic#><id/></Basic>",
        "<Basic#><nonsense value='a'/></Basic>",
        "<Basic# nonsense='a'/>",
        "<Basic#><id nonsense='a' value='a'/></Basic>",
        "<Basic#><code value='a'/></Basic>",
        "<Basic#><code><id value='a'/></code></Basic>",
        "<Basic#><extension><url value='a'/></extension></Basic>",
        "<Basic#><contained/></Basic>",
        "<Basic#><contained><Basic/><Basic/></contained></Basic>",
        "<Basic#><contained a='b'><Basic/></contained></Basic>",
        "<Basic#><x:id xmlns:x='urn:other' value='a'/></Basic>",
        "<Patient#><active value='TRUE'/></Patient>",
        "<Patient#><multipleBirthInteger value='01'/></Patient>",
        "<Patient#><multipleBirthInteger value='NaN'/></Patient>",
        "",
        "   ",
        "{\"resourceType\":\"Basic\"}",
        "<",
        "<>",
        "</Basic>",
      })
  void whatIsNotFhirXmlIsRefused(String xml) {
    assertThatThrownBy(() -> read(xml.replace("#", NS)))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID));
  }

  @ParameterizedTest
  @CsvSource({
    "<Patient#><name><gvien value='a'/></name></Patient>, Patient.name.gvien",
    "<Patient#><contact><name><family valeu='a'/></name></contact></Patient>,"
        + " Patient.contact.name.family",
    "<Bundle#><entry><resource><Basic><x/></Basic></resource></entry></Bundle>,"
        + " Bundle.entry.resource.Basic.x",
  })
  void whatIsUnknownIsNamed(String xml, String path) {
    assertThatThrownBy(() -> read(xml.replace("#", NS)))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.issues().get(0).path()).isEqualTo(path));
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    for (var charset :
        new java.nio.charset.Charset[] {
          StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1
        }) {
      byte[] bytes = ("<Basic" + NS + "><id value='é'/></Basic>").getBytes(charset);

      assertThatThrownBy(() -> XML.read(bytes)).isInstanceOf(Problem.class);
    }
  }

  @Test
  void whatIsTakenAsXmlCanBeReadAsJson() {
    String open = "<extension url='a'>";
    for (int levels = 1; levels < 120; levels++) {
      String xml =
          "<Basic" + NS + ">" + open.repeat(levels) + "</extension>".repeat(levels) + "</Basic>";
      byte[] json;
      try {
        json = Json.bytes(read(xml));
      } catch (Problem tooDeep) {
        assertThat(levels).isGreaterThan(40);
        continue;
      }
      assertThat(Json.parseObject(json)).isEqualTo(read(xml));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<extension url='a'>", "<div>", "<text><div><div>"})
  void depthHasALimitThatIsNoStackOverflow(String open) {
    assertThatThrownBy(() -> read("<Basic" + NS + ">" + open.repeat(10_000)))
        .isInstanceOf(Problem.class);
  }

  @Test
  void whatXmlCannotHoldIsNotWrittenAwry() {
    Json.Obj basic =
        Json.object()
            .put("resourceType", "Basic")
            .put("code", Json.object().put("text", "a\u0001b").build())
            .build();

    assertThatThrownBy(() -> XML.write(basic, false))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_ACCEPTABLE));
  }

  @Property(seed = "4001")
  void anyTextThatXmlCanHoldIsKept(@ForAll @StringLength(min = 1, max = 40) String text) {
    Assume.that(text.codePoints().allMatch(c -> XmlCharacter.isAllowed(c) && !isLone(c)));
    Json.Obj basic =
        Json.object()
            .put("resourceType", "Basic")
            .put("code", Json.object().put("text", text).build())
            .build();

    assertThat(read(written(basic))).isEqualTo(basic);
  }

  private static boolean isLone(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static final String SOUND =
      "<?xml version='1.0' encoding='UTF-8'?><!--c--><Basic xmlns='http://hl7.org/fhir'><id"
          + " value='a'/><text><status value='generated'/><div"
          + " xmlns='http://www.w3.org/1999/xhtml'><p"
          + " class=\"x\">a&amp;&#x65E5;<![CDATA[<&]]><br/></p><!-- d --></div></text><extension"
          + " url='u'><valueDecimal value='1.00'/></extension><code><text value='日'/>"
          + "</code></Basic>";

  /** The platform's parser judges: we are no more lenient than it is. */
  @Property(tries = 5_000, seed = "4001")
  void whatIsNoXmlIsNotTaken(
      @ForAll @IntRange(max = 399) int at,
      @ForAll @IntRange(max = 3) int cut,
      @ForAll
          @Chars({
            '<', '>', '/', '&', ';', '"', '\'', '=', ' ', '!', '-', '?', '[', ']', 'a', ':', '#'
          })
          @StringLength(max = 2)
          String put)
      throws XMLStreamException {
    int from = Math.min(at, SOUND.length());
    String changed =
        SOUND.substring(0, from) + put + SOUND.substring(Math.min(SOUND.length(), from + cut));
    try {
      read(changed);
    } catch (Problem refused) {
      return;
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    // Prefixes inside a narrative are the validator's, which reads it anew.
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    XMLStreamReader judge = factory.createXMLStreamReader(new StringReader(changed));
    while (judge.hasNext()) judge.next();
  }
}
