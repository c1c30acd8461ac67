package dev.tsumugi.fhirserver.reading;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Shapes.Ext;
import dev.tsumugi.kernel.Shapes.Preference;
import dev.tsumugi.kernel.Shapes.Sys;
import dev.tsumugi.kernel.Shapes.Talk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a resident wants: of each treatment the newest word, and of each state in which alone it
 * shall hold the newest of its own, for "if I no longer know my family" answers another question. A
 * withdrawn one ({@code cancelled}) still ends what was said before it; an error never was said; a
 * preliminary one is nobody's wish yet. Where two differ and it cannot be known which is newer,
 * both stand: nobody is told half of a contradiction.
 */
public final class Wishes {
  /**
   * A wish that stands.
   *
   * @param rank place of its topic among those known; what is not known comes last
   * @param date when it was said, as written
   * @param japanese topic, answer, the resident's words, how sure it is
   * @param english the same; null where the topic has no English word
   * @param answer code of {@link Sys#WISH}; null if answered in words alone
   * @param condition the state in which alone it holds, in the resident's words; null if in any
   * @param standing {@code said}, {@code written}, {@code signed}, {@code standing-unknown}; null
   *     for what is none of these
   */
  public record Wish(
      Json.Obj resource,
      int rank,
      @Nullable String date,
      String japanese,
      @Nullable String english,
      @Nullable String answer,
      @Nullable String condition,
      @Nullable String standing) {
    /** Until when it holds, by the date its signer gave it. */
    public Period holds() {
      Json.Obj expires = Elements.extension(resource, Ext.EXPIRATION);
      String date = expires == null ? null : expires.text("valueDateTime");
      Optional<Period> end = date == null ? Optional.empty() : FhirTime.parse(date);
      return end.map(when -> new Period(Period.MIN, when.from())).orElse(Period.ALWAYS);
    }
  }

  private static final Set<String> SAID = Set.of("final", "amended", "corrected");
  private static final Set<String> TAKES_PART =
      Set.of("final", "amended", "corrected", "cancelled");

  private final List<List<String>> topics = Table.rows(Wishes.class, "preferences.tsv", 4);
  private final Map<String, List<String>> answers = byCode("answers.tsv");
  private final Map<String, List<String>> standings = byCode("standings.tsv");

