package dev.tsumugi.acp.paper;

import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a file that somebody brings (a scan, a photo, a voice memo, a PDF) may come in: what it
 * is by its first bytes, whatever it is called; how large; and that it does nothing by itself. It
 * is the one rule of the house, for {@code $acp-import}, {@code $paper-plan} and plain FHIR alike.
 */
public final class Attachments {
  /** As much as a Binary may hold, see docs/configuration.md. */
  public static final int LARGEST = 32 << 20;

  /** What may come in. */
  public enum Kind {
    PDF("application/pdf"),
    PNG("image/png"),
    JPEG("image/jpeg"),
    WEBP("image/webp"),
    HEIC("image/heic"),
    MP4("audio/mp4"),
    MP3("audio/mpeg"),
    OGG("audio/ogg"),
    WAV("audio/wav"),
    WEBM("audio/webm"),
    /** Said to be text, and nothing of the above: it is shown as it stands. */
    TEXT("text/plain");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** MIME type. */
    public String type() {
      return type;
    }
  }

  /** What came of looking. */
  public sealed interface Verdict {
    record Fine(Kind kind) implements Verdict {}

    record Refused(Why why) implements Verdict {}
  }

  /** Why not, in words for who brought it. */
  public enum Why {
    EMPTY("ファイルが空です。もう一度選んでください。", "The file is empty. Please choose it again."),
    TOO_LARGE(
        "ファイルが大きすぎます(32MBまで)。写真は小さくするか、数枚に分けてください。",
        "The file is too large (up to 32 MB). Make the photo smaller, or bring several."),
    UNKNOWN(
        "この種類のファイルは受け取れません。PDF、写真(JPEG、PNG)、音声を選んでください。",
        "This kind of file cannot be taken. Please choose a PDF, a photo (JPEG, PNG) or a voice"
            + " memo."),
    ANOTHER(
        "ファイルの中身が、名前や種類と合っていません。元のファイルを選びなおしてください。",
        "The file is not what it says it is. Please choose the original file."),
    ACTIVE(
        "このPDFには、開くと動くしかけ(スクリプトなど)が入っているため、受け取れません。紙に印刷してスキャンするか、写真を撮ってください。",
        "This PDF does things by itself when it is opened (a script), so it is not taken. Please"
            + " print and scan it, or take a photo."),
    LOCKED(
        "このPDFには鍵(パスワード)がかかっています。鍵を外してから選んでください。",
        "This PDF is locked with a password. Please remove it first.");

    private final String japanese;
    private final String english;

    Why(String japanese, String english) {
      this.japanese = japanese;
      this.english = english;
    }

    public String japanese() {
      return japanese;
    }

    public String english() {
      return english;
    }

    /**
     * As a request is refused by it.
     *
     * @param path of what was looked at
     */
    public Problem problem(String path) {
      Problem.Kind kind = this == TOO_LARGE ? Problem.Kind.TOO_LARGE : Problem.Kind.UNPROCESSABLE;
      return Problem.all(kind, List.of(new Problem.Issue(path, english, japanese)));
    }
  }

  /**
   * Names by which a PDF acts (ISO 32000-1, 12.6): scripts, launching programs, actions on opening,
   * forms that send, files within, rich media. A name may be written with {@code #xx} (7.3.5). To
   * open at a page (an array, 12.3.2), as scanners write it, is no action.
   */
  private static final Pattern ACTIVE =
      Pattern.compile(
          "/(?:JavaScript|JS|OpenAction(?!\\s*\\[)|AA|Launch|SubmitForm|ImportData|GoToE|EmbeddedFiles?|"
              + "RichMedia|XFA|Rendition|Movie)(?![A-Za-z0-9])");

  private static final Pattern LOCKED = Pattern.compile("/Encrypt(?![A-Za-z0-9])");
  private static final Pattern ESCAPED = Pattern.compile("#([0-9A-Fa-f]{2})");

  private static final Set<String> PLAIN = Set.of("text/plain", "text/csv");

  private Attachments() {}

  /**
   * Looks at it as FHIR holds it; no more is unpacked than may come in.
   *
   * @param data base64, in lines or not
   */
  public static Verdict look(String data, Optional<String> declared) {
    // A third more than the bytes, and some for the ends of lines.
    if (data.length() / 4 > LARGEST / 3 + (LARGEST >> 5)) {
      return new Verdict.Refused(Why.TOO_LARGE);
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(data);
    } catch (IllegalArgumentException noBase64) {
      return new Verdict.Refused(Why.ANOTHER);
    }
    return look(bytes, declared);
  }

