package dev.tsumugi.fhirserver.shell.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What one writer did to one resident's agreement, and what readers saw meanwhile. A read may see
 * the state of the last write acknowledged before it began, or of any that was under way while it
 * ran; and never an older one than a read that ended before it began: that is linearizability of a
 * register with one writer. Times are of one clock, in nanoseconds.
 */
final class AccessHistory {
  /** An agreement given or taken away; acknowledged at {@code ended}. */
  record Wrote(boolean grants, long begun, long ended) {}

  /**
   * @param saw whether anything of the resident was shown
   */
  record Looked(String how, boolean saw, long begun, long ended) {}

  private AccessHistory() {}

  /**
   * @param writes in their order; the first is done before anybody looks
   * @return what no order of these could explain
   */
  static List<String> violations(List<Wrote> writes, List<Looked> looks) {
    List<Looked> inOrder = new ArrayList<>(looks);
    inOrder.sort(Comparator.comparingLong(Looked::begun));
    PriorityQueue<Seen> running = new PriorityQueue<>(Comparator.comparingLong(Seen::ended));
    List<String> violations = new ArrayList<>();
    int known = 0; // the oldest state that anybody may still see
    int last = 0;
    for (Looked look : inOrder) {
      while (last + 1 < writes.size() && writes.get(last + 1).ended() < look.begun()) last++;
      known = Math.max(known, last);
      while (!running.isEmpty() && running.peek().ended() < look.begun()) {
        known = Math.max(known, running.poll().state());
      }
      int state = known;
      while (state < writes.size() && !explains(writes.get(state), look)) state++;
      if (state == writes.size() || (state > last && writes.get(state).begun() > look.ended())) {
        violations.add(
            look.how() + (look.saw() ? " saw" : " missed") + " after write " + known + ": " + look);
      } else {
        running.add(new Seen(state, look.ended()));
      }
    }
    return violations;
  }

  private record Seen(int state, long ended) {}

  private static boolean explains(Wrote write, Looked look) {
    return write.grants() == look.saw();
  }

  /** How many times an agreement was taken away while somebody looked. */
  static long overlapped(List<Wrote> writes, List<Looked> looks) {
    List<Looked> inOrder = new ArrayList<>(looks);
    inOrder.sort(Comparator.comparingLong(Looked::begun));
    long count = 0;
    int from = 0;
    long longest = looks.stream().mapToLong(look -> look.ended() - look.begun()).max().orElse(0);
    for (Wrote write : writes) {
      if (write.grants()) continue;
      while (from < inOrder.size() && inOrder.get(from).begun() < write.begun() - longest) from++;
      for (int i = from; i < inOrder.size() && inOrder.get(i).begun() < write.ended(); i++) {
        if (inOrder.get(i).ended() <= write.begun()) continue;
        count++;
        break;
      }
    }
    return count;
  }
}
