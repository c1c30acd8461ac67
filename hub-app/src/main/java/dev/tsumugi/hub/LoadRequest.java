package dev.tsumugi.hub;

import dev.tsumugi.kernel.Json;
import java.util.List;

/**
 * One HTTP request of a load.
 *
 * @param path below the FHIR base; empty for a bundle to be carried out
 * @param entries what the request holds, in the order a batch response answers
 */
public record LoadRequest(Method method, String path, Json.Obj body, List<Entry> entries) {
  public enum Method {
    PUT,
    POST
  }

  /**
   * One resource of a request.
   *
   * @param position 1 for the first entry (or line) of the file
   */
  public record Entry(int position, String type, String id) {
    /** How a person finds it again: {@code entry 3, Patient/abc}. */
    public String label() {
      return "entry " + position + ", " + (id.isEmpty() ? type : type + "/" + id);
    }
  }

  public LoadRequest {
    entries = List.copyOf(entries);
  }

  /** True if the answer is a Bundle with one answer an entry. */
  public boolean answersPerEntry() {
    return path.isEmpty();
  }
}
