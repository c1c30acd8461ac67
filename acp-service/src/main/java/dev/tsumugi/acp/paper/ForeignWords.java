package dev.tsumugi.acp.paper;

import java.util.regex.Pattern;

/** Text of elsewhere as plain words: without markup, and without what cannot be seen. */
final class ForeignWords {
  private static final Pattern BLOCK =
      Pattern.compile("</?(?:p|div|br|li|ul|ol|h[1-6]|tr)\\b[^>]*>");
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]{0,2000}>");
  private static final Pattern HIDDEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}&&[^\\n\\u200D]]");

  private ForeignWords() {}

  static String plain(String text) {
    String words = TAG.matcher(BLOCK.matcher(text).replaceAll("\n")).replaceAll("");
    words =
        words
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&nbsp;", " ")
            .replace("&#160;", " ")
            .replace("&amp;", "&")
            .replace('\t', ' ')
            .replace('\r', '\n');
    words = HIDDEN.matcher(words).replaceAll("");
    return words.replaceAll("[ \\u00A0]+", " ").replaceAll(" *\\n[ \\n]*", "\n").strip();
  }
}
