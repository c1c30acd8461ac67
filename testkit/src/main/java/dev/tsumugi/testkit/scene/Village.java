package dev.tsumugi.testkit.scene;

import dev.tsumugi.testkit.scene.Villager.Choice;
import dev.tsumugi.testkit.scene.Villager.Home;
import dev.tsumugi.testkit.scene.Villager.Named;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * People who are easily taken for each other: families under one roof, twins, namesakes. Equal
 * size, seed and prefix, equal village.
 *
 * @param twins pairs
 * @param namesakes pairs of equal name and sex, born on different days
 */
public record Village(
    List<Villager> all, List<List<Villager>> twins, List<List<Villager>> namesakes) {
  private static final Set<String> OF_THE_DEMO =
      Set.of("中村", "大山", "小林", "小野", "岩井", "松本", "石塚", "石川", "藤田", "高橋");
  private static final int EARLIEST = 1926;
  private static final int LATEST = 2012;

  /**
   * @param prefix of the ids, so that several villages can stand in one hub
   */
  public static Village of(int size, long seed, String prefix) {
    return new Making(size, new Random(seed), prefix).village();
  }

  private static final class Making {
    private final List<List<String>> families = Tables.rows("families.tsv");
    private final List<List<String>> given = Tables.rows("given.tsv");
    private final List<List<String>> pairs = Tables.rows("twins.tsv");
    private final List<List<String>> foreign = Tables.rows("foreign.tsv");
    private final List<List<String>> places = Tables.rows("places.tsv");
    private final List<List<String>> compounds = Tables.rows("compounds.tsv");
    private final int size;
    private final Random random;
    private final String prefix;
    private final List<Villager> all = new ArrayList<>();
    private final List<List<Villager>> twins = new ArrayList<>();
    private final List<List<Villager>> namesakes = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();

    Making(int size, Random random, String prefix) {
      this.size = size;
      this.random = random;
      this.prefix = prefix;
    }

    Village village() {
      for (int house = 0; all.size() < size; house++) {
        switch (house % 10) {
          case 3 -> twins();
          case 5, 8 -> namesake();
          case 6 -> household(true);
          default -> household(false);
        }
      }
      return new Village(
          List.copyOf(all.subList(0, size)),
          twins.stream().filter(this::within).toList(),
          namesakes.stream().filter(this::within).toList());
    }

    private boolean within(List<Villager> pair) {
      return pair.stream().allMatch(all.subList(0, size)::contains);
    }

    private record House(Home home, String phone) {}

    private House house() {
      List<String> place = pick(places);
      Home home = new Home(place.get(0), 1 + random.nextInt(60), 1 + random.nextInt(30));
      String phone =
          String.format(Locale.ROOT, "029-%s-%04d", place.get(1), random.nextInt(10_000));
      return new House(home, phone);
    }

    private void household(boolean fromAbroad) {
      House house = house();
      List<String> family = family();
      int heads = 1 + random.nextInt(4);
      for (int i = 0; i < heads; i++) {
        if (fromAbroad && i == 0) {
          stranger(house);
          continue;
        }
        List<String> row = given();
        add(house, named(family, row.get(1), row.get(2)), sex(row), born(), choice());
      }
    }

    /** One that is easily miswritten, or one of the many made of two words. */
    private List<String> family() {
      if (random.nextInt(3) == 0) return pick(families);
      List<String> first = part("a");
      List<String> second = part("b");
      // Nobody here is a namesake of the demo town's people.
      if (OF_THE_DEMO.contains(first.get(1) + second.get(1))) return family();
      return List.of(first.get(1) + second.get(1), first.get(2) + second.get(2), "");
    }

    private List<String> given() {
      if (random.nextInt(3) == 0) return pick(given);
      boolean female = random.nextBoolean();
      List<String> first = part(female ? "f" : "m");
      List<String> second = part(female ? "g" : "n");
      return List.of(
          female ? "f" : "m", first.get(1) + second.get(1), first.get(2) + second.get(2));
    }

    private List<String> part(String kind) {
      List<String> row = pick(compounds);
      while (!row.get(0).equals(kind)) row = pick(compounds);
      return row;
    }

    private static Named named(List<String> family, String writing, String reading) {
      List<String> others = family.get(2).isEmpty() ? List.of() : List.of(family.get(2).split(","));
      return new Named(family.get(0), writing, family.get(1), reading, others, "", "");
    }

    private void stranger(House house) {
      List<String> row = pick(foreign);
      Named name =
          new Named(
              row.get(3),
              row.get(4),
              row.get(3),
              row.get(4),
              List.of(),
              row.get(1) + " " + row.get(2),
              row.get(5));
      add(house, name, sex(row), born(), choice());
    }

    private void twins() {
      House house = house();
      List<String> family = pick(families);
      List<String> row = pick(pairs);
      LocalDate born = born();
      // They choose alike: what the one's refusal hides is another scene.
      Villager one =
          add(house, named(family, row.get(1), row.get(2)), sex(row), born, Choice.AGREED);
      Villager other =
          add(house, named(family, row.get(3), row.get(4)), sex(row), born, Choice.AGREED);
      twins.add(List.of(one, other));
    }

    private void namesake() {
      Villager known = all.get(random.nextInt(all.size()));
      Villager other = add(house(), known.name(), known.sex(), born(), Choice.AGREED);
      if (known.hasAgreed()) namesakes.add(List.of(known, other));
    }

    private Villager add(House house, Named name, String sex, LocalDate born, Choice choice) {
      LocalDate day = born;
      // No two are alike in all that a crew may ask by: nobody could tell whom it meant.
      while (!taken.add(name.full() + name.kana() + day + sex)) day = day.plusDays(11);
      String id = String.format(Locale.ROOT, "%s-%06d", prefix, all.size());
      Villager made = new Villager(id, sex, name, day, house.home(), house.phone(), choice);
      all.add(made);
      return made;
    }

    private LocalDate born() {
      int year = EARLIEST + random.nextInt(LATEST - EARLIEST);
      return LocalDate.of(year, 1, 1).plusDays(random.nextInt(365));
    }

    private Choice choice() {
      int drawn = random.nextInt(20);
      if (drawn < 14) return Choice.AGREED;
      if (drawn < 16) return Choice.REFUSED;
      return drawn < 19 ? Choice.NEVER : Choice.REVOKED;
    }

    private static String sex(List<String> row) {
      return row.get(0).equals("f") ? "female" : "male";
    }

    private List<String> pick(List<List<String>> rows) {
      return rows.get(random.nextInt(rows.size()));
    }
  }
}
