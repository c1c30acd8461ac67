package dev.tsumugi.ems.find;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonMatchTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final LocalDate BORN = LocalDate.of(1946, 5, 12);
  private static final PersonKeys KEYS = new PersonKeys();

  /** Somebody in the records. */
  private record Resident(
      String kanji, String kana, LocalDate born, String sex, String address, String phone) {
    Json.Obj json() {
      String text =
          "{'resourceType':'Patient','id':'p','name':[{'text':'"
              + kanji
              + "'},{'text':'"
              + kana
              + "'}],'telecom':[{'system':'phone','value':'"
              + phone
              + "'}],'gender':'"
              + sex
              + "','birthDate':'"
              + born
              + "','address':[{'text':'"
              + address
              + "'}]}";
      return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final Resident SAITO =
      new Resident("齋藤 喜久江", "サイトウ キクエ", BORN, "female", "茨城県つむぎ市桜が丘一丁目3番12号", "029-800-1001");

  private static Person named(String name) {
    return new Person(
        Optional.of(name),
        Optional.of(BORN),
        OptionalInt.empty(),
        Optional.of("female"),
        Optional.empty(),
        Optional.empty());
  }

  private static Person asked(String name, String born, String address, String phone) {
    return new Person(
        Optional.ofNullable(name),
        Optional.ofNullable(born).map(text -> BirthDay.parse(text).orElseThrow()),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.ofNullable(address),
        Optional.ofNullable(phone));
  }

  private static PersonMatch match(Person person, Resident resident) {
    return PersonMatch.of(person, resident.json(), TODAY);
  }

  /** Whether the index leads from the question to the resident. */
  private static boolean leads(Person person, Resident resident) {
    Set<String> keys = KEYS.of(resident.json());
    return PersonSearch.of(person, TODAY).blocks().stream()
        .anyMatch(
            block ->
                block.some().stream().anyMatch(keys::contains)
                    && (block.others().isEmpty()
                        || block.others().stream().anyMatch(keys::contains)));
  }

  private static void found(Person person, Resident resident) {
    assertThat(leads(person, resident)).as("by the index: " + person).isTrue();
    assertThat(match(person, resident).points()).as("by the points: " + person).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "斉藤 喜久江,name",
    "齊藤　喜久江,name",
    "斎藤喜久江,name",
    "さいとう きくえ,kana",
    "ｻｲﾄｳｷｸｴ,kana",
    "サイト キクエ,kana",
    "ザイトウ ギクエ,kana",
    "サイトー キクエ,kana",
    "キクエ サイトウ,kana",
    "キクエサイトウ,kana",
    "喜久江 斉藤,name"
  })
  void aNameAgreesHoweverItIsWritten(String written, String code) {
    PersonMatch match = match(named(written), SAITO);

    assertThat(match.agrees()).contains(code, "birthDate", "sex");
    assertThat(match.differs()).isEmpty();
    assertThat(match.certainty()).isEqualTo(PersonMatch.Certainty.PROBABLE);
    found(named(written), SAITO);
  }

  @ParameterizedTest
  @CsvSource({
    "高橋 健,髙橋 健",
    "山崎 実,山﨑 實",
    "渡辺 広,渡邉 廣",
    "渡邊 広,渡邉 廣",
    "吉田 徳,𠮷田 德",
    "佐々木 桜,佐佐木 櫻",
    "浜田 栄,濵田 榮",
    "葛 恵,葛󠄀 惠",
    "神 真,神 眞"
  })
  void oldAndRegisterFormsAreTheSame(String said, String registered) {
    Resident resident = new Resident(registered, "ナ マエ", BORN, "female", "つむぎ市大池5", "029-800-1001");

    assertThat(match(named(said), resident).agrees()).contains("name");
    found(named(said), resident);
  }

  @Test
  void aLongVowelAtTheEndOfTheFamilyNameIsNotMissedWithoutTheSpace() {
    Resident ume = new Resident("佐藤 梅", "サトウ ウメ", BORN, "female", "つむぎ市大池5", "029-800-1001");

    for (String said : List.of("サトウウメ", "さとう うめ", "ウメサトウ")) {
      assertThat(match(named(said), ume).agrees()).as(said).contains("kana");
      found(named(said), ume);
    }
  }

  @ParameterizedTest
  @CsvSource({"サイトウ キクイ", "サイオウ キクエ", "サイトウキエク", "斉藤 菊江", "斎藤", "キクエ", "斉藤 きくえこ"})
  void aSlipOrAPartIsNoCertainty(String heard) {
    PersonMatch match = match(named(heard), SAITO);

    assertThat(match.points()).isPositive();
    assertThat(match.differs()).containsAnyOf("name", "kana");
    found(named(heard), SAITO);
  }

  @ParameterizedTest
  @CsvSource({
    "1946-05-12",
    "1946/5/12",
    "1946年5月12日",
    "19460512",
    "S21.5.12",
    "s21/05/12",
    "昭和21年5月12日",
    "昭和二十一年五月十二日",
    "昭21.5.12",
    "Ｓ２１．５．１２",
    "S210512"
  })
  void aDayOfBirthIsReadAsItIsWritten(String written) {
    assertThat(BirthDay.parse(written)).contains(BORN);
  }

  @ParameterizedTest
  @CsvSource({"1946-05-21", "1946-12-05", "H21.5.12", "S22.5.12", "1964-05-12", "1946-05-13"})
  void aSlipInTheDayOfBirthStillLeadsThere(String said) {
    Person person = asked("さいとう きくえ", said, null, null);

    PersonMatch match = match(person, SAITO);
    assertThat(match.differs()).containsExactly("birthDate");
    assertThat(match.points()).isGreaterThanOrEqualTo(PersonMatch.POSSIBLE);
    found(person, SAITO);
  }

  @ParameterizedTest
  @CsvSource({"桜が丘1-3-12", "桜ヶ丘一丁目3番12号", "つむぎ市桜が丘１丁目３－１２", "茨城県つむぎ市桜が丘一丁目三番十二号", "桜が丘1丁目3番"})
  void anAddressIsReadAsItIsWritten(String address) {
    Person person = asked("斉藤", null, address, null);

    assertThat(match(person, SAITO).agrees()).contains("address");
    found(person, SAITO);
  }

  @ParameterizedTest
  @CsvSource({"029-800-1001", "0298001001", "800-1001", "+81-29-800-1001", "（０２９）８００－１００１"})
  void aPhoneIsReadAsItIsWritten(String phone) {
    Person person = asked("さいとう", null, null, phone);

    assertThat(match(person, SAITO).agrees()).contains("phone");
    found(person, SAITO);
  }

  @Test
  void whoMovedIsStillFoundAndTheCrewSeesWhy() {
    Person person = asked("サイトウ キクエ", "S21.5.12", "大池121番地", null);

    PersonMatch match = match(person, SAITO);
    assertThat(match.agrees()).containsExactly("kana", "birthDate");
    assertThat(match.differs()).containsExactly("address");
    found(person, SAITO);
  }

  @Test
  void aTwinIsToldFromHerSister() {
    Resident sister =
        new Resident("齋藤 喜久代", "サイトウ キクヨ", BORN, "female", SAITO.address(), SAITO.phone());
    Person person = asked("サイトウ キクエ", "S21.5.12", SAITO.address(), SAITO.phone());

    assertThat(match(person, SAITO).points()).isGreaterThan(match(person, sister).points());
    assertThat(match(person, SAITO).certainty()).isEqualTo(PersonMatch.Certainty.CERTAIN);
    assertThat(match(person, sister).certainty()).isNotEqualTo(PersonMatch.Certainty.CERTAIN);
    assertThat(match(person, sister).differs()).containsExactly("kana");
  }

  @Test
  void aForeignNameIsFoundInAnyOrderAndWithoutItsMiddle() {
    Resident hoa =
        new Resident("NGUYEN THI HOA", "グエン ティ ホア", BORN, "female", "つむぎ市大池5", "080-0000-1234");

    for (String said : List.of("Nguyễn Thị Hoa", "Hoa Nguyen Thi", "グエンティホア", "nguyen thi hoa")) {
      assertThat(match(named(said), hoa).agrees()).as(said).containsAnyOf("name", "kana");
      found(named(said), hoa);
    }
    found(named("Hoa Nguyen"), hoa);
  }

  @Test
  void anotherPersonIsNobody() {
    Resident other = new Resident("鈴木 一郎", "スズキ イチロウ", BORN, "male", "つむぎ市大池5", "090-1234-5678");

    assertThat(match(named("さいとう きくえ"), other).points()).isZero();
    assertThat(match(asked("さいとう", null, "桜が丘1-3-12", null), other).points()).isZero();
  }

  @Provide
  Arbitrary<Resident> residents() {
    StringArbitrary kana =
        Arbitraries.strings().withChars("カサタナハマヤラワキシチニミリクスツヌフムユルケセテネメレコソトノホモヨロンガザダバパ");
    Arbitrary<String> kanji =
        Arbitraries.strings()
            .withChars("山川田野原森林木石水谷池島波江岡丘村里町宮寺井戸口門橋道竹松梅藤菊")
            .ofMinLength(1)
            .ofMaxLength(3);
    return Combinators.combine(
            kanji,
            kanji,
            kana.ofMinLength(2).ofMaxLength(5),
            kana.ofMinLength(2).ofMaxLength(4),
            Arbitraries.integers().between(1, 35_000),
            Arbitraries.integers().between(100_000, 999_999))
        .as(
            (f, g, fk, gk, day, number) ->
                new Resident(
                    f + " " + g,
                    fk + " " + gk,
                    LocalDate.of(1930, 1, 1).plusDays(day),
                    number % 2 == 0 ? "male" : "female",
                    "つむぎ市" + f + "が丘" + number % 7 + "丁目" + number % 23 + "番" + number % 11 + "号",
                    "0298-" + number / 10_000 + "-" + String.format("%04d", number % 10_000)));
  }

  @Property(tries = 2_000)
  void whoIsAskedForAsRecordedIsFound(@ForAll("residents") Resident resident) {
    for (String name : List.of(resident.kanji(), resident.kana())) {
      Person person =
          new Person(
              Optional.of(name.replace(" ", "")),
              Optional.of(resident.born()),
              OptionalInt.empty(),
              Optional.of(resident.sex()),
              Optional.of(resident.address()),
              Optional.of(resident.phone()));
      PersonMatch match = match(person, resident);

      assertThat(match.differs()).isEmpty();
      assertThat(match.isExact()).isTrue();
      assertThat(match.certainty()).isEqualTo(PersonMatch.Certainty.CERTAIN);
      found(person, resident);
    }
  }

  @Property(tries = 2_000)
  void oneSlipInTheKanaLosesNobody(
      @ForAll("residents") Resident resident, @ForAll int where, @ForAll boolean drop) {
    String kana = resident.kana().replace(" ", "");
    int at = Math.floorMod(where, kana.length());
    String slipped = kana.substring(0, at) + (drop ? "" : "ヲ") + kana.substring(at + 1);
    Person person =
        new Person(
            Optional.of(slipped),
            Optional.of(resident.born()),
            OptionalInt.empty(),
            Optional.of(resident.sex()),
            Optional.empty(),
            Optional.empty());

    found(person, resident);
  }

  @Property(tries = 2_000)
  void anAgeThreeYearsOffLosesNobody(@ForAll("residents") Resident resident, @ForAll int where) {
    int age = java.time.Period.between(resident.born(), TODAY).getYears();
    Person person =
        new Person(
            Optional.of(resident.kana()),
            Optional.empty(),
            OptionalInt.of(Math.max(0, age + Math.floorMod(where, 7) - 3)),
            Optional.of(resident.sex()),
            Optional.empty(),
            Optional.empty());

    found(person, resident);
  }

  @Property(tries = 1_000)
  void agreementsAndDifferencesNeverOverlapAndTheSameQuestionHasTheSameAnswer(
      @ForAll("residents") Resident one, @ForAll("residents") Resident other) {
    Person person =
        new Person(
            Optional.of(one.kana()),
            Optional.of(one.born()),
            OptionalInt.of(50),
            Optional.of(one.sex()),
            Optional.of(one.address()),
            Optional.of(one.phone()));
    PersonMatch match = match(person, other);

    Set<String> both = new HashSet<>(match.agrees());
    both.retainAll(match.differs());
    assertThat(both).isEmpty();
    assertThat(match).isEqualTo(match(person, other));
    assertThat(match.points()).isLessThanOrEqualTo(match(person, one).points());
  }
}
