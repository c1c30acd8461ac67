package dev.tsumugi.acp;

/**
 * Words of others inside <a href="https://github.github.com/gfm/">GitHub Flavored Markdown</a>: a
 * record must not be able to put a link, a picture or a heading onto a clinician's screen.
 */
final class Markdown {
  private static final String MEANS_SOMETHING = "\\`*_[]<>#|~&!@";

  private Markdown() {}

  /** One line that reads as it was written. */
  static String plain(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(
            c -> {
              if (MEANS_SOMETHING.indexOf(c) >= 0) out.append('\\');
              out.appendCodePoint(c);
            });
    // Bare addresses become links by themselves.
    return out.toString().replace("://", "\\://").replaceAll("(?i)www\\.", "www\\\\.");
  }
}
