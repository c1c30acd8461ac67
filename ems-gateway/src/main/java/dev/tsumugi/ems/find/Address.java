package dev.tsumugi.ems.find;

import dev.tsumugi.kernel.Folding;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address as far as two of them are compared: the town, without what stands before it, and the
 * numbers of 丁目, 番 and 号.
 *
 * @param town its sound; may begin with more than the town
 */
record Address(String town, List<Integer> numbers) {
  private static final Pattern KANJI_NUMBER = Pattern.compile("([一二三四五六七八九十百]+)(?=丁目|番地|番(?!町)|号)");
  private static final Pattern BEFORE_TOWN =
      Pattern.compile("^(?:北海道|東京都|(?:京都|大阪)府|.{2,3}県)?(?:.{1,4}郡)?(?:[^市区]{1,6}[市区])?");
  private static final Pattern NUMBERS =
      Pattern.compile("[0-9]{1,5}(?:(?:丁目|番地|番|号|の|-)+[0-9]{1,5}){0,3}");
  private static final int MOST_NUMBERS = 4;

  Address {
    numbers = List.copyOf(numbers);
  }

  /** Nothing if it names no town. */
  static List<Address> of(String text) {
    String plain =
        Folding.fold(text)
            .replace(" ", "")
            .replaceAll("[‐‑–—−ー]", "-")
            .replaceAll("(?<=\\p{IsHan})[ゖけが](?=\\p{IsHan})", "が")
            .replace("大字", "");
    String counted = KANJI_NUMBER.matcher(plain).replaceAll(m -> "" + count(m.group(1)));
    Matcher numbers = NUMBERS.matcher(counted);
    List<Integer> found = new ArrayList<>();
    String before = counted;
    if (numbers.find()) {
      before = counted.substring(0, numbers.start());
      for (String one : numbers.group().split("[^0-9]+")) {
        if (found.size() < MOST_NUMBERS) found.add(Integer.parseInt(one));
      }
    }
    String town = BEFORE_TOWN.matcher(before).replaceFirst("");
    String sound = Sound.of(town.isEmpty() ? before : town);
    return sound.isEmpty() ? List.of() : List.of(new Address(sound, found));
  }

  static List<Address> all(Json.Obj patient) {
    List<Address> all = new ArrayList<>();
    for (Json.Obj address : patient.objects("address")) {
      if ("old".equals(address.text("use"))) continue;
      String text = address.text("text");
      all.addAll(of(text == null ? joined(address) : text));
    }
    return all;
  }

  private static String joined(Json.Obj address) {
    StringBuilder text = new StringBuilder();
    for (String member : List.of("state", "city")) {
      String part = address.text(member);
      if (part != null) text.append(part);
    }
    for (String line : address.texts("line")) text.append(line);
    return text.toString();
  }

  private static int count(String kanji) {
    int whole = 0;
    int digit = 0;
    for (int i = 0; i < kanji.length(); i++) {
      char c = kanji.charAt(i);
      int one = "一二三四五六七八九".indexOf(c) + 1;
      if (one > 0) {
        digit = one;
      } else {
        whole += Math.max(digit, 1) * (c == '十' ? 10 : 100);
        digit = 0;
      }
    }
    return whole + digit;
  }

  /** The end of the town's name: what is left of it whoever writes the city in front, or not. */
  String tail() {
    int length = town.codePointCount(0, town.length());
    return length <= 2 ? town : town.substring(town.offsetByCodePoints(town.length(), -2));
  }

  /** The first numbers, joined; empty if there are not so many. */
  String upTo(int count) {
    if (numbers.size() < count) return "";
    return String.join("-", numbers.subList(0, count).stream().map(String::valueOf).toList());
  }

  /** How an address that was said stands to one recorded; the first that holds. */
  enum Likeness {
    HOUSE(60),
    BLOCK(45),
    TOWN(20),
    UNSAID(0),
    OTHER(-10);

    private final int points;

    Likeness(int points) {
      this.points = points;
    }

    int points() {
      return points;
    }

    static Likeness of(Address said, List<Address> recorded) {
      Likeness best = recorded.isEmpty() ? UNSAID : OTHER;
      for (Address one : recorded) {
        Likeness likeness = of(said, one);
        if (likeness.compareTo(best) < 0) best = likeness;
      }
      return best;
    }

    private static Likeness of(Address said, Address recorded) {
      boolean town = said.town.endsWith(recorded.town) || recorded.town.endsWith(said.town);
      if (!town) return OTHER;
      int shared = 0;
      int most = Math.min(said.numbers.size(), recorded.numbers.size());
      while (shared < most && said.numbers.get(shared).equals(recorded.numbers.get(shared))) {
        shared++;
      }
      if (shared == most && most >= 2) {
        return said.numbers.size() == recorded.numbers.size() ? HOUSE : BLOCK;
      }
      if (shared >= 2) return BLOCK;
      return shared == 1 || most == 0 ? TOWN : OTHER;
    }
  }
}
