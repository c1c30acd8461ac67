package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Decision;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One row of the journal as it is read.
 *
 * @param patient whose record; empty for nobody's in particular
 * @param content as {@link JournalEntry#content()} wrote it
 */
public record AuditLine(
    Key key,
    Instant at,
    JournalEntry.Kind kind,
    Optional<Ref> patient,
    Json.Obj content,
    Set<JournalMark> marks) {
  /** Its place in the journal: the chain, and the number there. */
  public record Key(String node, long seq) {
    /** As id of an AuditEvent. A node's name has letters, digits and hyphens. */
    public String id() {
      return node + "-" + seq;
    }

    /** Empty for what is no such id. */
    public static Optional<Key> of(String id) {
      int hyphen = id.lastIndexOf('-');
      if (hyphen < 1 || !id.substring(hyphen + 1).matches("[1-9][0-9]{0,17}")) {
        return Optional.empty();
      }
      return Optional.of(
          new Key(id.substring(0, hyphen), Long.parseLong(id.substring(hyphen + 1))));
    }
  }

  public AuditLine {
    marks = Set.copyOf(marks);
  }

  /** Whether something was shown or done. */
  public boolean permitted() {
    return Boolean.TRUE.equals(content.bool("permitted"));
  }

  /** A fact of the content; "" if it has none. */
  public String fact(String name) {
    String text = content.text(name);
    return text == null ? "" : text;
  }

  /** The bases or reasons it rests on. */
  public List<String> bases() {
    String basis = fact("basis");
    return basis.isEmpty() ? List.of() : List.of(basis.split(" "));
  }

  /** Nobody refused, there was nothing. */
  boolean foundNothing() {
    return !permitted() && bases().contains("NOTHING_FOUND");
  }

  /** The patient's directive, or the want of one, was what refused. */
  boolean refusedByDirective() {
    if (permitted()) return false;
    for (Decision.Reason reason : Decision.Reason.values()) {
      boolean directive = reason.layer() == Decision.Layer.DIRECTIVE;
      if (directive && bases().contains(reason.name())) return true;
    }
    return false;
  }

  /** Under a declared emergency that the patient had not agreed to. */
  boolean glassBroken() {
    if (kind == JournalEntry.Kind.BREAK_GLASS) return glass() == Glass.BROKEN;
    return bases().contains(Decision.Basis.BREAK_GLASS.name());
  }

  /** What was done about the glass. */
  enum Glass {
    BROKEN,
    ENDED,
    REVIEWED
  }

  /** Of a line of kind BREAK_GLASS. */
  Glass glass() {
    String asked = fact("asked");
    if (asked.startsWith("end")) return Glass.ENDED;
    boolean office = asked.startsWith("list") || asked.startsWith("close");
    return office ? Glass.REVIEWED : Glass.BROKEN;
  }

  /** The interaction, after R4's codes, by what was asked. */
  String interaction() {
    String asked = fact("asked");
    return switch (kind) {
      case READ -> {
        if (asked.startsWith("vread")) yield "vread";
        if (asked.startsWith("history")) yield "history-instance";
        yield asked.startsWith("$") ? "operation" : "read";
      }
      case QUERY -> {
        if (asked.startsWith("history of all")) yield "history-system";
        if (asked.startsWith("history")) yield "history-type";
        if (asked.startsWith("search of several")) yield "search-system";
        yield asked.startsWith("search") ? "search-type" : "operation";
      }
      case CREATE, UPDATE, DELETE -> kind.name().toLowerCase(Locale.ROOT);
      case JOURNAL -> {
        if (asked.startsWith("search")) yield "search-type";
        yield asked.startsWith("read") ? "read" : "operation";
      }
      case EMERGENCY, EXPORT, NOTIFY, DECISION, BREAK_GLASS, HANDOUT, HANDOVER -> "operation";
    };
  }
}
