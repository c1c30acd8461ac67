package dev.tsumugi.hub;

import dev.tsumugi.consent.DataClass;
import dev.tsumugi.consent.Scopes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One line of the service register: for what the service behind a client was assessed. Nothing of
 * it is guessed: a new one names all but origins and devices.
 *
 * @param scopes resource scopes, space separated
 * @param until end of the assessment
 * @param origins of its pages, {@code https://host[:port]}
 * @param onDevices only tokens bound to a registered device are taken
 */
public record ServiceEntry(
    String client,
    String name,
    List<String> classes,
    String scopes,
    Instant until,
    List<String> origins,
    boolean onDevices) {
  private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
  private static final String ALL = "all";

  public ServiceEntry {
    classes = List.copyOf(classes);
    origins = List.copyOf(origins);
  }

  /** A service that covers nothing yet, to be changed by what is stated. */
  public static ServiceEntry blank(String client) {
    return new ServiceEntry(client, "", List.of(), "", Instant.EPOCH, List.of(), false);
  }

  /**
   * What is to be written, or why not.
   *
   * @param faults sentences; the entry counts only if there are none
   */
  public record Change(ServiceEntry entry, List<String> faults) {
    public Change {
      faults = List.copyOf(faults);
    }
  }

  /**
   * @param options by name: {@code --name}, {@code --classes}, {@code --scopes}, {@code --until},
   *     {@code --origins}, {@code --on-devices}; what is left out stays
   */
  public Change with(Map<String, String> options) {
    List<String> faults = new ArrayList<>();
    if (!client.matches("[A-Za-z0-9._:/-]{1,255}")) faults.add("This is no client id.");
    ServiceEntry changed =
        new ServiceEntry(
            client,
            options.getOrDefault("--name", name).strip(),
            options.containsKey("--classes") ? classes(options, faults) : classes,
            options.containsKey("--scopes") ? scopes(options, faults) : scopes,
            options.containsKey("--until") ? until(options, faults) : until,
            options.containsKey("--origins") ? origins(options, faults) : origins,
            options.containsKey("--on-devices") ? devices(options, faults) : onDevices);
    if (changed.name().isEmpty()) faults.add("--name is needed: residents read it.");
    if (changed.classes().isEmpty()) faults.add("--classes is needed: " + known() + ", or all.");
    if (changed.scopes().isEmpty()) faults.add("--scopes is needed, as \"user/Observation.rs\".");
    if (changed.until().equals(Instant.EPOCH)) {
      faults.add("--until is needed: the last day of the assessment, as 2027-03-31.");
    }
    return new Change(changed, faults);
  }

  private static List<String> classes(Map<String, String> options, List<String> faults) {
    List<String> stated = words(options.getOrDefault("--classes", ""), ",");
    if (stated.equals(List.of(ALL))) {
      return Arrays.stream(DataClass.values()).map(DataClass::code).toList();
    }
    for (String one : stated) {
      if (DataClass.of(one).isEmpty()) {
        faults.add("There is no class of data " + one + "; there are " + known() + ".");
      }
    }
    return stated;
  }

  private static String known() {
    return String.join(", ", Arrays.stream(DataClass.values()).map(DataClass::code).toList());
  }

  private static String scopes(Map<String, String> options, List<String> faults) {
    List<String> stated = words(options.getOrDefault("--scopes", ""), " ");
    List<String> read = Scopes.parse(String.join(" ", stated)).words();
    for (String one : stated) {
      if (!read.contains(one)) faults.add(one + " is no scope of resources.");
    }
    return String.join(" ", stated);
  }

  /** The last day counts whole, in Japan. */
  private static Instant until(Map<String, String> options, List<String> faults) {
    String stated = options.getOrDefault("--until", "");
    try {
      return LocalDate.parse(stated).plusDays(1).atStartOfDay(JAPAN).toInstant();
    } catch (DateTimeException unreadable) {
      faults.add(stated + " is no day, as 2027-03-31.");
      return Instant.EPOCH;
    }
  }

  private static List<String> origins(Map<String, String> options, List<String> faults) {
    List<String> stated =
        words(options.getOrDefault("--origins", "").toLowerCase(Locale.ROOT), ",");
    for (String one : stated) {
      boolean plain = one.matches("http://(localhost|127\\.0\\.0\\.1)(:[1-9][0-9]{0,4})?");
      if (!plain && !one.matches("https://[a-z0-9][a-z0-9.-]*(:[1-9][0-9]{0,4})?")) {
        faults.add(one + " is no origin: https://host or https://host:port.");
      }
    }
    return stated;
  }

  private static boolean devices(Map<String, String> options, List<String> faults) {
    String stated = options.getOrDefault("--on-devices", "");
    if (!stated.equals("true") && !stated.equals("false")) {
      faults.add("--on-devices is true or false.");
    }
    return stated.equals("true");
  }

  private static List<String> words(String text, String between) {
    return Arrays.stream(text.split(between, -1))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .toList();
  }

  /** The last day on which it is good. */
  public LocalDate lastDay() {
    return LocalDate.ofInstant(until.minusNanos(1), JAPAN);
  }
}
