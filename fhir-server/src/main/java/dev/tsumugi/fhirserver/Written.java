package dev.tsumugi.fhirserver;

import java.util.List;

/**
 * What became of one {@link Write}.
 *
 * @param resources the version that stands now, or the deletion; of a conditional delete none, or
 *     several
 */
public record Written(Kind kind, List<StoredResource> resources) {
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

  public Written {
    resources = List.copyOf(resources);
  }

  public Written(Kind kind, StoredResource resource) {
    this(kind, List.of(resource));
  }

  /** The only one, for every write but a conditional delete. */
  public StoredResource resource() {
    if (resources.size() != 1) {
      throw new IllegalStateException(resources.size() + " resources where one is asked for");
    }
    return resources.get(0);
  }
}