  private static Map<String, List<String>> byCode(String table) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (List<String> row : Table.rows(Wishes.class, table, 3)) rows.put(row.get(0), row);
    return rows;
  }

  /** One Observation in the contest for the newest word. */
  private record Said(
      Json.Obj wish, @Nullable String date, Period when, String recorded, String answer) {
    static final Comparator<Said> NEWEST =
        Comparator.comparing((Said said) -> said.when().from())
            .thenComparing(Said::recorded)
            .reversed()
            .thenComparing(said -> Elements.ref(said.wish()));

    static Said of(Json.Obj wish) {
      String date = Elements.first(wish, "effectiveDateTime", "effectiveInstant");
      Json.Obj period = wish.obj("effectivePeriod");
      if (date == null && period != null) date = Elements.first(period, "end", "start");
      if (date == null) date = wish.text("issued");
      Period when = date == null ? Period.ALWAYS : FhirTime.parse(date).orElse(Period.ALWAYS);
      String recorded = Elements.recorded(wish);
      return new Said(wish, date, when, recorded == null ? "" : recorded, answer(wish));
    }

    private static String answer(Json.Obj wish) {
      for (Coding coding : Elements.codings(wish, "valueCodeableConcept")) {
        if (coding.system().equals(Sys.WISH)) return coding.code();
      }
      return words(wish);
    }

    boolean isOlderThan(Said newest) {
      boolean before = !when.until().isAfter(newest.when.from());
      boolean sameTime = when.equals(newest.when) && recorded.compareTo(newest.recorded) < 0;
      return before || sameTime || wasRecordedBy(newest.when.from());
    }

    /** Of a day alone it is not known when on it; but what is written down was said before. */
    private boolean wasRecordedBy(Instant moment) {
      return FhirTime.parse(recorded).filter(at -> !at.from().isAfter(moment)).isPresent();
    }

    boolean isSaid() {
      return Elements.is(wish, "Observation", SAID);
    }
  }

  /**
   * Those that stand, in no order of their own.
   *
   * @param observations of the class wishes; what takes no part is passed over
   */
  public List<Wish> standing(List<Json.Obj> observations) {
    Map<String, List<Said>> contests = new LinkedHashMap<>();
    for (Json.Obj wish : observations) {
      if (!takesPart(wish)) continue;
      contests.computeIfAbsent(question(wish), q -> new ArrayList<>()).add(Said.of(wish));
    }
    List<Wish> standing = new ArrayList<>();
    for (List<Said> contest : contests.values()) {
      contest.sort(Said.NEWEST);
      Said newest = contest.get(0);
      if (!newest.isSaid()) continue;
      standing.add(wish(newest));
      for (Said other : contest) {
        boolean differs = !other.answer().equals(newest.answer());
        if (differs && other.isSaid() && !other.isOlderThan(newest)) standing.add(wish(other));
      }
    }
    return standing;
  }

  /**
   * How the person was at a talk is filed with wishes and is none; nor is a proposal that was
   * turned down, which was never the person's own word.
   */
  private static boolean takesPart(Json.Obj wish) {
    if (!Elements.is(wish, "Observation", TAKES_PART)) return false;
    if (Elements.codings(wish, "code").contains(Talk.CAPACITY)) return false;
    return !"cancelled".equals(wish.text("status")) || isOwnWord(wish);
  }

  private static boolean isOwnWord(Json.Obj wish) {
    List<Json.Obj> performers = wish.objects("performer");
    Json.Obj subject = wish.obj("subject");
    String person = subject == null ? null : subject.text("reference");
    return performers.isEmpty()
        || performers.stream().anyMatch(who -> Objects.equals(person, who.text("reference")));
  }

  /**
   * What a wish answers: its topic, and the state it presupposes. Only answers to the same question
   * can replace each other.
   */
  public static String question(Json.Obj wish) {
    Json.Obj state = precondition(wish);
    if (state == null) return topic(wish);
    List<Coding> codes = Elements.codings(Json.object().put("code", state).build(), "code");
    return topic(wish) + "\n" + (codes.isEmpty() ? Elements.label(state) : codes.get(0).toString());
  }

  /**
   * A topic that ADI has no code for stands beside "other directives", which are told apart by
   * their words.
   */
  private static String topic(Json.Obj wish) {
    List<Coding> codes = Elements.codings(wish, "code");
    if (codes.isEmpty()) return Elements.label(wish, "code");
    for (Coding code : codes) if (code.system().equals(Sys.WISH_TOPIC)) return code.toString();
    Coding code = codes.get(0);
    return code.equals(Preference.OTHER_DIRECTIVES)
        ? code + Elements.label(wish, "code")
        : code.toString();
  }

  private Wish wish(Said said) {
    Json.Obj wish = said.wish();
    int rank = rank(Elements.codings(wish, "code"));
    boolean known = rank < topics.size();
    List<String> answer = answers.get(said.answer());
    List<String> standing = standings.get(standing(wish));
    String title = known ? topics.get(rank).get(2) : Elements.label(wish, "code");
    Json.Obj state = precondition(wish);
    return new Wish(
        wish,
        rank,
        said.date(),
        WishText.JAPANESE.of(wish, title, answer, standing),
        known ? WishText.ENGLISH.of(wish, topics.get(rank).get(3), answer, standing) : null,
        answer == null ? null : answer.get(0),
        state == null ? null : Elements.label(state),
        standing == null ? null : standing.get(0));
  }

  /** The state in which alone a wish holds; null if in any. */
  static Json.@Nullable Obj precondition(Json.Obj wish) {
    Json.Obj extension = Elements.extension(wish, Ext.PRECONDITION);
    return extension == null ? null : extension.obj("valueCodeableConcept");
  }

  private int rank(List<Coding> codes) {
    for (int i = 0; i < topics.size(); i++) {
      String system = topics.get(i).get(0).equals("own") ? Sys.WISH_TOPIC : Sys.LOINC;
      if (codes.contains(new Coding(system, topics.get(i).get(1)))) return i;
    }
    return topics.size();
  }

  /** The resident's own words, or what else stands as the value. */
  static String words(Json.Obj wish) {
    String string = wish.text("valueString");
    if (string != null) return string.strip();
    Json.Obj concept = wish.obj("valueCodeableConcept");
    if (concept == null) return "";
    String text = concept.text("text");
    if (text != null) return text.strip();
    boolean ours =
        Elements.codings(wish, "valueCodeableConcept").stream()
            .anyMatch(coding -> coding.system().equals(Sys.WISH));
    return ours ? "" : Elements.label(concept);
  }

  private static String standing(Json.Obj wish) {
    Json.Obj extension = Elements.extension(wish, Ext.WISH_STANDING);
    String code = extension == null ? null : extension.text("valueCode");
    return code == null ? "standing-unknown" : code;
  }
}
