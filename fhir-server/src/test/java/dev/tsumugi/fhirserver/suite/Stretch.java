package dev.tsumugi.fhirserver.suite;

import dev.tsumugi.kernel.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** A time from one instant until another, as a date of some precision names it. */
record Stretch(Instant from, Instant until) {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  static Stretch of(String text, Set<Rule> broken) {
    ZoneOffset zone =
        broken.contains(Rule.DATE_ZONE_IS_JAPANS) ? ZoneOffset.UTC : ZoneOffset.ofHours(9);
    if (text.length() <= 10) {
      LocalDate first = LocalDate.parse(text + "-01-01".substring((text.length() - 4)));
      LocalDate next =
          switch (text.length()) {
            case 4 -> first.plusYears(1);
            case 7 -> first.plusMonths(1);
            default -> first.plusDays(1);
          };
      return new Stretch(first.atStartOfDay().toInstant(zone), next.atStartOfDay().toInstant(zone));
    }
    boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d$");
    Instant from = OffsetDateTime.parse(zoned ? text : text + zone).toInstant();
    String time = text.substring(11).replaceAll("(Z|[+-]\\d\\d:\\d\\d)$", "");
    Duration width = Duration.ofMinutes(1);
    if (time.length() == 8) width = Duration.ofSeconds(1);
    int digits = time.length() - 9;
    if (digits > 0) width = Duration.ofNanos((long) Math.pow(10, 9.0 - digits));
    return new Stretch(from, from.plus(width));
  }

  static Stretch ofPeriod(Json.Obj period, Set<Rule> broken) {
    String start = period.text("start");
    String end = period.text("end");
    boolean open = !broken.contains(Rule.DATE_OPEN_ENDS);
    Instant from = start == null ? (open ? EARLIEST : LATEST) : of(start, broken).from();
    Instant until = end == null ? (open ? LATEST : EARLIEST) : of(end, broken).until();
    return new Stretch(from, until);
  }

  /** The outer limits of a Timing. */
  static List<Stretch> ofTiming(Json.Obj timing, Set<Rule> broken) {
    Json.Obj repeat = timing.obj("repeat");
    if (repeat != null && repeat.obj("boundsPeriod") != null) {
      return List.of(ofPeriod(repeat.obj("boundsPeriod"), broken));
    }
    Instant from = LATEST;
    Instant until = EARLIEST;
    for (String event : timing.texts("event")) {
      Stretch when = of(event, broken);
      if (when.from().isBefore(from)) from = when.from();
      if (when.until().isAfter(until)) until = when.until();
    }
    return from.isBefore(until) ? List.of(new Stretch(from, until)) : List.of();
  }

  /**
   * <a href="https://hl7.org/fhir/R4/search.html#prefix">R4's table</a>, with this as the search
   * value.
   */
  boolean finds(String prefix, Stretch target, Instant now, Set<Rule> broken) {
    boolean contains = !target.from.isBefore(from) && !target.until.isAfter(until);
    boolean overlaps = target.from.isBefore(until) && target.until.isAfter(from);
    if (broken.contains(Rule.DATE_EQ_CONTAINS)) contains = overlaps;
    boolean above = target.until.isAfter(until);
    if (broken.contains(Rule.DATE_GT_OVERLAPS)) above = !target.from.isBefore(until);
    boolean below = target.from.isBefore(from);
    boolean orEqual = contains && !broken.contains(Rule.DATE_GE_TAKES_THE_EQUAL);
    return switch (prefix) {
      case "eq" -> contains;
      case "ne" -> !contains;
      case "gt" -> above;
      case "lt" -> below;
      case "ge" -> above || orEqual;
      case "le" -> below || orEqual;
      case "sa" ->
          broken.contains(Rule.DATE_SA_IS_AFTER_THE_WHOLE) ? above : !target.from.isBefore(until);
      case "eb" ->
          broken.contains(Rule.DATE_EB_IS_BEFORE_THE_WHOLE) ? below : !target.until.isAfter(from);
      case "ap" -> {
        Duration room = Duration.between(from, now).abs().dividedBy(10);
        yield target.from.isBefore(until.plus(room)) && target.until.isAfter(from.minus(room));
      }
      default -> throw new IllegalArgumentException(prefix);
    };
  }
}
