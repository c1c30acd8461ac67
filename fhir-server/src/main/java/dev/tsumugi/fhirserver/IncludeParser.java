package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.Query.Include;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.kernel.Problem;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads {@code _include} and {@code _revinclude}: {@code Source:param[:Target]}, with wildcards.
 */
final class IncludeParser {
  static final String ANY = "*";

  private final R4 r4;
  private final ClauseParser clauses;

  IncludeParser(R4 r4, ClauseParser clauses) {
    this.r4 = r4;
    this.clauses = clauses;
  }

  static boolean reads(String name) {
    String bare = name.replaceFirst(":.*", "");
    return bare.equals("_include") || bare.equals("_revinclude");
  }

  Include include(String type, String name, String value) {
    boolean reverse = name.startsWith("_rev");
    boolean iterate = name.endsWith(":iterate");
    if (!iterate && name.indexOf(':') >= 0) throw ClauseParser.unsupported(name);
    String[] parts = value.split(":", -1);
    if (value.equals(ANY)) {
      return new Include(reverse, ANY, Optional.empty(), Optional.empty(), iterate);
    }
    if (Arrays.asList(parts).contains(AuditEvents.TYPE))
      throw AuditEvents.apart(name + "=" + value);
    if (parts.length < 2 || parts.length > 3 || !r4.isType(parts[0])) {
      throw Problem.invalid(name, "is written Type:parameter, Type:parameter:Target, Type:* or *");
    }
    Optional<SearchParameter> param =
        parts[1].equals(ANY)
            ? Optional.empty()
            : Optional.of(clauses.reference(parts[0], parts[1], name));
    Optional<String> target = parts.length == 3 ? Optional.of(parts[2]) : Optional.empty();
    Include include = new Include(reverse, parts[0], param, target, iterate);
    check(type, name, include);
    return include;
  }

  private void check(String type, String name, Include include) {
    Optional<String> target = include.target();
    if (target.isPresent()) {
      boolean leads =
          r4.isType(target.get())
              && include.param().map(p -> p.targets().contains(target.get())).orElse(true);
      if (!leads) throw Problem.invalid(name, "this reference never leads to that type");
    }
    if (include.iterate()) return;
    boolean applies =
        include.reverse()
            ? include.param().map(p -> p.targets().contains(type)).orElse(true)
                && target.map(type::equals).orElse(true)
            : include.source().equals(type);
    if (!applies) {
      throw Problem.invalid(
          name, "this never applies to a " + type + "; what was included is followed by :iterate");
    }
  }
}
