package dev.tsumugi.fhirserver.shell.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.consent.Access;
import dev.tsumugi.fhirserver.Query;
import dev.tsumugi.kernel.Folding;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A loaded parameter answers as plain Java does over the same people. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoadedSearchTest {
  private static final String AT = "https://example.org/";
  private static final List<String> NICKS =
      List.of("はなちゃん", "ハナ", "ﾊﾅ", "Hana-chan", "ＨＡＮＡ", "太郎", "たろう様", "O'Brien \\ 100%_x");
  private static final List<String> BLOODS = List.of("A", "B", "AB", "O");
  private static final List<String> SITES =
      List.of("https://example.org/a", "https://example.org/a/b", "urn:oid:1.2.3");

  private final Random random = new Random(13);
  private final List<Person> people = new ArrayList<>();
  private TestStore store;
  private Access loader;

  /** Any of it may be missing, for which it is null or empty. */
  private record Person(
      String id,
      String nick,
      String blood,
      LocalDate seen,
      Integer floor,
      Integer height,
      String site,
      String helper,
      boolean phone) {}

  @BeforeAll
  void start(@TempDir Path folder) {
    store = new TestStore(folder);
    loader = store.loader();
    for (String id : List.of("h1", "h2", "h3")) {
      store.put(
          loader,
          "{'resourceType':'Practitioner','id':'" + id + "','name':[{'family':'" + id + "'}]}");
    }
    for (int i = 0; i < 60; i++) put(i);
    load("string", "nick", "Patient.extension.where(url='" + AT + "nick').value");
    load("token", "blood", "Patient.extension('" + AT + "blood').value.as(CodeableConcept)");
    load("date", "seen", "Patient.extension.where(url='" + AT + "seen').value");
    load("number", "floor", "Patient.extension.where(url='" + AT + "floor').value.ofType(integer)");
    load("quantity", "height", "Patient.extension('" + AT + "height').value as Quantity");
    load("uri", "site", "Patient.extension('" + AT + "site').value");
    load("reference", "helper", "Patient.extension('" + AT + "helper').value.as(Reference)");
    load("token", "phoned", "Patient.telecom.where(system='phone').exists()");
    for (int i = 60; i < 80; i++) put(i);
    while (store.store.reindexStep()) {}
    for (int i = 70; i < 100; i++) put(i); // some for the second time
  }

  @AfterAll
  void stop() {
    store.close();
  }

  private void load(String type, String code, String expression) {
    store.put(loader, LoadedParameters.resource("Patient", type, code, expression));
  }

  private void put(int number) {
    Person person =
        new Person(
            "p%03d".formatted(number),
            maybe(NICKS),
            maybe(BLOODS),
            random.nextBoolean() ? null : LocalDate.of(2020, 1, 1).plusDays(random.nextInt(400)),
            random.nextBoolean() ? null : random.nextInt(9) - 3,
            random.nextBoolean() ? null : 150 + random.nextInt(30),
            maybe(SITES),
            maybe(List.of("h1", "h2", "h3")),
            random.nextBoolean());
    people.removeIf(one -> one.id().equals(person.id()));
    people.add(person);
    store.put(loader, json(person));
  }

  private String maybe(List<String> values) {
    return random.nextInt(3) == 0 ? null : values.get(random.nextInt(values.size()));
  }

  private static String json(Person p) {
    List<String> extensions = new ArrayList<>();
    if (p.nick() != null) {
      String nick = p.nick().replace("\\", "\\\\").replace("'", "\\u0027");
      extension(extensions, "nick", "'valueString':'" + nick + "'");
    }
    if (p.blood() != null) {
      extension(
          extensions,
          "blood",
          "'valueCodeableConcept':{'coding':[{'system':'urn:blood','code':'"
              + p.blood()
              + "','display':'血液型"
              + p.blood()
              + "'}]}");
    }
    if (p.seen() != null) extension(extensions, "seen", "'valueDate':'" + p.seen() + "'");
    if (p.floor() != null) extension(extensions, "floor", "'valueInteger':" + p.floor());
    if (p.height() != null) {
      extension(
          extensions,
          "height",
          "'valueQuantity':{'value':"
              + p.height()
              + ",'system':'http://unitsofmeasure.org','code':'cm'}");
    }
    if (p.site() != null) extension(extensions, "site", "'valueUri':'" + p.site() + "'");
    if (p.helper() != null) {
      extension(
          extensions, "helper", "'valueReference':{'reference':'Practitioner/" + p.helper() + "'}");
    }
    return "{'resourceType':'Patient','id':'"
        + p.id()
        + "'"
        + (extensions.isEmpty() ? "" : ",'extension':[" + String.join(",", extensions) + "]")
        + (p.phone() ? ",'telecom':[{'system':'phone','value':'1'}]" : "")
        + ",'active':true}";
  }

  private static void extension(List<String> into, String name, String value) {
    into.add("{'url':'" + AT + name + "'," + value + "}");
  }

  private void same(Predicate<Person> filter, String... words) {
    List<String> expected = people.stream().filter(filter).map(Person::id).sorted().toList();
    String[] all =
        Stream.concat(Stream.of(words), Stream.of("_count=200", "_sort=_id"))
            .toArray(String[]::new);

    assertThat(store.search(loader, "Patient", all))
        .as(String.join("&", words))
        .isEqualTo(expected);
  }

  private static <T> Predicate<Person> has(Function<Person, T> value, Predicate<T> test) {
    return person -> value.apply(person) != null && test.test(value.apply(person));
  }

  @Test
  void strings() {
    for (String asked : List.of("ﾊﾅ", "はな", "hana", "太", "たろうさま", "o'b")) {
      String folded = Folding.fold(asked);
      same(has(Person::nick, n -> Folding.fold(n).startsWith(folded)), "nick=" + asked);
      same(has(Person::nick, n -> Folding.fold(n).contains(folded)), "nick:contains=" + asked);
    }
    for (String nick : NICKS) {
      same(has(Person::nick, nick::equals), "nick:exact=" + nick.replace("\\", "\\\\"));
    }
    assertThat(store.search(loader, "Patient", "nick=ハナ"))
        .as("kana of any width and script, and Latin letters of any width")
        .isEqualTo(store.search(loader, "Patient", "nick=ﾊﾅ"))
        .isEqualTo(store.search(loader, "Patient", "nick=はな"))
        .isNotEmpty();
  }

  @Test
  void tokens() {
    for (String blood : BLOODS) {
      same(has(Person::blood, blood::equals), "blood=" + blood);
      same(has(Person::blood, blood::equals), "blood=urn:blood|" + blood);
      same(person -> !blood.equals(person.blood()), "blood:not=" + blood);
      same(has(Person::blood, b -> b.startsWith(blood)), "blood:text=血液型" + blood);
      same(person -> false, "blood=urn:other|" + blood);
    }
    same(has(Person::blood, b -> true), "blood=urn:blood|");
    same(has(Person::blood, b -> b.equals("A") || b.equals("O")), "blood=A,O");
    same(Person::phone, "phoned=true");
    same(person -> !person.phone(), "phoned=false");
  }

  @Test
  void datesNumbersQuantitiesAndUris() {
    LocalDate may = LocalDate.of(2020, 5, 1);
    same(has(Person::seen, d -> !d.isBefore(may)), "seen=ge2020-05");
    same(has(Person::seen, d -> d.isBefore(may)), "seen=lt2020-05");
    same(has(Person::seen, d -> d.getYear() == 2020 && d.getMonthValue() == 5), "seen=2020-05");
    same(has(Person::floor, f -> f > 2), "floor=gt2");
    same(has(Person::floor, f -> f <= -1), "floor=le-1");
    same(has(Person::floor, f -> f == 3), "floor=3");
    same(has(Person::height, h -> h > 165), "height=gt165");
    same(has(Person::height, h -> h > 165), "height=gt1.65|http://unitsofmeasure.org|m");
    same(has(Person::height, h -> h < 160), "height=lt160||cm");
    for (String site : SITES) {
      same(has(Person::site, site::equals), "site=" + site);
      same(has(Person::site, s -> s.startsWith(site)), "site:below=" + site);
    }
  }

  @Test
  void missing() {
    same(person -> person.nick() == null, "nick:missing=true");
    same(person -> person.blood() != null, "blood:missing=false");
    same(person -> person.seen() == null, "seen:missing=true");
    same(person -> person.floor() == null, "floor:missing=true");
    same(person -> person.height() != null, "height:missing=false");
    same(person -> person.site() == null, "site:missing=true");
    same(person -> person.helper() == null, "helper:missing=true");
  }

  @Test
  void referencesChainsAndBackwards() {
    same(has(Person::helper, "h1"::equals), "helper=Practitioner/h1");
    same(has(Person::helper, h -> !h.equals("h2")), "helper=h1,h3");
    same(has(Person::helper, "h2"::equals), "helper:Practitioner.family=h2");
    assertThat(
            store.search(
                loader, "Practitioner", "_has:Patient:helper:blood=AB", "_count=9", "_sort=_id"))
        .isEqualTo(
            people.stream()
                .filter(p -> "AB".equals(p.blood()) && p.helper() != null)
                .map(Person::helper)
                .distinct()
                .sorted()
                .toList());
  }

  @Test
  void whatItRefersToComesAlong() {
    Query.Page forth = page("Patient", "_include=Patient:helper", "_count=200");
    assertThat(forth.included())
        .extracting(r -> r.ref().id())
        .containsExactlyInAnyOrder("h1", "h2", "h3");

    for (String word : List.of("_revinclude=Patient:helper", "_revinclude=Patient:*")) {
      Query.Page back = page("Practitioner", "_id=h3", word);
      assertThat(back.included().stream().map(r -> r.ref().id()).sorted())
          .as(word)
          .isEqualTo(
              people.stream()
                  .filter(p -> "h3".equals(p.helper()))
                  .map(Person::id)
                  .sorted()
                  .toList());
    }
  }

  private Query.Page page(String type, String... words) {
    return store.store.records().search(loader, store.query(type, words), Optional.empty());
  }

  @Test
  void sorted() {
    sorted("seen", Person::seen);
    sorted("floor", Person::floor);
    sorted("height", Person::height);
    sorted("blood", Person::blood);
    sorted("site", Person::site);
  }

  private <T extends Comparable<? super T>> void sorted(String code, Function<Person, T> key) {
    List<Person> with =
        people.stream()
            .filter(p -> key.apply(p) != null)
            .sorted(Comparator.comparing(key).thenComparing(Person::id))
            .toList();

    assertThat(
            store.search(
                loader, "Patient", code + ":missing=false", "_sort=" + code + ",_id", "_count=200"))
        .as(code)
        .isEqualTo(with.stream().map(Person::id).toList());
  }

  @Test
  void theGateHoldsForThemToo() {
    Person mine = people.stream().filter(Person::phone).findFirst().orElseThrow();

    assertThat(store.search(store.resident(mine.id()), "Patient", "phoned=true"))
        .containsExactly(mine.id());
    assertThat(store.search(store.resident(mine.id()), "Patient", "phoned=false")).isEmpty();
  }
}
