package dev.tsumugi.acp;

import dev.tsumugi.acp.Lineage.Change;
import dev.tsumugi.acp.PlanContent.Signing;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The wishes of a new version: those signed with it, and those of before that stand on. Time and
 * names are inputs.
 */
public final class Signature {
  /**
   * An Observation as it will be.
   *
   * @param alias by which the plan names a new one; empty for one that stands
   */
  public record Becoming(Json.Obj wish, String alias) {
    /** The version that is changed; empty for a new one. */
    public Optional<Integer> from() {
      Json.Obj meta = alias.isEmpty() ? wish.obj("meta") : null;
      String version = meta == null ? null : meta.text("versionId");
      return Optional.ofNullable(version).map(Integer::valueOf);
    }

    private Entry entry() {
      String ref =
          alias.isEmpty() ? Elements.ref(wish) + "/_history/" + (from().orElseThrow() + 1) : alias;
      return new Entry(ref, wish);
    }
  }

  /** A wish that is taken back. */
  public static Becoming ended(Json.Obj wish) {
    return new Becoming(SignedWish.ended(wish, "cancelled"), "");
  }

  private final PlanState state;
  private final Signing signing;
  private final Optional<Instant> expires;

  public Signature(PlanState state, Signing signing, Optional<Instant> expires) {
    this.state = state;
    this.signing = signing;
    this.expires = expires;
  }

  /** Why it cannot be signed now; empty if it can. */
  public Optional<Reason> refusal() {
    if (state.died().isPresent()) return Optional.of(Reason.CLOSED);
    Instant signed = PlanVersions.moment(signing.at(), state.at()).orElse(state.at());
    Change change =
        state.versions().lineage().sign("", new Command.Sign(signed, expires, state.at()));
    return change instanceof Change.Refused refused
        ? Optional.of(refused.reason())
        : Optional.empty();
  }

  /** A draft as the person's word; what is no draft is said anew, and stays as it was said. */
  public Becoming of(Json.Obj draft, String alias) {
    SignedWish.Mark mark =
        new SignedWish.Mark(
            signing.at(),
            expires,
            signing.enteredBy(),
            signing.paper().flatMap(scan -> Optional.ofNullable(scan.text("reference"))));
    if (SignedWish.isDraft(draft)) return new Becoming(SignedWish.of(draft, mark), "");
    List<Json> sources = new ArrayList<>(draft.objects("derivedFrom"));
    sources.add(PlanReference.reference(Elements.ref(draft)));
    Json.Obj anew = draft.without("id", "meta").with("derivedFrom", new Json.Arr(sources));
    Json.Obj meta = draft.obj("meta");
    if (meta != null) anew = anew.with("meta", meta.without("versionId", "lastUpdated"));
    return new Becoming(SignedWish.of(anew, mark), alias);
  }

  /**
   * Every wish of the new version, and those that it changes.
   *
   * @param expires from when they shall not hold any more
   */
  public static final class Wishes {
    private final List<Entry> entries;
    private final List<Becoming> changes;
    private final Optional<Instant> expires;

    private Wishes(List<Entry> entries, List<Becoming> changes, Optional<Instant> expires) {
      this.entries = List.copyOf(entries);
      this.changes = List.copyOf(changes);
      this.expires = expires;
    }

    List<Entry> entries() {
      return entries;
    }

    public List<Becoming> changes() {
      return changes;
    }

    Optional<Instant> expires() {
      return expires;
    }

    public boolean isEmpty() {
      return entries.isEmpty();
    }
  }

  /**
   * @param signed what becomes something else: signed now, or ended
   */
  public Wishes with(List<Becoming> signed) {
    List<Entry> entries = new ArrayList<>();
    List<Becoming> changes = new ArrayList<>(signed);
    List<Json.Obj> all = signed.stream().map(Becoming::wish).toList();
    for (Json.Obj wish : state.signedAfter(all)) {
      Optional<Becoming> fresh = signed.stream().filter(one -> one.wish().equals(wish)).findFirst();
      if (fresh.isPresent()) {
        entries.add(fresh.get().entry());
        continue;
      }
      // All that was signed together holds as long.
      Becoming carried = new Becoming(SignedWish.until(wish, expires), "");
      if (carried.wish().equals(wish)) {
        entries.add(Entry.standing(wish));
      } else {
        entries.add(carried.entry());
        changes.add(carried);
      }
    }
    return new Wishes(entries, changes, expires);
  }
}
