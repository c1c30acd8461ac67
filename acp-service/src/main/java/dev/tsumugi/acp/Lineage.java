package dev.tsumugi.acp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions of one person's plan, oldest first. However it is asked, at most one of them is
 * current, and none ever leaves.
 */
public record Lineage(List<Version> versions) {
  /**
   * @param id names the version
   */
  public record Version(String id, Directive state) {}

  /** What came of asking. */
  public sealed interface Change {
    /**
     * @param touched the versions that are now something else, the new one last
     */
    record Done(Lineage now, List<Version> touched) implements Change {}

    record Refused(Reason reason) implements Change {}
  }

  public static final Lineage NONE = new Lineage(List.of());

  public Lineage {
    versions = List.copyOf(versions);
    long current = versions.stream().filter(Lineage::isCurrent).count();
    if (current > 1) throw new IllegalArgumentException("two versions cannot both be current");
  }

  private static boolean isCurrent(Version version) {
    return version.state() instanceof Directive.Current;
  }

  public Optional<Version> current() {
    return versions.stream().filter(Lineage::isCurrent).findFirst();
  }

  public Optional<Version> version(String id) {
    return versions.stream().filter(version -> version.id().equals(id)).findFirst();
  }

  /** The newest that was not entered in error. */
  public Optional<Version> newest() {
    for (int i = versions.size() - 1; i >= 0; i--) {
      if (!(versions.get(i).state() instanceof Directive.EnteredInError)) {
        return Optional.of(versions.get(i));
      }
    }
    return Optional.empty();
  }

  /** A new version is signed; the one that counted gives way to it. */
  public Change sign(String id, Command.Sign sign) {
    boolean over = newest().filter(v -> v.state() instanceof Directive.Closed).isPresent();
    if (over) return new Change.Refused(Reason.CLOSED);
    Step signed = sign.applyTo(new Directive.Draft(sign.at()));
    if (signed instanceof Step.Refused refused) return new Change.Refused(refused.reason());
    List<Version> touched = new ArrayList<>();
    Optional<Version> before = current();
    if (before.isPresent()) {
      Step given = new Command.Replace(sign.signed(), sign.at()).applyTo(before.get().state());
      if (given instanceof Step.Refused refused) return new Change.Refused(refused.reason());
      touched.add(new Version(before.get().id(), ((Step.Moved) given).to()));
    }
    touched.add(new Version(id, ((Step.Moved) signed).to()));
    return new Change.Done(with(touched), touched);
  }

  /** Something is asked of the version that counts: confirm, withdraw, expire, close. */
  public Change ask(Command command) {
    Optional<Version> asked = current().or(this::newest);
    if (asked.isEmpty()) return new Change.Refused(Reason.NOT_SIGNED);
    return step(asked.get(), command);
  }

  /** A version was never the person's word; if it counted, the one before it counts again. */
  public Change markAsError(String id, Instant at) {
    Optional<Version> wrong = version(id);
    if (wrong.isEmpty()) return new Change.Refused(Reason.NOT_SIGNED);
    Change marked = step(wrong.get(), new Command.MarkAsError(at));
    if (!(marked instanceof Change.Done done) || !isCurrent(wrong.get())) return marked;
    Optional<Version> before = done.now().newest();
    if (before.isEmpty()) return marked;
    Change back = done.now().step(before.get(), new Command.Reinstate(at));
    if (!(back instanceof Change.Done reinstated)) return marked;
    List<Version> touched = new ArrayList<>(done.touched());
    touched.addAll(reinstated.touched());
    return new Change.Done(reinstated.now(), touched);
  }

  private Change step(Version version, Command command) {
    Step step = command.applyTo(version.state());
    if (step instanceof Step.Refused refused) return new Change.Refused(refused.reason());
    List<Version> touched = List.of(new Version(version.id(), ((Step.Moved) step).to()));
    return new Change.Done(with(touched), touched);
  }

  private Lineage with(List<Version> touched) {
    List<Version> now = new ArrayList<>(versions);
    for (Version one : touched) {
      int place = -1;
      for (int i = 0; i < now.size(); i++) if (now.get(i).id().equals(one.id())) place = i;
      if (place < 0) now.add(one);
      else now.set(place, one);
    }
    return new Lineage(now);
  }
}