  /**
   * Looks at it.
   *
   * @param declared the MIME type it is said to have; empty if nothing is said
   */
  public static Verdict look(byte[] bytes, Optional<String> declared) {
    if (bytes.length == 0) return new Verdict.Refused(Why.EMPTY);
    if (bytes.length > LARGEST) return new Verdict.Refused(Why.TOO_LARGE);
    Optional<Kind> kind = kind(bytes);
    Optional<String> type = declared.map(Attachments::bare);
    if (kind.isEmpty() && type.filter(Attachments::isText).isPresent()) {
      return holdsNul(bytes) ? new Verdict.Refused(Why.ANOTHER) : new Verdict.Fine(Kind.TEXT);
    }
    if (kind.isEmpty()) return new Verdict.Refused(Why.UNKNOWN);
    if (type.filter(said -> !fits(said, kind.get())).isPresent()) {
      return new Verdict.Refused(Why.ANOTHER);
    }
    return kind.get() == Kind.PDF ? pdf(bytes) : new Verdict.Fine(kind.get());
  }

  /** Without its parameters. */
  private static String bare(String declared) {
    return declared.replaceFirst("(?s);.*", "").strip().toLowerCase(Locale.ROOT);
  }

  /** Documents of machines, and notes; pages and drawings that may run scripts are none. */
  private static boolean isText(String type) {
    if (type.contains("html") || type.contains("svg")) return false;
    return PLAIN.contains(type) || type.endsWith("json") || type.endsWith("xml");
  }

  /** Programs and the like hold it; text of any encoding in use but UTF-16 does not. */
  private static boolean holdsNul(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, 1024); i++) if (bytes[i] == 0) return true;
    return false;
  }

  /** The same family will do: telephones call one format by several names. */
  private static boolean fits(String type, Kind kind) {
    if (type.equals("application/octet-stream") || type.equals(kind.type())) return true;
    String family = kind.type().substring(0, kind.type().indexOf('/') + 1);
    boolean media = type.startsWith("audio/") || type.startsWith("video/");
    return kind != Kind.PDF && (type.startsWith(family) || (family.equals("audio/") && media));
  }

  private static Optional<Kind> kind(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, 1024), StandardCharsets.ISO_8859_1);
    if (head.contains("%PDF-")) return Optional.of(Kind.PDF);
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) return Optional.of(Kind.PNG);
    if (head.startsWith("\u00ff\u00d8\u00ff")) return Optional.of(Kind.JPEG);
    if (head.startsWith("OggS")) return Optional.of(Kind.OGG);
    if (head.startsWith("\u001aE\u00df\u00a3")) return Optional.of(Kind.WEBM);
    if (head.startsWith("ID3")) return Optional.of(Kind.MP3);
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) return Optional.of(Kind.WEBP);
    if (head.startsWith("RIFF") && head.startsWith("WAVE", 8)) return Optional.of(Kind.WAV);
    if (head.startsWith("ftyp", 4)) return Optional.of(boxed(head));
    return mpeg(bytes) ? Optional.of(Kind.MP3) : Optional.empty();
  }

  private static Kind boxed(String head) {
    boolean image =
        head.startsWith("heic", 8) || head.startsWith("heix", 8) || head.startsWith("mif1", 8);
    return image ? Kind.HEIC : Kind.MP4;
  }

  /** A frame of MPEG audio, layer III (ISO 11172-3, 2.4.1.3). */
  private static boolean mpeg(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == (byte) 0xff && (bytes[1] & 0xe6) == 0xe2;
  }

  private static Verdict pdf(byte[] bytes) {
    Optional<String> text = PdfText.of(bytes);
    // What cannot be looked into may do anything.
    if (text.isEmpty()) return new Verdict.Refused(Why.ACTIVE);
    String names = ESCAPED.matcher(text.get()).replaceAll(Attachments::unescaped);
    if (LOCKED.matcher(names).find()) return new Verdict.Refused(Why.LOCKED);
    if (ACTIVE.matcher(names).find()) return new Verdict.Refused(Why.ACTIVE);
    return new Verdict.Fine(Kind.PDF);
  }

  private static String unescaped(MatchResult escaped) {
    String character = String.valueOf((char) Integer.parseInt(escaped.group(1), 16));
    return Matcher.quoteReplacement(character);
  }
}
