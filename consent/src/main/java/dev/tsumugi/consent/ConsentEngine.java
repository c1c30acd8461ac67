package dev.tsumugi.consent;

import java.time.Instant;

/** The module's front door, and the only maker of {@link Access}. */
public final class ConsentEngine {
  private final RoleTable roles = RoleTable.STANDARD;
  private final RulesMemory memory = new RulesMemory();
  private final SearchTokens tokens;

  /** Over a store that cannot hold rows to the searches of scopes. */
  public ConsentEngine() {
    this(SearchTokens.NONE);
  }

  /**
   * @param tokens what scopes may be narrowed by
   */
  public ConsentEngine(SearchTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * Opens the way for one request.
   *
   * @param at when the request was received; every decision of it is taken as of then
   */
  public Access open(Requester requester, Instant at) {
    return new Access(requester, at, new Access.Rules(roles, memory, tokens));
  }
}
