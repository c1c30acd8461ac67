package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * References to work data, found in a stored body without parsing it: a record is read whole, and
 * parsing would cost more than sending. Bodies are written by us, without spaces, and inside a
 * string a quote is escaped, so that what looks like a reference is one.
 */
final class WorkReferences {
  /** Who, where and with what: open to everybody signed in, and small. */
  static final Set<String> TYPES =
      Set.of(
          "HealthcareService",
          "Location",
          "Medication",
          "Organization",
          "Practitioner",
          "PractitionerRole");

  private static final byte[] MARK = "\"reference\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int[] SHIFT = shifts();

  private WorkReferences() {}

  /** How far to go on where a byte does not fit (Horspool). */
  private static int[] shifts() {
    int[] shift = new int[256];
    java.util.Arrays.fill(shift, MARK.length);
    for (int i = 0; i < MARK.length - 1; i++) shift[MARK[i]] = MARK.length - 1 - i;
    return shift;
  }

  static void collect(byte[] body, Set<Ref> into) {
    int last = MARK.length - 1;
    int at = last;
    while (at < body.length) {
      int byteHere = body[at] & 0xFF;
      if (byteHere != MARK[last] || !marked(body, at - last)) {
        at += SHIFT[byteHere];
        continue;
      }
      int from = at + 1;
      int end = from;
      while (end < body.length && body[end] != '"') end++;
      if (isWork(body[from])) add(body, from, end, into);
      at = end + MARK.length;
    }
  }

  private static boolean marked(byte[] body, int from) {
    for (int i = 0; i < MARK.length; i++) if (body[from + i] != MARK[i]) return false;
    return true;
  }

  /** Most references lead to the patient or the visit, and are passed over here. */
  private static boolean isWork(byte first) {
    return first == 'H' || first == 'L' || first == 'M' || first == 'O' || first == 'P';
  }

  private static void add(byte[] body, int from, int end, Set<Ref> into) {
    String text = new String(body, from, end - from, StandardCharsets.UTF_8);
    int slash = text.indexOf('/');
    if (slash < 0 || !TYPES.contains(text.substring(0, slash))) return;
    Optional<Ref> ref = Ref.parse(text);
    ref.ifPresent(into::add);
  }
}
