package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Confidentiality;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;

/**
 * One version of a resource, as bytes ready to leave.
 *
 * @param json UTF-8 JSON: the body as it came in, with {@code id} and {@code meta} in front; empty
 *     for a deletion
 */
@SuppressWarnings("ArrayRecordComponent") // bytes go straight to the socket; nobody compares them
public record StoredResource(
    Ref ref, int version, Instant updated, Change change, byte[] json, Labelled labelled) {
  /** A version whose labels are those it was written with, and none of them beyond normal. */
  public StoredResource(Ref ref, int version, Instant updated, Change change, byte[] json) {
    this(ref, version, updated, change, json, Labelled.PLAINLY);
  }

  /**
   * How it is labelled.
   *
   * @param times how often the labels have changed since the version was written
   * @param level what {@code meta.security} states; N where it states nothing
   */
  public record Labelled(int times, Confidentiality level) {
    public static final Labelled PLAINLY = new Labelled(0, Confidentiality.N);
  }

  /**
   * The entity tag, without its quotes: the version, as R4 demands. Once the labels have changed
   * since, how often stands behind it, for it is another representation (docs/adr/0015).
   */
  public String tag() {
    return labelled.times() == 0 ? Integer.toString(version) : version + "." + labelled.times();
  }

  /** How this version came to be. */
  public enum Change {
    CREATED('C', "POST", "201"),
    UPDATED('U', "PUT", "200"),
    DELETED('D', "DELETE", "204");

    private final char code;
    private final String method;
    private final String status;

    Change(char code, String method, String status) {
      this.code = code;
      this.method = method;
      this.status = status;
    }

    public char code() {
      return code;
    }

    public String method() {
      return method;
    }

    public String status() {
      return status;
    }

    public static Change of(String code) {
      for (Change change : values()) if (code.equals(String.valueOf(change.code))) return change;
      throw new IllegalStateException("unknown kind of change in the database");
    }
  }
}
