package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;
import java.util.OptionalInt;

/** One change asked of the store. A commit holds one or more; all of them happen, or none. */
public sealed interface Write {
  /** The type of what is written. */
  String type();

  /**
   * @param alias the name by which other writes of the commit refer to this one ({@code
   *     urn:uuid:…}); empty if none
   * @param unless a search; if it finds one resource nothing is created, if several 412 (<a
   *     href="https://hl7.org/fhir/R4/http.html#ccreate">conditional create</a>)
   */
  record Create(String type, Json.Obj body, String alias, Optional<Query> unless)
      implements Write {}

  /**
   * @param ifMatch the version it must stand at, looked at after the gate
   */
  record Update(Ref ref, Json.Obj body, String alias, OptionalInt ifMatch) implements Write {
    @Override
    public String type() {
      return ref.type();
    }
  }

  record Delete(Ref ref, OptionalInt ifMatch) implements Write {
    @Override
    public String type() {
      return ref.type();
    }
  }

  /**
   * Read, changed and written as an {@link Update} would be, under the lock of the row (<a
   * href="https://hl7.org/fhir/R4/http.html#patch">patch</a>).
   */
  record Patch(Ref ref, JsonPatch patch, OptionalInt ifMatch) implements Write {
    @Override
    public String type() {
      return ref.type();
    }
  }

  /**
   * Updates the one resource that the query finds; creates where it finds none; 412 where it finds
   * several (<a href="https://hl7.org/fhir/R4/http.html#cond-update">conditional update</a>).
   *
   * @param body its id, if it has one, must be that of the resource found
   */
  record UpdateWhere(Query query, Json.Obj body, String alias, OptionalInt ifMatch)
      implements Write {
    @Override
    public String type() {
      return query.type();
    }
  }

  /** Patches the one resource that the query finds; 404 where it finds none, 412 for several. */
  record PatchWhere(Query query, JsonPatch patch, OptionalInt ifMatch) implements Write {
    @Override
    public String type() {
      return query.type();
    }
  }

  /**
   * Deletes what the query finds, none or several, at most {@link #MOST_DELETED} (<a
   * href="https://hl7.org/fhir/R4/http.html#3.1.0.7.1">conditional delete</a>).
   */
  record DeleteWhere(Query query) implements Write {
    @Override
    public String type() {
      return query.type();
    }
  }

  /** Resources that one conditional delete may delete. */
  int MOST_DELETED = 1_000;
}
