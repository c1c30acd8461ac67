package dev.tsumugi.fhirserver;

/** What became of one {@link Write}. */
public record Written(Kind kind, StoredResource resource) {
  public enum Kind {
    CREATED(201),
    UPDATED(200),
    /** The content was the same: no new version. */
    UNCHANGED(200),
    /** A conditional create found one: nothing was written. */
    FOUND(200),
    DELETED(204);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }
  }
}
