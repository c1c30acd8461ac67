package dev.tsumugi.ems;

import static dev.tsumugi.ems.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tsumugi.ems.find.Person;
import dev.tsumugi.ems.find.PersonSearch;
import dev.tsumugi.fhirserver.QueryParser.Word;
import dev.tsumugi.fhirserver.Sheets;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionReaderTest {
  private static final String NAME = "{'name':'name','valueString':'小林 節子'}";
  private static final String BIRTH = "{'name':'birthDate','valueDate':'1947-04-12'}";
  private static final String SEX = "{'name':'sex','valueCode':'female'}";
  private static final String NUMBER = "{'name':'identifier','valueString':'urn:s|12,3'}";

  private static Inquiry inquiry(String... parameters) {
    return QuestionReader.read(
        json("{'resourceType':'Parameters','parameter':[" + String.join(",", parameters) + "]}"));
  }

  private static Question read(String... parameters) {
    return inquiry(parameters).question().orElseThrow();
  }

  private static Person person(String... parameters) {
    return ((Question.ByPerson) read(parameters)).person();
  }

  /** What of the records is searched for it. */
  private static List<Word> words(Question question) {
    List<Word> searched = new ArrayList<>();
    question.ask(
        new Question.Ways() {
          @Override
          public Sheets.Lookup search(List<Word> words, Predicate<Json.Obj> fits) {
            searched.addAll(words);
            return new Sheets.Lookup.Unknown();
          }

          @Override
          public Sheets.Lookup card(String code, Predicate<Json.Obj> fits) {
            throw new AssertionError("nobody showed a card");
          }

          @Override
          public Sheets.Lookup match(PersonSearch wanted) {
            throw new AssertionError("nobody said who it is");
          }

          @Override
          public LocalDate today() {
            return LocalDate.of(2026, 11, 22);
          }
        });
    return searched;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AAECAwQFBgcICQoLDA0ODw",
        " AAECAwQFBgcICQoLDA0ODw ",
        "https://hub.example/c#AAECAwQFBgcICQoLDA0ODw"
      })
  void aCardIsItsCodeOrWhatItsQrCodeHolds(String text) {
    assertThat(read("{'name':'card','valueString':'" + text + "'}"))
        .isEqualTo(new Question.ByCard("AAECAwQFBgcICQoLDA0ODw"));
  }

  @Test
  void aCardStandsAloneAndIsWhole() {
    String card = "{'name':'card','valueString':'AAECAwQFBgcICQoLDA0ODw'}";

    assertThat(refused("{'name':'card','valueString':'AAECAwQFBgcICQoLDA0OD'}"))
        .containsExactly("card");
    assertThat(refused("{'name':'card','valueString':'https://hub.example/c'}"))
        .containsExactly("card");
    assertThat(refused("{'name':'card','valueInteger':1}")).containsExactly("card");
    assertThat(refused(card, NUMBER)).containsExactly("identifier");
    assertThat(refused(card, SEX)).containsExactly("sex");
  }

  @Test
  void aPersonIsAskedForByWhatIsKnownOfThem() {
    Person known =
        person(
            NAME,
            BIRTH,
            "{'name':'age','valueInteger':79}",
            SEX,
            "{'name':'address','valueString':'桜が丘1-3-12'}",
            "{'name':'phone','valueString':'029-800-1001'}");

    assertThat(known)
        .isEqualTo(
            new Person(
                Optional.of("小林 節子"),
                Optional.of(LocalDate.of(1947, 4, 12)),
                OptionalInt.of(79),
                Optional.of("female"),
                Optional.of("桜が丘1-3-12"),
                Optional.of("029-800-1001")));
  }

  @ParameterizedTest
  @CsvSource({"男,male", "女,female", "男性,male", "女性,female", "other,other", "unknown,unknown"})
  void sexMayBeWrittenInJapanese(String written, String sex) {
    assertThat(person(NAME, "{'name':'sex','valueString':'" + written + "'}").sex()).contains(sex);
  }

  @Test
  void besideTheQuestionStandWhatForAndHowMuch() {
    Inquiry inquiry =
        inquiry(
            NUMBER,
            "{'name':'incident','valueReference':{'reference':'Encounter/e'}}",
            "{'name':'identityOnly','valueBoolean':true}",
            "{'name':'tookMillis','valueInteger':840}");

    assertThat(inquiry.incident()).contains("Encounter/e");
    assertThat(inquiry.identityOnly()).isTrue();
    assertThat(inquiry.tookMillis()).hasValue(840);
    assertThat(inquiry("{'name':'incident','valueString':'2026-118'}").question()).isEmpty();
    assertThat(inquiry("{'name':'confirm','valueString':'sealed'}").confirm()).contains("sealed");
  }

  @Test
  void aNumberIsAnIdentifierOrSystemAndValue() {
    Question.ByIdentifier wanted = new Question.ByIdentifier("urn:s", "12,3");

    assertThat(read(NUMBER)).isEqualTo(wanted);
    assertThat(read("{'name':'identifier','valueIdentifier':{'system':'urn:s','value':'12,3'}}"))
        .isEqualTo(wanted);
    assertThat(words(wanted))
        .as("a comma is no alternative")
        .isEqualTo(List.of(new Word("identifier", "urn:s|12\\,3")));
  }

  @Test
  void whatIsMissingOrWrongIsNamedAllAtOnce() {
    assertThat(refused(NAME)).containsExactly("birthDate");
    assertThat(refused(BIRTH, SEX)).containsExactly("name");
    assertThat(refused()).containsExactly("identifier");
    assertThat(refused(NUMBER, NAME, SEX)).containsExactly("name", "sex");
    assertThat(refused("{'name':'confirm','valueString':'x'}", NUMBER, NAME))
        .containsExactly("identifier", "name");
    assertThat(refused(NAME, NAME, BIRTH, SEX)).containsExactly("name");
    assertThat(refused(NAME, BIRTH, SEX, "{'name':'shoe','valueString':'1'}"))
        .containsExactly("parameter");
    assertThat(refused("{'name':'identifier','valueString':'12345'}"))
        .containsExactly("identifier");
    assertThat(refused("{'name':'identifier','valueIdentifier':{'value':'1'}}"))
        .containsExactly("identifier");
    assertThat(refused("{'name':'name','valueString':' 　 '}", BIRTH, SEX)).containsExactly("name");
    assertThat(refused("{'name':'name','valueString':'・・'}", BIRTH)).containsExactly("name");
    assertThat(refused("{'name':'phone','valueString':'119'}", BIRTH)).containsExactly("phone");
    assertThat(refused("{'name':'name'}", BIRTH, SEX)).contains("name");
    assertThat(
            refused(
                "{'name':'name','valueString':''}",
                "{'name':'birthDate','valueString':'yesterday'}",
                "{'name':'age','valueInteger':-1}",
                "{'name':'sex','valueCode':'f'}",
                "{'name':'phone','valueInteger':7}",
                "{'name':'incident','valueString':''}",
                "{'name':'identityOnly','valueString':'yes'}",
                "{'name':'tookMillis','valueInteger':3600000}"))
        .containsExactlyInAnyOrder(
            "name", "birthDate", "age", "sex", "phone", "incident", "identityOnly", "tookMillis");
  }

  @ParameterizedTest
  @CsvSource({"1947", "1947-04", "1947-02-30", "0000-01-01", "昭和22年4月", "+11947-04-12", "X22.4.12"})
  void aDayOfBirthIsWhole(String written) {
    String birth = "{'name':'birthDate','valueDate':'" + written + "'}";

    assertThat(refused(NAME, birth, SEX)).containsExactly("birthDate");
  }

  @Test
  void aRefusalRepeatsNothingOfWhatWasAsked() {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> read(NAME, "{'name':'birthDate','valueDate':'secret'}", SEX));

    assertThat(problem.issues())
        .extracting(Problem.Issue::message)
        .noneMatch(message -> message.contains("secret") || message.contains("小林"));
  }

  private static List<String> refused(String... parameters) {
    Problem problem = catchThrowableOfType(Problem.class, () -> read(parameters));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
    return problem.issues().stream().map(Problem.Issue::path).toList();
  }
}
