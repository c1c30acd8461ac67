package dev.tsumugi.testkit.scene;

import dev.tsumugi.testkit.scene.Scene.Ask;
import dev.tsumugi.testkit.scene.Scene.Expected;
import dev.tsumugi.testkit.scene.Scene.Finder;
import dev.tsumugi.testkit.scene.Scene.Kind;
import dev.tsumugi.testkit.scene.Villager.Choice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** Makes scenes out of a village, as many of each kind. Equal village and seed, equal scenes. */
public final class Scenes {
  private static final int TRIES = 10_000;

  private final Village village;
  private final Village elsewhere;
  private final Random random;
  private final LocalDate today;

  /** Who took part in a scene that changes them, and can be in no other. */
  private final Set<String> spent = new HashSet<>();

  private Scenes(Village village, long seed, LocalDate today) {
    this.village = village;
    this.random = new Random(seed);
    this.today = today;
    // People whom nobody loads.
    this.elsewhere = Village.of(200, seed + 77, "elsewhere");
  }

  public static List<Scene> of(Village village, long seed, int count, LocalDate today) {
    Scenes making = new Scenes(village, seed, today);
    List<Scene> scenes = new ArrayList<>();
    Kind[] kinds = Kind.values();
    for (int i = 0; i < count; i++) scenes.add(making.scene(i, kinds[i % kinds.length]));
    return List.copyOf(scenes);
  }

  private Scene scene(int number, Kind kind) {
    return switch (kind) {
      case CARD ->
          new Scene(number, kind, Finder.CARD, agreed(), new Ask.Card(false), Expected.OPENS);
      case ENDED_CARD ->
          new Scene(number, kind, Finder.CARD, agreed(), new Ask.Card(true), Expected.NOBODY);
      case NUMBER ->
          new Scene(number, kind, Finder.NUMBER, agreed(), new Ask.Number(), Expected.OPENS);
      case EXACT -> exact(number, kind, agreed(), Expected.OPENS);
      case KANA -> kana(number, agreed());
      case VARIANT -> variant(number);
      case MISHEARD -> misheard(number, agreed(one -> !one.name().isForeign()));
      case MISTYPED -> mistyped(number, agreed(one -> !one.name().isForeign()));
      case MOVED -> moved(number, agreed());
      case NO_CARD -> noCard(number, agreed());
      case UNCONSCIOUS -> unconscious(number, agreed());
      case MISDIALLED -> misdialled(number, agreed());
      case WRONG_SEX -> wrongSex(number, agreed());
      case WAREKI -> wareki(number, kind, agreed(), 0, Expected.OPENS);
      case WAREKI_OFF ->
          wareki(number, kind, agreed(), random.nextBoolean() ? 1 : -1, Expected.FOUND);
      case MISREAD_DATE -> misread(number, agreed());
      case FOREIGN -> foreign(number, agreed(one -> one.name().isForeign()));
      case TWINS -> twins(number);
      case NAMESAKES -> namesakes(number);
      case REFUSED -> hidden(number, kind, chose(Choice.REFUSED));
      case NEVER_ASKED -> hidden(number, kind, chose(Choice.NEVER));
      case REVOKED -> hidden(number, kind, chose(Choice.REVOKED));
      case JUST_REVOKED -> hidden(number, kind, spending());
      case STRANGER -> stranger(number);
    };
  }

  private Villager agreed() {
    return agreed(any -> true);
  }

  private Villager agreed(Predicate<Villager> wanted) {
    return pick(village.all(), wanted.and(Villager::hasAgreed).and(v -> !spent.contains(v.id())));
  }

  private Villager chose(Choice choice) {
    return pick(village.all(), one -> one.choice() == choice);
  }

  private Villager spending() {
    Set<String> needed = new HashSet<>();
    for (List<Villager> pair : village.twins()) pair.forEach(one -> needed.add(one.id()));
    for (List<Villager> pair : village.namesakes()) pair.forEach(one -> needed.add(one.id()));
    Villager one = agreed(any -> !needed.contains(any.id()));
    spent.add(one.id());
    return one;
  }

  private Villager pick(List<Villager> among, Predicate<Villager> wanted) {
    for (int i = 0; i < TRIES; i++) {
      Villager one = among.get(random.nextInt(among.size()));
      if (wanted.test(one)) return one;
    }
    throw new IllegalStateException("the village is too small for such a scene");
  }

  private static Scene said(int number, Kind kind, Villager meant, Expected expected, Said said) {
    return new Scene(number, kind, Finder.FOUR_ITEMS, meant, new Ask.Said(said.items()), expected);
  }

  private static Scene exact(int number, Kind kind, Villager meant, Expected expected) {
    Said said = new Said().name(meant.name().full()).born(meant.born()).sex(meant);
    return new Scene(number, kind, Finder.EXACT, meant, new Ask.Said(said.items()), expected);
  }

  private Scene kana(int number, Villager meant) {
    String kana = meant.name().kana();
    String typed = random.nextBoolean() ? Mistakes.hiragana(kana) : Mistakes.halfWidth(kana);
    Said said = new Said().name(typed.replace(" ", "")).born(meant.born()).sex(meant);
    return new Scene(
        number, Kind.KANA, Finder.EXACT, meant, new Ask.Said(said.items()), Expected.OPENS);
  }

  private Scene variant(int number) {
    Villager meant = agreed(one -> !one.name().otherFamilies().isEmpty());
    List<String> others = meant.name().otherFamilies();
    String typed = others.get(random.nextInt(others.size())) + meant.name().given();
    Said said = new Said().name(typed).born(meant.born()).sex(meant);
    return said(number, Kind.VARIANT, meant, Expected.FOUND, said);
  }

