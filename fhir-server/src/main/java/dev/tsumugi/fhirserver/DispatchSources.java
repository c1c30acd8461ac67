package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Ref;
import java.util.List;

/** The dispatch centres whose messages are taken, each by a secret that it and the hub share. */
public interface DispatchSources {
  /** Those that were not ended, by name. Throws {@code Problem} UNAVAILABLE. */
  List<Source> live();

  /**
   * One of them.
   *
   * @param organization the fire service for which it speaks
   * @param secret the key of its signatures
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes as the key takes them; nobody compares them
  record Source(String name, Ref organization, byte[] secret) {}
}
