package dev.tsumugi.acp.paper;

import dev.tsumugi.acp.PlanContent;
import dev.tsumugi.acp.PlanContent.Speaker;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Plans for the tests of other packages. */
public final class Samples {
  private Samples() {}

  public static PlanContent whole() {
    return Plans.whole();
  }

  /** Somebody who had much to say, and many to say it for them. */
  public static PlanContent much() {
    List<Json.Obj> wishes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String words = "私の言葉です。".repeat(200);
      wishes.add(Plans.wish("w" + i, Plans.EXPERIENCE, "81363-4", Plans.said(words)));
    }
    List<Speaker> speakers = Collections.nCopies(12, Plans.daughter());
    return Plans.of(wishes, speakers);
  }
}
