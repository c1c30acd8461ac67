package dev.tsumugi.bench.shell;

import dev.tsumugi.bench.ProcStat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads what processes use from {@code /proc}, where there is one. */
final class Processes {
  private static final Path PROC = Path.of("/proc");
  private final Optional<Double> ticksASecond;

  Processes() {
    ticksASecond = Files.isReadable(PROC.resolve("self/stat")) ? clockTicks() : Optional.empty();
  }

  boolean readable() {
    return ticksASecond.isPresent();
  }

  /** CPU seconds of these processes and all below them so far; empty without {@code /proc}. */
  OptionalDouble cpuSeconds(Set<Long> roots) {
    if (ticksASecond.isEmpty() || roots.isEmpty()) return OptionalDouble.empty();
    List<ProcStat> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) read(folder.resolve("stat")).ifPresent(all::add);
    } catch (IOException failure) {
      throw new Failure("/proc cannot be read: " + failure.getMessage(), failure);
    }
    return OptionalDouble.of(ProcStat.ticksBelow(roots, all) / ticksASecond.get());
  }

  OptionalDouble residentMegabytes(long pid) {
    if (!readable()) return OptionalDouble.empty();
    try {
      List<String> status = Files.readAllLines(PROC.resolve(pid + "/status"));
      return ProcStat.residentBytes(status)
          .map(bytes -> OptionalDouble.of(bytes / 1e6))
          .orElse(OptionalDouble.empty());
    } catch (IOException gone) {
      throw new Failure("Process " + pid + " is gone: its server has ended.", gone);
    }
  }

  /** A process may end between the listing and the reading; it then counts in its parent. */
  private static Optional<ProcStat> read(Path stat) {
    try {
      return ProcStat.parse(Files.readString(stat, StandardCharsets.ISO_8859_1));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  private static Optional<Double> clockTicks() {
    try {
      Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
      String text = new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Optional.of(Double.parseDouble(text.strip()));
    } catch (IOException | NumberFormatException unknown) {
      throw new Failure("getconf CLK_TCK does not tell the clock's ticks.", unknown);
    }
  }
}
