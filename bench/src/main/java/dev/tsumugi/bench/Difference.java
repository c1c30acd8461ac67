package dev.tsumugi.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How two answers to one search differ.
 *
 * @param kind what differs, in one word
 * @param detail ours and theirs, short
 */
public record Difference(String question, Kind kind, String detail) {
  /** In the order of how much they say; of several the first is told. */
  public enum Kind {
    WE_REFUSE,
    PEER_REFUSES,
    BOTH_REFUSE,
    PEER_LACKS,
    WE_LACK,
    MATCHES,
    TWICE,
    ORDER,
    ALONG,
    TOTAL;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private static final int SHOWN = 4;

  public static Optional<Difference> between(String question, Found ours, Found peers) {
    if (ours instanceof Found.Refused we && peers instanceof Found.Refused they) {
      String said = we.status() + " " + we.why() + " / " + they.status() + " " + they.why();
      return Optional.of(new Difference(question, Kind.BOTH_REFUSE, said));
    }
    if (ours instanceof Found.Refused we) {
      return Optional.of(new Difference(question, Kind.WE_REFUSE, we.status() + " " + we.why()));
    }
    if (peers instanceof Found.Refused they) {
      return Optional.of(
          new Difference(question, Kind.PEER_REFUSES, they.status() + " " + they.why()));
    }
    return between(question, (Found.Answered) ours, (Found.Answered) peers);
  }

  private static Optional<Difference> between(
      String question, Found.Answered ours, Found.Answered peers) {
    Set<String> we = new TreeSet<>(ours.matches());
    Set<String> they = new TreeSet<>(peers.matches());
    if (!we.equals(they)) return some(question, matches(we, they), we, they);
    boolean twice = ours.matches().size() != peers.matches().size();
    if (twice) {
      String sizes = ours.matches().size() + " / " + peers.matches().size();
      return Optional.of(new Difference(question, Kind.TWICE, "entries: " + sizes));
    }
    boolean sorted = question.contains("_sort=");
    if (sorted && !ours.matches().equals(peers.matches())) {
      return Optional.of(new Difference(question, Kind.ORDER, order(ours, peers)));
    }
    if (!ours.along().equals(peers.along())) {
      return some(question, Kind.ALONG, ours.along(), peers.along());
    }
    // R4 lets a server tell a total that nobody asked for.
    boolean counted = question.contains("_total=") || question.contains("_count=0");
    if (counted && !ours.total().equals(peers.total())) {
      String totals = "ours " + told(ours.total()) + ", the peer " + told(peers.total());
      return Optional.of(new Difference(question, Kind.TOTAL, totals));
    }
    return Optional.empty();
  }

  private static Kind matches(Set<String> we, Set<String> they) {
    if (we.containsAll(they)) return Kind.PEER_LACKS;
    return they.containsAll(we) ? Kind.WE_LACK : Kind.MATCHES;
  }

  private static String told(String total) {
    return total.isEmpty() ? "none" : total;
  }

  private static String order(Found.Answered ours, Found.Answered peers) {
    int at = 0;
    while (ours.matches().get(at).equals(peers.matches().get(at))) at++;
    return "at %d: ours %s, the peer %s"
        .formatted(at + 1, ours.matches().get(at), peers.matches().get(at));
  }

  private static Optional<Difference> some(
      String question, Kind kind, Set<String> we, Set<String> they) {
    List<String> told = new ArrayList<>();
    only("only ours", we, they, told);
    only("only the peer", they, we, told);
    return Optional.of(new Difference(question, kind, String.join("; ", told)));
  }

  private static void only(String who, Set<String> some, Set<String> others, List<String> told) {
    Set<String> own = new LinkedHashSet<>(some);
    own.removeAll(others);
    if (own.isEmpty()) return;
    String names = String.join(", ", own.stream().limit(SHOWN).toList());
    told.add("%s (%d): %s%s".formatted(who, own.size(), names, own.size() > SHOWN ? " …" : ""));
  }
}
