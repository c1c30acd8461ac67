package dev.tsumugi.terminology;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.terminology.SystemVersion.Content;
import dev.tsumugi.terminology.Translation.Match;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Short questions, answered by the same rules as the operations. */
record Questions(Definitions definitions) implements Terminology {
  private static final Json.Obj NOTHING = Json.object().put("resourceType", "Parameters").build();

  private Catalog catalog() {
    return new Catalog(definitions, new TxParameters(NOTHING), null);
  }

  @Override
  public Membership memberOf(String valueSet, Coding coding) {
    Canonical canonical = Canonical.of(valueSet);
    ValueSetDefinition found = definitions.valueSet(canonical.url(), canonical.version());
    if (found == null) return new Membership.NotKnownHere(valueSet);
    try {
      return memberOf(SetSource.of(found), coding);
    } catch (Refusal refusal) {
      return new Membership.CannotTell(refusal.issue().text());
    } catch (Problem problem) {
      if (problem.kind() == Problem.Kind.UNAVAILABLE) throw problem;
      return new Membership.CannotTell(problem.issues().get(0).message());
    }
  }

  private Membership memberOf(SetSource set, Coding coding) {
    Catalog catalog = catalog();
    catalog.look(set);
    ValueSetCheck check = new ValueSetCheck(catalog);
    Issue missing = check.missing(set);
    if (missing != null) return new Membership.NotKnownHere(missing.text());
    Findings findings = new Findings();
    Asked asked = new Asked("Coding", coding.system(), null, coding.code(), null);
    ValueSetCheck.Verdict verdict = check.check(set, asked, findings);
    Findings.Hit hit = findings.hit();
    SystemVersion looked = findings.looked();
    boolean whole = looked == null || looked.content() == Content.COMPLETE;
    return switch (verdict) {
      case IN ->
          hit != null
              ? new Membership.Member(hit.concept())
              : new Membership.CannotTell("only a part of " + coding.system() + " is here");
      case OUT -> {
        Concepts part = whole ? null : catalog.system(coding.system(), null);
        boolean lacks = part != null && part.find(coding.code()) == null;
        yield lacks
            ? new Membership.CannotTell("only a part of " + coding.system() + " is here")
            : new Membership.NotMember();
      }
      case UNKNOWN ->
          new Membership.NotKnownHere(
              findings.unknownSystems().stream().findFirst().orElse(coding.system()));
    };
  }

  @Override
  public @Nullable Concept lookup(Coding coding) {
    Concepts system = catalog().newestWith(coding.system(), coding.code());
    return system == null ? null : system.find(coding.code());
  }

  @Override
  public boolean subsumes(String system, String ancestor, String code) {
    Concepts found = catalog().system(system, null);
    return found != null && found.subsumes(ancestor, code);
  }

  @Override
  public List<Coding> codesOf(String valueSet, int limit) {
    Canonical canonical = Canonical.of(valueSet);
    ValueSetDefinition found = definitions.valueSet(canonical.url(), canonical.version());
    if (found == null) {
      throw Problem.of(Problem.Kind.NOT_FOUND, "the value set " + valueSet + " is not known here");
    }
    SetSource set = SetSource.of(found);
    try {
      Catalog catalog = catalog();
      catalog.look(set);
      Expander expander = new Expander(catalog);
      Expander.Page page = expander.page(set, null, 0, limit);
      if (page.total() > limit) {
        throw Problem.of(
            Problem.Kind.TOO_LARGE,
            "the value set " + valueSet + " has " + page.total() + " codes, more than " + limit);
      }
      if (!expander.fragments().isEmpty()) {
        throw Problem.of(
            Problem.Kind.UNPROCESSABLE,
            "only a part of " + String.join(", ", expander.fragments()) + " is here");
      }
      Set<Coding> codes = new LinkedHashSet<>();
      for (Expander.Entry entry : page.entries()) {
        codes.add(new Coding(entry.system().url(), entry.concept().code()));
      }
      return List.copyOf(codes);
    } catch (Refusal refusal) {
      boolean large = refusal.issue().code().equals("too-costly");
      throw Problem.of(
          large ? Problem.Kind.TOO_LARGE : Problem.Kind.UNPROCESSABLE, refusal.issue().text());
    }
  }

  @Override
  public List<Coding> translate(Coding coding, String targetSystem) {
    return new Translation(definitions.maps(null), definitions)
        .of(coding, targetSystem).stream()
            .filter(Match::counts)
            .map(Match::concept)
            .filter(Objects::nonNull)
            .toList();
  }
}
