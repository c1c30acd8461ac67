package dev.tsumugi.keycloak;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the shifts of an organisation end, and which ends a sign-on on its shared tablet may be
 * bound to. Nobody stays signed on longer than {@link #LONGEST}, whatever the shifts are.
 */
record ShiftEnds(List<LocalTime> times, ZoneId zone) {
  static final Duration LONGEST = Duration.ofHours(12);

  // Who signs on just before the change of shifts works the next one.
  private static final Duration SHORTEST = Duration.ofMinutes(30);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  /**
   * One end that a person may choose.
   *
   * @param clock {@code 08:30}, or empty where it is the longest stay that ends it
   */
  record Choice(Instant end, Optional<String> clock) {}

  ShiftEnds {
    times = times.stream().sorted().toList();
  }

  /**
   * Reads a configuration.
   *
   * @param times {@code 08:30,20:30}; null or blank for none
   * @param zone such as {@code Asia/Tokyo}
   * @throws IllegalArgumentException if either is not understood
   */
  static ShiftEnds of(@Nullable String times, @Nullable String zone) {
    try {
      List<LocalTime> ends = new ArrayList<>();
      for (String time : Objects.requireNonNullElse(times, "").split(",", -1)) {
        if (!time.isBlank()) ends.add(LocalTime.parse(time.strip()));
      }
      return new ShiftEnds(ends, ZoneId.of(Objects.requireNonNullElse(zone, "Asia/Tokyo")));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("shift ends are times such as 08:30,20:30", e);
    }
  }

  /** The ends to choose from, the nearest first; the last is always the longest stay. */
  List<Choice> choices(Instant now) {
    Instant longest = now.plus(LONGEST);
    List<Choice> choices = new ArrayList<>();
    ZonedDateTime here = now.atZone(zone);
    for (LocalTime time : times) {
      ZonedDateTime today = here.with(time);
      ZonedDateTime next = today.isAfter(here) ? today : today.plusDays(1);
      Instant end = next.toInstant();
      if (!end.isBefore(now.plus(SHORTEST)) && end.isBefore(longest)) {
        choices.add(new Choice(end, Optional.of(CLOCK.format(next))));
      }
    }
    choices.sort(Comparator.comparing(Choice::end));
    choices.add(new Choice(longest, Optional.empty()));
    return choices;
  }

  /**
   * The end that {@code asked} names by its place in {@link #choices}; the nearest if it is odd.
   */
  Instant chosen(Instant now, @Nullable String asked) {
    List<Choice> choices = choices(now);
    int place = asked != null && asked.matches("[0-9]") ? Integer.parseInt(asked) : 0;
    return choices.get(Math.min(place, choices.size() - 1)).end();
  }
}
