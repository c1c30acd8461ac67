package dev.tsumugi.terminology.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.kernel.Folding;
import dev.tsumugi.terminology.Concept;
import dev.tsumugi.terminology.Concept.Designation;
import dev.tsumugi.terminology.ConceptQuery;
import dev.tsumugi.terminology.Concepts;
import dev.tsumugi.terminology.DesignationUse;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** 100,000 concepts: what is found is what a look at every concept finds; times are reported. */
class LargeTableTest {
  private static final int SIZE = 100_000;
  private static final String URL = "https://example.org/drugs";
  private static final String[] STEMS = {
    "アムロジピン", "メトホルミン", "ロサルタン", "プレドニゾロン", "アセトアミノフェン", "クラリスロマイシン", "レボフロキサシン",
    "ランソプラゾール", "フロセミド", "カルベジロール", "ワルファリン", "インスリン", "タクロリムス", "シタグリプチン",
    "糖尿病用", "高血圧症用", "気管支", "睡眠導入"
  };
  private static final String[] FORMS = {"錠", "カプセル", "散", "注射液", "点眼液", "軟膏", "ＯＤ錠", "細粒"};
  private static final String[] MAKERS = {"「つむぎ」", "「北条」", "「筑波」", "「ＡＢＣ」", "「常総」", "「荒川」"};

  @Test
  void filtersFindWhatALookAtEveryConceptFinds(TestReporter reporter) throws Exception {
    List<Concept> concepts = concepts();
    TestTables tables = new TestTables();

    long start = System.nanoTime();
    assertThat(tables.load(TestTables.table(URL, "1", concepts))).isTrue();
    reporter.publishEntry("load of " + SIZE, millis(start));

    Connection open = tables.app();
    Concepts loaded = tables.seenBy(open).system(URL, "1");
    for (String text :
        List.of("糖尿病", "あむろ", "ｱﾑﾛｼﾞﾋﾟﾝ", "錠", "錠 北条", "おｄ錠", "ＯＤ 5mg", "D1234", "5mg", "ない薬")) {
      ConceptQuery query = new ConceptQuery(text, List.of(), false, 0, 20);
      List<String> words = List.of(Folding.fold(text).split(" "));
      List<Concept> expected = concepts.stream().filter(one -> holds(one, words)).toList();

      assertThat(loaded.count(query)).as(text).isEqualTo(expected.size());
      assertThat(loaded.page(query)).as(text).isEqualTo(head(expected, 0));
      assertThat(loaded.page(query.from(40, 20))).as(text).isEqualTo(head(expected, 40));

      long best = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        long began = System.nanoTime();
        loaded.page(query);
        loaded.count(query);
        best = Math.min(best, System.nanoTime() - began);
      }
      reporter.publishEntry(
          "filter " + text, expected.size() + " found, page and count in " + best / 1000 + " µs");
    }
  }

  private static List<Concept> head(List<Concept> all, int from) {
    return all.stream().skip(from).limit(20).toList();
  }

  private static boolean holds(Concept concept, List<String> words) {
    String all = TextIndex.of(concept);
    return words.stream().allMatch(all::contains);
  }

  private static String millis(long start) {
    return (System.nanoTime() - start) / 1_000_000 + " ms";
  }

  private static List<Concept> concepts() {
    Random random = new Random(4);
    List<Concept> concepts = new ArrayList<>(SIZE);
    for (int i = 0; i < SIZE; i++) {
      String stem = STEMS[random.nextInt(STEMS.length)];
      String display =
          stem
              + FORMS[random.nextInt(FORMS.length)]
              + (1 + random.nextInt(40)) * 5
              + "ｍｇ"
              + MAKERS[random.nextInt(MAKERS.length)];
      concepts.add(
          new Concept(
              String.format("D%06d", i),
              display,
              null,
              List.of(new Designation("ja", DesignationUse.INGREDIENT.coding(), stem, List.of())),
              List.of(Concept.Property.of("maker", MAKERS[i % MAKERS.length])),
              List.of(),
              i % 50 == 0,
              false,
              List.of()));
    }
    return concepts;
  }
}
