package dev.tsumugi.consent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The most a role may ever do for a purpose: {@code roles.tsv}, which says why line by line. */
final class RoleTable {
  /** What this build ships. */
  static final RoleTable STANDARD = load();

  private static final int ALL_CLASSES = -1;

  private final Map<Role, Map<Purpose, Row>> rows = new EnumMap<>(Role.class);
  private final Map<Role, Purpose> usual = new EnumMap<>(Role.class);

  /**
   * One role with one purpose.
   *
   * @param reads bits of data classes
   * @param readsOwn bits of data classes of which it reads what its organisation recorded
   * @param creates resource type to bits of data classes
   * @param changes resource type to bits of data classes
   */
  record Row(int reads, int readsOwn, Map<String, Integer> creates, Map<String, Integer> changes) {
    boolean mayRead(DataClass dataClass) {
      return (reads & dataClass.bit()) != 0;
    }

    boolean mayReadOwn(DataClass dataClass) {
      return (readsOwn & dataClass.bit()) != 0;
    }

    /** {@code action} is no reading. */
    boolean mayWrite(Action action, Facet facet) {
      Map<String, Integer> types = action == Action.CREATE ? creates : changes;
      return covers(types.get("*"), facet) || covers(types.get(facet.type()), facet);
    }

    private static boolean covers(@Nullable Integer classes, Facet facet) {
      return classes != null && (classes & facet.dataClass().bit()) != 0;
    }
  }

  /**
   * @throws IllegalArgumentException if a line cannot be understood or a role has none
   */
  RoleTable(List<String> lines) {
    for (String line : lines) {
      if (!line.isBlank() && !line.startsWith("#")) add(line.split("\t", -1));
    }
    for (Role role : Role.values()) {
      if (!usual.containsKey(role)) throw new IllegalArgumentException("no line for " + role);
    }
  }

  private void add(String[] cells) {
    if (cells.length != 5) {
      throw new IllegalArgumentException("five cells are needed: " + String.join("|", cells));
    }
    Role role = Role.of(cells[0]).orElseThrow(() -> unknown("role", cells[0]));
    Purpose purpose = Purpose.of(cells[1]).orElseThrow(() -> unknown("purpose", cells[1]));
    Row row =
        new Row(reads(cells[2], ""), reads(cells[2], "own:"), writes(cells[3]), writes(cells[4]));

    usual.putIfAbsent(role, purpose);
    Row twice = rows.computeIfAbsent(role, r -> new EnumMap<>(Purpose.class)).put(purpose, row);
    if (twice != null) throw new IllegalArgumentException("two lines for " + role + " " + purpose);
  }

  private static int reads(String cell, String prefix) {
    int bits = 0;
    for (String word : cell.split(" ", -1)) {
      boolean own = word.startsWith("own:");
      if (own == prefix.isEmpty()) continue;
      String name = word.substring(prefix.length());
      bits |= name.equals("*") ? ALL_CLASSES : dataClass(name).bit();
    }
    return bits;
  }

  private static Map<String, Integer> writes(String cell) {
    Map<String, Integer> types = new HashMap<>();
    for (String word : cell.split(" ", -1)) {
      int colon = word.indexOf(':');
      String type = colon < 0 ? word : word.substring(0, colon);
      if (!type.equals("*") && !ResourceTypes.contains(type)) throw unknown("type", type);
      int bits = colon < 0 ? ALL_CLASSES : dataClass(word.substring(colon + 1)).bit();
      types.merge(type, bits, (a, b) -> a | b);
    }
    return Map.copyOf(types);
  }

  private static DataClass dataClass(String code) {
    return DataClass.of(code).orElseThrow(() -> unknown("data class", code));
  }

  private static IllegalArgumentException unknown(String what, String word) {
    return new IllegalArgumentException("no such " + what + ": " + word);
  }

  /** Null if the role may not state the purpose. */
  @Nullable Row row(Role role, Purpose purpose) {
    Map<Purpose, Row> purposes = rows.get(role);
    return purposes == null ? null : purposes.get(purpose);
  }

  Purpose usualPurpose(Role role) {
    Purpose purpose = usual.get(role);
    if (purpose == null) throw new IllegalStateException("no line for " + role);
    return purpose;
  }

  private static RoleTable load() {
    try (InputStream in = RoleTable.class.getResourceAsStream("roles.tsv")) {
      if (in == null) throw new IllegalStateException("roles.tsv is missing");
      return new RoleTable(
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
