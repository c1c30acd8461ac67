package dev.tsumugi.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tsumugi.acp.Lineage.Change;
import dev.tsumugi.acp.Lineage.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private enum Kind {
    SIGN,
    SIGN_FROM_PAPER,
    CONFIRM,
    WITHDRAW,
    EXPIRE,
    MARK_CURRENT,
    MARK_ANY,
    CLOSE
  }

  /**
   * @param later seconds since the command before
   * @param which a version, or how long a signature holds, or how old a paper is
   */
  record Asked(Kind kind, int later, int which) {}

  @Provide
  Arbitrary<List<Asked>> commands() {
    // Death is rare here: after it little is left to try.
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(20, Arbitraries.of(Kind.class).filter(k -> k != Kind.CLOSE)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(Kind.CLOSE)));
    Arbitrary<Asked> one =
        Combinators.combine(
                kinds, Arbitraries.integers().between(0, 60), Arbitraries.integers().between(0, 90))
            .as(Asked::new);
    return one.list().ofMinSize(1).ofMaxSize(40);
  }

  private static Change apply(Lineage lineage, Asked asked, Instant at, String fresh) {
    return switch (asked.kind()) {
      case SIGN -> {
        Optional<Instant> expires =
            asked.which() % 3 == 0 ? Optional.of(at.plusSeconds(asked.which())) : Optional.empty();
        yield lineage.sign(fresh, new Command.Sign(at, expires, at));
      }
      case SIGN_FROM_PAPER ->
          lineage.sign(
              fresh, new Command.Sign(at.minusSeconds(asked.which()), Optional.empty(), at));
      case CONFIRM -> lineage.ask(new Command.Confirm(at));
      case WITHDRAW -> lineage.ask(new Command.Withdraw(at));
      case EXPIRE -> lineage.ask(new Command.Expire(at));
      case MARK_CURRENT -> lineage.markAsError(lineage.current().map(Version::id).orElse(""), at);
      case MARK_ANY -> lineage.markAsError("v" + asked.which() % 8, at);
      case CLOSE -> lineage.ask(new Command.Close(at, at));
    };
  }

  @Property
  void whateverIsAskedAtMostOneCountsAndNothingIsLost(@ForAll("commands") List<Asked> commands) {
    Lineage lineage = Lineage.NONE;
    Instant at = START;
    for (Asked asked : commands) {
      at = at.plusSeconds(asked.later());
      Lineage before = lineage;
      Change change = apply(before, asked, at, "v" + before.versions().size());
      if (!(change instanceof Change.Done done)) continue;
      lineage = done.now();

      assertThat(current(lineage)).hasSizeLessThanOrEqualTo(1);
      assertThat(ids(lineage).subList(0, ids(before).size())).isEqualTo(ids(before));
      assertThat(lineage.versions()).containsAll(done.touched());
      for (Version version : before.versions()) {
        boolean touched = done.touched().stream().anyMatch(t -> t.id().equals(version.id()));
        if (!touched) assertThat(lineage.versions()).contains(version);
        boolean error = version.state() instanceof Directive.EnteredInError;
        if (error) assertThat(touched).as("an error stays one").isFalse();
      }
    }
  }

  private static List<Version> current(Lineage lineage) {
    return lineage.versions().stream().filter(v -> v.state() instanceof Directive.Current).toList();
  }

  private static List<String> ids(Lineage lineage) {
    return lineage.versions().stream().map(Version::id).toList();
  }

  private static Lineage done(Change change) {
    assertThat(change).isInstanceOf(Change.Done.class);
    return ((Change.Done) change).now();
  }

  private static Lineage twoVersions() {
    Lineage one = done(Lineage.NONE.sign("v0", new Command.Sign(START, Optional.empty(), START)));
    Instant later = START.plusSeconds(60);
    return done(one.sign("v1", new Command.Sign(later, Optional.empty(), later)));
  }

  @Test
  void whatReplacedItWasAnErrorSoTheOneBeforeCountsAgain() {
    Lineage lineage = done(twoVersions().markAsError("v1", START.plusSeconds(90)));

    assertThat(lineage.current().map(Version::id)).contains("v0");
    assertThat(lineage.version("v1").orElseThrow().state())
        .isEqualTo(new Directive.EnteredInError(START.plusSeconds(90)));
  }

  @Test
  void anOldPaperDoesNotReplaceANewerPlan() {
    Change change =
        twoVersions().sign("v2", new Command.Sign(START, Optional.empty(), START.plusSeconds(99)));

    assertThat(change).isEqualTo(new Change.Refused(Reason.OLDER));
  }

  @Test
  void withdrawnIsNotForEver() {
    Lineage withdrawn = done(twoVersions().ask(new Command.Withdraw(START.plusSeconds(70))));
    Instant later = START.plusSeconds(80);

    Lineage anew = done(withdrawn.sign("v2", new Command.Sign(later, Optional.empty(), later)));

    assertThat(anew.current().map(Version::id)).contains("v2");
    assertThat(anew.version("v1").orElseThrow().state()).isInstanceOf(Directive.Withdrawn.class);
  }

  @Test
  void afterDeathNothingIsSigned() {
    Lineage closed =
        done(twoVersions().ask(new Command.Close(START.plusSeconds(65), START.plusSeconds(70))));
    Instant later = START.plusSeconds(80);

    assertThat(closed.sign("v2", new Command.Sign(later, Optional.empty(), later)))
        .isEqualTo(new Change.Refused(Reason.CLOSED));
  }
}
