package dev.tsumugi.hub.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run's output, and what of it is worth repeating to a person. */
record KeycloakLog(Path file) {
  private static final Pattern ERROR =
      Pattern.compile(
          "(?:.*\\bERROR\\b(?:\\s*\\[[^]]*])?(?:\\s*\\([^)]*\\))?:?\\s*)(?<text>\\S.*)");
  private static final Pattern NOISE = Pattern.compile("\\s.*|at \\S+\\(.*|\\.\\.\\. \\d+ more|");
  private static final Pattern EMPTY_WORDS =
      Pattern.compile("For more details.*|Failed to start server.*");
  private static final int MOST_ERRORS = 3; // a failure, its cause, the cause's cause
  private static final long TAIL_BYTES = 64 * 1024;

  /** Empties the log; the last run's is moved aside. */
  void begin() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (Files.exists(file)) {
      Files.move(file, file.resolveSibling(file.getFileName() + ".1"), REPLACE_EXISTING);
    }
    Files.createFile(file);
  }

  /** The last errors, or the last line if none says that it is one; where to read more. */
  String lastWords() {
    try {
      return lastWords(tail()) + " (see " + file + ")";
    } catch (IOException e) {
      return "its log " + file + " cannot be read";
    }
  }

  static String lastWords(List<String> lines) {
    String last = "it said nothing";
    Deque<String> errors = new ArrayDeque<>();
    for (String line : lines) {
      if (NOISE.matcher(line).matches()) continue;
      last = line.strip();
      Matcher matcher = ERROR.matcher(line);
      if (!matcher.matches()) continue;
      String text = matcher.group("text").strip();
      if (EMPTY_WORDS.matcher(text).matches()) continue;
      errors.add(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
      if (errors.size() > MOST_ERRORS) errors.remove();
    }
    return errors.isEmpty() ? last : String.join(": ", errors);
  }

  private List<String> tail() throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - TAIL_BYTES));
      var bytes = ByteBuffer.allocate((int) TAIL_BYTES);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // read on: one call need not fill the buffer
      }
      return UTF_8.decode(bytes.flip()).toString().lines().toList();
    }
  }
}
