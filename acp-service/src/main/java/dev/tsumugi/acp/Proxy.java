package dev.tsumugi.acp;

import dev.tsumugi.consent.Tie;
import dev.tsumugi.consent.Tie.Authority;
import dev.tsumugi.consent.Ties;
import dev.tsumugi.fhirserver.reading.Contacts;
import dev.tsumugi.fhirserver.reading.Contacts.Contact;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who may speak for a resident: named as healthcare agent, or holding such an authority.
 * Who lends a hand with reading and typing speaks for nobody.
 */
record Proxy(Contact contact, Set<Authority> authorities) {
  private static final Set<Authority> SPEAKS =
      EnumSet.of(Authority.AGENT, Authority.GUARDIAN, Authority.PARENT);

  /** Those who are it at {@code at}, whom to call first in front. */
  static List<Proxy> of(List<Json.Obj> people, Contacts contacts, Instant at) {
    List<Proxy> proxies = new ArrayList<>();
    for (Json.Obj person : people) {
      Optional<Contact> contact = contacts.read(person);
      if (contact.isEmpty() || !contact.get().when().contains(at)) continue;
      Set<Authority> authorities = EnumSet.noneOf(Authority.class);
      for (Tie tie : Ties.of(person)) {
        boolean now = tie.period().contains(at);
        if (now) tie.authority().filter(SPEAKS::contains).ifPresent(authorities::add);
      }
      if (contact.get().agent() || !authorities.isEmpty()) {
        proxies.add(new Proxy(contact.get(), authorities));
      }
    }
    proxies.sort(
        Comparator.comparing((Proxy proxy) -> proxy.contact().rank())
            .thenComparing(proxy -> proxy.contact().name().shown()));
    return proxies;
  }

  private String phones(String none) {
    List<String> phones = contact.phones();
    return phones.isEmpty() ? none : String.join(" / ", phones);
  }

  /** The strongest right first: a court's, a parent's, the resident's own word. */
  private String right(String guardian, String parent, String agent) {
    if (authorities.contains(Authority.GUARDIAN)) return guardian;
    return authorities.contains(Authority.PARENT) ? parent : agent;
  }

  String japanese() {
    String relation = contact.japanese();
    String right = right("後見人", "親権者", "代弁者");
    String who = relation.isEmpty() ? right : relation + "・" + right;
    return contact.name().shown() + "(" + who + ") " + phones("電話の記録なし");
  }

  String english() {
    String relation = contact.english();
    String right = right("guardian", "parent of a minor", "healthcare agent");
    String who = relation.isEmpty() ? right : relation + ", " + right;
    return contact.name().shown() + " (" + who + ") " + phones("no telephone number");
  }
}
