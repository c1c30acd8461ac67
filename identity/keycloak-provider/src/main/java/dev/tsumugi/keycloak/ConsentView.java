package dev.tsumugi.keycloak;

import java.util.List;

/**
 * What the consent page shows, for its template.
 *
 * @param app the name it is registered under
 * @param record message key of whose record it is about; empty if of nobody's
 * @param patient name of the chosen patient; empty if it is oneself or not known
 * @param grants what may be done with which data
 * @param identity true if the app learns who the user is
 * @param offline true if it goes on while the user is away
 */
public record ConsentView(
    String app,
    String record,
    String patient,
    List<ConsentWords.Grant> grants,
    boolean identity,
    boolean offline,
    Assessment service) {
  /**
   * How the app's service was assessed.
   *
   * @param state {@code valid}, {@code none}, or {@code unknown} while the hub cannot be asked
   * @param name of the service; empty unless valid
   * @param until the last day, as the reader's language writes it; empty unless valid
   */
  public record Assessment(String state, String name, String until) {
    static final Assessment NONE = new Assessment("none", "", "");
    static final Assessment UNKNOWN = new Assessment("unknown", "", "");
  }

  public ConsentView {
    grants = List.copyOf(grants);
  }
}
