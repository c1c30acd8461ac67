package dev.tsumugi.acp;

import dev.tsumugi.acp.Lineage.Change;
import dev.tsumugi.acp.Lineage.Version;
import dev.tsumugi.fhirserver.reading.Elements;
import dev.tsumugi.fhirserver.reading.Wishes;
import dev.tsumugi.fhirserver.reading.Wishes.Wish;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What stands of one person's plan at one moment, as one asker may see it.
 *
 * @param observations every wish and draft
 * @param died if the person did
 */
public record PlanState(
    Ref patient,
    PlanVersions versions,
    List<Json.Obj> observations,
    Optional<Instant> died,
    Instant at) {
  private static final Wishes WISHES = new Wishes();

  public PlanState {
    observations = List.copyOf(observations);
  }

  /** {@code none draft current current-with-draft withdrawn expired closed}. */
  public String code() {
    Lineage lineage = versions.lineage();
    boolean drafted = !drafts().isEmpty() || !proposals().isEmpty();
    Optional<Version> counts = lineage.current().or(lineage::newest);
    if (counts.isEmpty()) return died.isPresent() ? "closed" : drafted ? "draft" : "none";
    Directive state = counts.get().state();
    if (state instanceof Directive.Current current) {
      // The scheduler may be late; who asks whether it holds is told the truth.
      if (current.isOverAt(at)) return "expired";
      return drafted ? "current-with-draft" : "current";
    }
    return state.code();
  }

  /** The resident's own, not signed yet. */
  public List<Json.Obj> drafts() {
    return observations.stream()
        .filter(one -> SignedWish.isDraft(one) && !SignedWish.isProposal(one, patient))
        .toList();
  }

  /** What others propose. */
  public List<Json.Obj> proposals() {
    return observations.stream()
        .filter(one -> SignedWish.isDraft(one) && SignedWish.isProposal(one, patient))
        .toList();
  }

  /** The wishes that hold now, in the order of the emergency sheet. */
  public List<Wish> standing() {
    return standing(observations);
  }

  private List<Wish> standing(List<Json.Obj> among) {
    return WISHES.standing(among).stream()
        .filter(wish -> wish.holds().contains(at))
        .sorted(Comparator.comparing(Wish::rank).thenComparing(Wish::japanese))
        .toList();
  }

  /**
   * The signed wishes that would stand if these changes were made.
   *
   * @param changed Observations as they will be; those without id are new
   */
  List<Json.Obj> signedAfter(List<Json.Obj> changed) {
    List<Json.Obj> after = new ArrayList<>();
    for (Json.Obj one : observations) {
      boolean replaced = changed.stream().anyMatch(c -> Elements.ref(c).equals(Elements.ref(one)));
      if (!replaced) after.add(one);
    }
    after.addAll(changed);
    return standing(after).stream()
        .filter(wish -> Shapes.Wish.SIGNED.equals(wish.standing()))
        .map(Wish::resource)
        .toList();
  }

  /** The signed wishes that stand. */
  public List<Json.Obj> signed() {
    return signedAfter(List.of());
  }

  /** The version that counts, or the last that did. */
  public Optional<Json.Obj> newest() {
    Lineage lineage = versions.lineage();
    return lineage.current().or(lineage::newest).flatMap(one -> versions.document(one.id()));
  }

  /** A signed wish that stands. */
  public Optional<Json.Obj> signed(Ref wish) {
    return signedAfter(List.of()).stream()
        .filter(one -> Elements.ref(one).equals(wish.toString()))
        .findFirst();
  }

  /** Until when the version that counts holds. */
  public Optional<Instant> expires() {
    return versions
        .lineage()
        .current()
        .flatMap(version -> ((Directive.Current) version.state()).expires());
  }

  /** Two drafts that answer one question differently cannot both be the person's word. */
  static Optional<Json.Obj> answeredTwice(List<Json.Obj> wishes) {
    List<String> asked = new ArrayList<>();
    for (Json.Obj wish : wishes) {
      String question = Wishes.question(wish);
      if (asked.contains(question)) return Optional.of(wish);
      asked.add(question);
    }
    return Optional.empty();
  }

  /** What may be done now. */
  List<Option> options(Asker asker) {
    Lineage lineage = versions.lineage();
    Optional<Version> counts = lineage.current().or(lineage::newest);
    return List.of(
        signing(asker),
        option("confirm", asker, refused(lineage.ask(new Command.Confirm(at)))),
        option("withdraw", asker, refused(lineage.ask(new Command.Withdraw(at)))),
        option(
            "entered-in-error",
            asker,
            counts.isEmpty()
                ? Optional.of(Reason.NOT_SIGNED)
                : refused(lineage.markAsError(counts.get().id(), at))));
  }

  /**
   * Something that can be asked for.
   *
   * @param reason why not, or what it takes
   */
  record Option(String code, boolean allowed, Optional<Reason> reason) {}

  private Option signing(Asker asker) {
    if (died.isPresent()) return new Option("sign", false, Optional.of(Reason.CLOSED));
    Change change = versions.lineage().sign("", new Command.Sign(at, Optional.empty(), at));
    Optional<Reason> refused = refused(change);
    if (refused.isEmpty() && drafts().isEmpty()) refused = Optional.of(Reason.NOTHING_TO_SIGN);
    return option("sign", asker, refused);
  }

  private static Option option(String code, Asker asker, Optional<Reason> refused) {
    Optional<Reason> role = asker.refusal(false);
    if (role.filter(Reason.NOT_THEIRS::equals).isPresent()) return new Option(code, false, role);
    return new Option(code, refused.isEmpty(), refused.or(() -> role));
  }

  private static Optional<Reason> refused(Change change) {
    return change instanceof Change.Refused refused
        ? Optional.of(refused.reason())
        : Optional.empty();
  }
}
