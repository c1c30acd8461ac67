package dev.tsumugi.consent;

import java.util.List;

/**
 * A policy as the store keeps it.
 *
 * @param text canonical JSON with numbers of slots for whatever differs between residents who chose
 *     the same: consent ids, named actors, periods
 * @param slots what stands in them
 */
public record PolicyText(String text, List<String> slots) {
  public PolicyText {
    slots = List.copyOf(slots);
  }
}
