package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Access;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import java.util.List;
import java.util.Optional;

/**
 * What residents ask about who looked at their record: Communications with category {@value
 * Notices#QUESTION}, which stand in their own record. They are written to the privacy officer,
 * whose role sees no other row of a resident; so the office lists and answers them here, and the
 * journal says that it did.
 */
public interface JournalQuestions {
  /** Characters of an answer. */
  int LONGEST = 2_000;

  int MOST_LISTED = 500;

  /**
   * The newest first, at most {@link #MOST_LISTED}; for the privacy officer alone.
   *
   * @param answered empty for all
   */
  List<Question> list(Access officer, Optional<Boolean> answered);

  /**
   * Tells the resident; only the officer.
   *
   * @return the answer as it stands in the resident's record
   */
  Ref answer(Access officer, Ref question, String text);

  /**
   * A question, and the answer if there is one.
   *
   * @param asked the Communication
   */
  record Question(Json.Obj asked, Optional<Json.Obj> answer) {}
}
