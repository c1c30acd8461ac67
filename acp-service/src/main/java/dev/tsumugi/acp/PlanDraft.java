package dev.tsumugi.acp;

import dev.tsumugi.acp.PlanContent.Signing;
import dev.tsumugi.kernel.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A version of a plan that is to be written.
 *
 * @param signing how it is signed
 * @param said what it is made of
 */
record PlanDraft(Making making, Signing signing, Said said) {
  /**
   * @param set names the plan, in all its versions
   * @param version names this one
   * @param command the client's id of what was asked
   * @param replaces the version before
   * @param expires from when it shall not hold any more
   */
  record Making(
      Ref patient,
      String set,
      String version,
      Optional<String> command,
      Optional<Ref> replaces,
      Optional<Instant> expires,
      Instant at) {}

  /**
   * @param consents who was named to speak, and within what limits
   * @param people whom those name
   */
  record Said(List<Entry> wishes, List<Entry> consents, List<Entry> people, List<Entry> talks) {}
}