  private Scene misheard(int number, Villager meant) {
    String heard = Mistakes.misheard(meant.name().kana(), random);
    Said said = new Said().name(heard).born(meant.born()).sex(meant);
    if (random.nextBoolean()) said.address(meant.home().town());
    return said(number, Kind.MISHEARD, meant, Expected.FOUND, said);
  }

  private Scene mistyped(int number, Villager meant) {
    String typed = Mistakes.mistyped(meant.name().kana().replace(" ", ""), random);
    Said said = new Said().name(Mistakes.hiragana(typed)).born(meant.born()).sex(meant);
    return said(number, Kind.MISTYPED, meant, Expected.FOUND, said);
  }

  private Scene moved(int number, Villager meant) {
    Villager there = pick(village.all(), one -> !one.home().town().equals(meant.home().town()));
    Said said = new Said().name(meant.name().full()).age(meant, today, random).sex(meant);
    said.address(there.home().whole());
    return said(number, Kind.MOVED, meant, Expected.FOUND, said);
  }

  private Scene noCard(int number, Villager meant) {
    Said said = new Said().name(Mistakes.hiragana(meant.name().kana())).age(meant, today, random);
    said.sex(meant).address(meant.home().line());
    return said(number, Kind.NO_CARD, meant, Expected.FOUND, said);
  }

  /** Found at home, or the call came from there. */
  private Scene unconscious(int number, Villager meant) {
    Said said = new Said().age(meant, today, random).sex(meant);
    if (random.nextBoolean()) said.address(meant.home().whole());
    else said.phone(meant.phone());
    return said(number, Kind.UNCONSCIOUS, meant, Expected.FOUND, said);
  }

  private Scene misdialled(int number, Villager meant) {
    Said said = new Said().name(meant.name().kana()).age(meant, today, random).sex(meant);
    said.phone(Mistakes.misdialled(meant.phone(), random));
    return said(number, Kind.MISDIALLED, meant, Expected.FOUND, said);
  }

  private Scene wrongSex(int number, Villager meant) {
    String other = meant.sex().equals("female") ? "male" : "female";
    Said said = new Said().name(meant.name().full()).born(meant.born()).sex(other);
    return said(number, Kind.WRONG_SEX, meant, Expected.FOUND, said);
  }

  private Scene wareki(int number, Kind kind, Villager meant, int off, Expected expected) {
    String day = Mistakes.wareki(meant.born(), off);
    Said said = new Said().name(meant.name().full()).born(day).sex(meant);
    return new Scene(
        number,
        kind,
        off == 0 ? Finder.EXACT : Finder.FOUR_ITEMS,
        meant,
        new Ask.Said(said.items()),
        expected);
  }

  private Scene misread(int number, Villager meant) {
    Said said =
        new Said().name(meant.name().full()).born(Mistakes.misread(meant.born())).sex(meant);
    return said(number, Kind.MISREAD_DATE, meant, Expected.FOUND, said);
  }

  private Scene foreign(int number, Villager meant) {
    String typed =
        switch (random.nextInt(3)) {
          case 0 -> meant.name().otherKana();
          case 1 -> meant.name().givenKana() + meant.name().familyKana(); // the given name first
          default -> meant.name().kana().replace(" ", "・");
        };
    Said said = new Said().name(typed).born(meant.born()).sex(meant);
    return said(number, Kind.FOREIGN, meant, Expected.FOUND, said);
  }

  /** Of the given name only the beginning was understood, and it is the same for both or wrong. */
  private Scene twins(int number) {
    List<Villager> pair = village.twins().get(random.nextInt(village.twins().size()));
    Villager meant = pair.get(random.nextInt(2));
    Said said = new Said().name(meant.name().familyKana() + meant.initial());
    said.born(meant.born()).sex(meant).address(meant.home().line());
    return said(number, Kind.TWINS, meant, Expected.LISTED, said);
  }

  private Scene namesakes(int number) {
    List<Villager> pair = village.namesakes().get(random.nextInt(village.namesakes().size()));
    Villager meant = pair.get(random.nextInt(2));
    Said said = new Said().name(meant.name().full()).sex(meant);
    return said(number, Kind.NAMESAKES, meant, Expected.LISTED, said);
  }

  /** By each finder in turn: none of them may find them. */
  private Scene hidden(int number, Kind kind, Villager meant) {
    return switch (random.nextInt(4)) {
      case 0 -> new Scene(number, kind, Finder.CARD, meant, new Ask.Card(false), Expected.NOBODY);
      case 1 -> new Scene(number, kind, Finder.NUMBER, meant, new Ask.Number(), Expected.NOBODY);
      case 2 -> exact(number, kind, meant, Expected.NOBODY);
      default -> {
        Said said = new Said().name(Mistakes.misheard(meant.name().kana(), random));
        said.age(meant, today, random).sex(meant).address(meant.home().whole());
        yield said(number, kind, meant, Expected.NOBODY, said);
      }
    };
  }

  private Scene stranger(int number) {
    Villager meant = elsewhere.all().get(random.nextInt(elsewhere.all().size()));
    if (random.nextBoolean()) return exact(number, Kind.STRANGER, meant, Expected.NOBODY);
    Said said = new Said().name(meant.name().kana()).age(meant, today, random).sex(meant);
    said.address(meant.home().whole());
    return said(number, Kind.STRANGER, meant, Expected.NOBODY, said);
  }
}
