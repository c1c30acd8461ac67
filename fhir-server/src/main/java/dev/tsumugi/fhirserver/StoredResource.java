package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Ref;
import java.time.Instant;

/**
 * One version of a resource, as bytes ready to leave.
 *
 * @param json UTF-8 JSON: the body as it came in, with {@code id} and {@code meta} in front; empty
 *     for a deletion
 */
@SuppressWarnings("ArrayRecordComponent") // bytes go straight to the socket; nobody compares them
public record StoredResource(Ref ref, int version, Instant updated, Change change, byte[] json) {
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
