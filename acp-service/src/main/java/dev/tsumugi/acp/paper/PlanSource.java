package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Ref;
import java.util.Optional;

/** Where plans come from: the records, through their gate. */
public interface PlanSource {
  /**
   * What one version of a plan says, as the asker may see it.
   *
   * @param version a DocumentReference; the one that counts, if none is named
   * @return empty where there is none that may be seen
   */
  Optional<PlanContent> content(Access access, Ref patient, Optional<Ref> version);
}
