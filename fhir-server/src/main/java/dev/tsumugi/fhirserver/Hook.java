package dev.tsumugi.fhirserver;

import java.util.Optional;

/** Calls the endpoints of subscriptions. */
public interface Hook {
  /** Why nothing may be sent there at the moment; empty if it may. Sends nothing. */
  Optional<String> refusal(HookTarget target);

  /** Sends one notification and waits for the answer; never throws for what the other side does. */
  Outcome send(HookTarget target, Message message);

  /**
   * @param path behind the endpoint's address; empty for the endpoint itself
   * @param body empty for a notification that says only that something changed
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way out
  record Message(String method, String path, byte[] body) {}

  /** What came of it. The texts are for the subscriber, and hold nothing of the answer. */
  sealed interface Outcome {
    record Delivered() implements Outcome {}

    /** To be tried again. */
    record Failed(String why) implements Outcome {}

    /** The endpoint may not be called. */
    record Refused(String why) implements Outcome {}
  }
}
