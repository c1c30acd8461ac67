package dev.tsumugi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  @Test
  void aPageAsksForTwentyDifferentPeople() {
    List<Operation> pages = Questions.pages(people(30, "Smith1"), 42);

    assertThat(pages).hasSize(200);
    for (Operation page : pages) {
      String ids = page.path().replaceFirst(".*_id=([^&]*)&.*", "$1");
      assertThat(List.of(ids.split(","))).hasSize(20).doesNotHaveDuplicates();
    }
  }

  @Test
  void equalSeedsAskEqualQuestions() {
    List<Person> people = people(30, "Smith1");

    assertThat(Questions.pages(people, 1)).isEqualTo(Questions.pages(people, 1));
    assertThat(Questions.pages(people, 1)).isNotEqualTo(Questions.pages(people, 2));
  }

  @Test
  void prefixesHaveTwentyHitsOrTheNextMore() {
    List<Person> people = new ArrayList<>(people(20, "Smith1"));
    people.addAll(people(5, "Stone2"));

    assertThat(Questions.prefixes(people, 1))
        .extracting(Operation::path)
        .startsWith("Patient?name=sm&_count=20")
        .endsWith("Patient?name=s&_count=20")
        .doesNotContain("Patient?name=st&_count=20", "Patient?name=smith1&_count=20");
  }

  @Test
  void copiesMultiplyTheHits() {
    List<Person> people = new ArrayList<>(people(20, "Smith1"));
    people.addAll(people(1, "Ab"));

    assertThat(Questions.prefixes(people, 20))
        .extracting(Operation::path)
        .startsWith("Patient?name=a&_count=20", "Patient?name=ab&_count=20");
  }

  @Test
  void copiesOfFewPeopleGetNoLargerPage() {
    List<Person> few = people(7, "Ab");

    assertThat(Questions.prefixes(few, 20)).isEqualTo(Questions.prefixes(few, 1));
    assertThat(Questions.prefixes(few, 1).get(0).path()).endsWith("_count=7");
  }

  @Test
  void aPrefixEndsBeforeALetterThatASearchWouldFold() {
    assertThat(Questions.prefixes(people(20, "Jo\u00e3o"), 1))
        .extracting(Operation::path)
        .containsExactly("Patient?name=j&_count=20", "Patient?name=jo&_count=20");
  }

  private static List<Person> people(int count, String family) {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = "%s-%d".formatted(family, i);
      people.add(new Person(id, family, List.of(family), List.of(), List.of()));
    }
    return people;
  }
}
