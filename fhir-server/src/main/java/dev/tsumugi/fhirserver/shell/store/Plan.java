package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.JournalEntry;
import dev.tsumugi.fhirserver.JsonPatch;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What is to become of one resource in a commit, and what is known of it so far. */
final class Plan {
  /** What is to be done with it. */
  enum Deed {
    CREATE(JournalEntry.Kind.CREATE),
    /** Or create, under the id that is named. */
    UPDATE(JournalEntry.Kind.UPDATE),
    /** Create under the id that is named: a conditional update that found none. */
    NAME(JournalEntry.Kind.UPDATE),
    PATCH(JournalEntry.Kind.UPDATE),
    DELETE(JournalEntry.Kind.DELETE),
    /** A conditional create found it. */
    LEAVE(JournalEntry.Kind.CREATE);

    private final JournalEntry.Kind kind;

    Deed(JournalEntry.Kind kind) {
      this.kind = kind;
    }
  }

  /** What it is to become; nothing for what is deleted or left. */
  record Content(Optional<Json.Obj> body, Optional<JsonPatch> patch) {
    static final Content NONE = new Content(Optional.empty(), Optional.empty());

    static Content of(Json.Obj body) {
      return new Content(Optional.of(body), Optional.empty());
    }

    static Content of(JsonPatch patch) {
      return new Content(Optional.empty(), Optional.of(patch));
    }
  }

  /** Number of the write it came from; a conditional delete has several plans, or none. */
  final int write;

  final String prefix;
  final Deed deed;
  final Ref ref;
  final Content content;
  final OptionalInt ifMatch;
  Optional<Row> existing = Optional.empty();
  Optional<Draft> draft = Optional.empty();
  int versionBefore;

  /**
   * @param prefix path of the write's entry; empty if it is the only one
   */
  Plan(int write, String prefix, Deed deed, Ref ref, Content content, OptionalInt ifMatch) {
    this.write = write;
    this.prefix = prefix;
    this.deed = deed;
    this.ref = ref;
    this.content = content;
    this.ifMatch = ifMatch;
  }

  /** A conditional create that found {@code row}. */
  static Plan leave(int write, String prefix, Row row) {
    Plan plan = new Plan(write, prefix, Deed.LEAVE, row.ref(), Content.NONE, OptionalInt.empty());
    plan.existing = Optional.of(row);
    return plan;
  }

  boolean creates() {
    return draft.isPresent() && existing.isEmpty();
  }

  boolean leaves() {
    return deed == Deed.LEAVE;
  }

  /** Whether a row of this name may stand already. */
  boolean looksBack() {
    return deed != Deed.CREATE && deed != Deed.LEAVE;
  }

  JournalEntry.Kind kind() {
    return deed.kind;
  }

  /** For the journal: {@code update Observation}. */
  String asked() {
    return deed.kind.name().toLowerCase(Locale.ROOT) + " " + ref.type();
  }

  /** The problem at this plan's place in the bundle. */
  Problem at(Problem problem) {
    return prefix.isEmpty() ? problem : problem.under(prefix);
  }
}
