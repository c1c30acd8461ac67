package dev.tsumugi.hub;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Staff as a spreadsheet has them, read whole before anything is done with any of it.
 *
 * @param members of the lines that are right
 * @param faults of all the others, in the order of the file
 */
public record StaffFile(List<StaffMember> members, List<Fault> faults) {
  /**
   * What is wrong in one line, and how to mend it.
   *
   * @param line from 1
   */
  public record Fault(int line, String what, String mend) {
    @Override
    public String toString() {
      return "line " + line + ": " + what + "; " + mend;
    }
  }

  private static final List<String> NEEDED =
      List.of(
          "login",
          "family",
          "given",
          "family-kana",
          "given-kana",
          "role",
          "organization",
          "practitioner",
          "from");
  private static final List<String> MORE = List.of("licence", "badge", "pin", "password", "until");
  private static final Set<String> ROLES =
      Set.of(
          "physician",
          "nurse",
          "pharmacist",
          "crew",
          "facility",
          "emergency-desk",
          "registrar",
          "officer",
          "operator");
  private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9.-]{2,63}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern KANA = Pattern.compile("[ァ-ヺー・ ]+");
  private static final Pattern BADGE = Pattern.compile("[A-Z0-9][A-Z0-9._-]{0,49}");
  private static final Pattern PIN = Pattern.compile("[0-9]{6,12}");

  public StaffFile {
    members = List.copyOf(members);
    faults = List.copyOf(faults);
  }

  /** Reads the text of a file; the first line names the columns, in any order. */
  public static StaffFile read(String text) {
    List<Csv.Row> rows = Csv.rows(text).stream().filter(row -> !row.blank()).toList();
    List<Fault> faults = new ArrayList<>();
    if (rows.isEmpty()) {
      faults.add(new Fault(1, "the file is empty", "begin it with the names of the columns"));
      return new StaffFile(List.of(), faults);
    }
    Map<String, Integer> columns = columns(rows.get(0), faults);
    List<StaffMember> members = new ArrayList<>();
    if (faults.isEmpty()) {
      for (Csv.Row row : rows.subList(1, rows.size())) {
        Line line = new Line(row, columns, faults);
        line.member().ifPresent(members::add);
      }
      twice(members, faults);
    }
    return new StaffFile(members, faults);
  }

  private static Map<String, Integer> columns(Csv.Row head, List<Fault> faults) {
    Map<String, Integer> columns = new HashMap<>();
    Set<String> known = new LinkedHashSet<>(NEEDED);
    known.addAll(MORE);
    for (int i = 0; i < head.cells().size(); i++) {
      String name = head.cells().get(i).strip().toLowerCase(Locale.ROOT);
      if (!known.contains(name)) {
        faults.add(
            new Fault(
                head.line(),
                "there is no column " + name,
                "the columns are " + String.join(", ", known)));
      } else if (columns.put(name, i) != null) {
        faults.add(new Fault(head.line(), name + " stands twice", "take one out"));
      }
    }
    for (String name : NEEDED) {
      if (!columns.containsKey(name)) {
        faults.add(new Fault(head.line(), "the column " + name + " is missing", "add it"));
      }
    }
    return columns;
  }

  private static void twice(List<StaffMember> members, List<Fault> faults) {
    Map<String, Integer> logins = new HashMap<>();
    Map<String, Integer> badges = new HashMap<>();
    for (StaffMember member : members) {
      Integer before = logins.putIfAbsent(member.login(), member.line());
      if (before != null) {
        faults.add(
            new Fault(
                member.line(),
                "the login " + member.login() + " stands in line " + before + " too",
                "give each person's each employment a login of its own"));
      }
      if (member.signOn().badge().isEmpty()) continue;
      Integer other = badges.putIfAbsent(member.signOn().badge().get(), member.line());
      if (other != null) {
        faults.add(
            new Fault(
                member.line(),
                "this badge stands in line " + other + " too",
                "a badge belongs to one login"));
      }
    }
  }

  /** One line being read; every fault of it is told, not only the first. */
  private static final class Line {
    private final Csv.Row row;
    private final Map<String, Integer> columns;
    private final List<Fault> faults;
    private final int before;

    Line(Csv.Row row, Map<String, Integer> columns, List<Fault> faults) {
      this.row = row;
      this.columns = columns;
      this.faults = faults;
      this.before = faults.size();
    }

    Optional<StaffMember> member() {
      String login = matching("login", LOGIN, "3 to 64 of a-z, 0-9, dot and hyphen");
      StaffMember.Name name =
          new StaffMember.Name(
              needed("family"), needed("given"), kana("family-kana"), kana("given-kana"));
      String role = needed("role");
      if (!role.isEmpty() && !ROLES.contains(role)) {
        fault("there is no role " + role, "the roles are " + String.join(", ", sorted(ROLES)));
      }
      String organization = matching("organization", ID, "the id of an Organization");
      String practitioner = matching("practitioner", ID, "the id of a Practitioner");
      Optional<LocalDate> from = day("from");
      Optional<LocalDate> until = day("until");
      if (cell("from").isEmpty()) fault("from is empty", "write the first day as 2026-04-01");
      if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
        fault("until is before from", "exchange them");
      }
      Optional<String> badge = maybe("badge", BADGE, "letters A-Z, digits, dot, hyphen");
      Optional<String> pin = maybe("pin", PIN, "6 to 12 digits");
      if (pin.isPresent() && badge.isEmpty()) fault("a PIN without a badge", "add the badge");
      if (faults.size() > before) return Optional.empty();
      return Optional.of(
          new StaffMember(
              row.line(),
              login,
              name,
              role,
              organization,
              practitioner,
              Optional.of(cell("licence")).filter(text -> !text.isEmpty()),
              from.orElseThrow(),
              until,
              new StaffMember.SignOn(
                  badge, pin, Optional.of(cell("password")).filter(text -> !text.isEmpty()))));
    }

    private String cell(String column) {
      Integer place = columns.get(column);
      if (place == null || place >= row.cells().size()) return "";
      return Normalizer.normalize(row.cells().get(place), Normalizer.Form.NFKC).strip();
    }

    private String needed(String column) {
      String text = cell(column);
      if (text.isEmpty()) fault(column + " is empty", "fill it in");
      return text;
    }

    private String matching(String column, Pattern shape, String rule) {
      String text = needed(column);
      if (!text.isEmpty() && !shape.matcher(text).matches()) {
        fault(column + " is not right: " + text, "write " + rule);
      }
      return text;
    }

    /** The value itself is not repeated: a PIN does not belong on a screen. */
    private Optional<String> maybe(String column, Pattern shape, String rule) {
      String text = cell(column).toUpperCase(Locale.ROOT);
      if (text.isEmpty()) return Optional.empty();
      if (!shape.matcher(text).matches()) fault(column + " is not right", "write " + rule);
      return Optional.of(text);
    }

    private String kana(String column) {
      StringBuilder katakana = new StringBuilder();
      for (char c : needed(column).toCharArray()) {
        katakana.append(c >= 'ぁ' && c <= 'ゖ' ? (char) (c + ('ァ' - 'ぁ')) : c);
      }
      String text = katakana.toString();
      if (!text.isEmpty() && !KANA.matcher(text).matches()) {
        fault(column + " is not in kana: " + text, "write how the name is read");
      }
      return text;
    }

    private Optional<LocalDate> day(String column) {
      String text = cell(column);
      if (text.isEmpty()) return Optional.empty();
      try {
        return Optional.of(LocalDate.parse(text.replace('/', '-')));
      } catch (DateTimeException notADay) {
        fault(column + " is no day: " + text, "write it as 2027-03-31");
        return Optional.empty();
      }
    }

    private void fault(String what, String mend) {
      faults.add(new Fault(row.line(), what, mend));
    }

    private static List<String> sorted(Set<String> words) {
      return words.stream().sorted().toList();
    }
  }
}
