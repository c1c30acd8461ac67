package dev.tsumugi.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One process as {@code /proc/<pid>/stat} tells it (proc_pid_stat(5)).
 *
 * @param ticks CPU time, user and system, of the process and of its children that have ended and
 *     were waited for; in clock ticks
 */
public record ProcStat(long pid, long parent, long ticks) {
  // Fields after the name's closing bracket: state is the first.
  private static final int PARENT = 1;
  private static final int UTIME = 11;
  private static final int CSTIME = 14;

  /** Empty if the text is none, as when the process ended while it was read. */
  public static Optional<ProcStat> parse(String stat) {
    // The name may hold brackets and spaces; only the last bracket ends it.
    int open = stat.indexOf(" (");
    int close = stat.lastIndexOf(") ");
    if (open < 0 || close < open) return Optional.empty();
    List<String> fields = List.of(stat.substring(close + 2).strip().split(" "));
    if (fields.size() <= CSTIME) return Optional.empty();
    try {
      long ticks = 0;
      for (int field = UTIME; field <= CSTIME; field++) ticks += Long.parseLong(fields.get(field));
      long pid = Long.parseLong(stat.substring(0, open));
      return Optional.of(new ProcStat(pid, Long.parseLong(fields.get(PARENT)), ticks));
    } catch (NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * The ticks of these processes and everything below them. A child that ends between two readings
   * is then in its parent's sum, so that differences lose nothing.
   */
  public static long ticksBelow(Set<Long> roots, Collection<ProcStat> all) {
    Set<Long> tree = new HashSet<>(roots);
    List<ProcStat> rest = new ArrayList<>(all);
    boolean grew = true;
    while (grew) {
      grew = false;
      for (ProcStat process : rest) {
        if (tree.contains(process.parent())) grew |= tree.add(process.pid());
      }
    }
    return rest.stream().filter(p -> tree.contains(p.pid())).mapToLong(ProcStat::ticks).sum();
  }

  /** {@code VmRSS} of {@code /proc/<pid>/status}, in bytes; empty if it is not told. */
  public static Optional<Long> residentBytes(List<String> status) {
    for (String line : status) {
      String[] words = line.split("\\s+");
      if (words.length == 3 && words[0].equals("VmRSS:") && words[2].equals("kB")) {
        return Optional.of(Long.parseLong(words[1]) * 1024);
      }
    }
    return Optional.empty();
  }
}
