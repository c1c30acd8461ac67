package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.Query.DateTest;
import dev.tsumugi.fhirserver.Query.NumberTest;
import dev.tsumugi.fhirserver.Query.Prefix;
import dev.tsumugi.fhirserver.r4.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Prefixes over pairs of columns (<a href="https://hl7.org/fhir/R4/search.html#prefix">R4</a>). */
final class Ranges {
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  private Ranges() {}

  /**
   * @param stretch the column pair is [from, until); else it is one instant
   * @param now what ap measures from: a tenth of the time between the asked date and now
   */
  static Sql date(DateTest test, String from, String until, boolean stretch, Instant now) {
    Instant a = test.value().from();
    Instant b = test.value().until();
    String inside = until + (stretch ? " <= ?" : " < ?");
    return switch (test.prefix()) {
      case EQ -> new Sql().add("(" + from + " >= ? and " + inside + ")", a, b);
      case NE -> new Sql().add("not (" + from + " >= ? and " + inside + ")", a, b);
      case GT -> new Sql().add(until + (stretch ? " > ?" : " >= ?"), b);
      case LT -> new Sql().add(from + " < ?", a);
      case GE ->
          new Sql()
              .add("(" + until + (stretch ? " > ?" : " >= ?"), b)
              .add(" or (" + from + " >= ? and " + inside + "))", a, b);
      case LE ->
          new Sql()
              .add("(" + from + " < ?", a)
              .add(" or (" + from + " >= ? and " + inside + "))", a, b);
      case SA -> new Sql().add(from + " >= ?", b);
      case EB -> new Sql().add(until + " <= ?", a);
      case AP -> {
        Duration room = Duration.between(a, now).abs().dividedBy(10);
        yield new Sql()
            .add(
                "(" + from + " < ? and " + until + (stretch ? " > ?" : " >= ?") + ")",
                b.plus(room),
                a.minus(room));
      }
    };
  }

  /** The unit's own values first; those that UCUM converts beside them. */
  static Sql number(NumberTest test) {
    if (test.unit().isEmpty()) return number(test, "n.low", "n.high", Optional.empty());
    long unit = NumberRow.key(test.unit());
    if (test.unit().startsWith("|")) {
      return new Sql()
          .add("((n.code = ? or n.label = ?) and ", unit, unit)
          .add(number(test, "n.low", "n.high", Optional.empty()))
          .add(")");
    }
    int bar = test.unit().indexOf('|');
    Optional<Units.Base> base =
        Units.base(test.unit().substring(0, bar), test.unit().substring(bar + 1));
    Sql sql =
        new Sql()
            .add("(n.unit = ? and ", unit)
            .add(number(test, "n.low", "n.high", Optional.empty()));
    if (base.isPresent()) {
      sql.add(" or n.base = ? and n.unit <> ? and ", base.get().key(), unit)
          .add(number(test, "n.base_low", "n.base_high", base));
    }
    return sql.add(")");
  }

  private static Sql number(NumberTest test, String low, String high, Optional<Units.Base> base) {
    BigDecimal exact = in(base, test.value());
    boolean near = test.prefix() == Prefix.AP;
    BigDecimal room = near ? test.value().abs().multiply(TENTH) : Decimals.tolerance(test.value());
    BigDecimal from = in(base, test.value().subtract(room));
    BigDecimal until = in(base, test.value().add(room));
    String inside = "(" + low + " >= ? and " + high + " < ?)";
    return switch (test.prefix()) {
      case EQ -> new Sql().add(inside, from, until);
      case NE -> new Sql().add("not " + inside, from, until);
      case GT -> new Sql().add(high + " > ?", exact);
      case LT -> new Sql().add(low + " < ?", exact);
      case GE -> new Sql().add(high + " >= ?", exact);
      case LE -> new Sql().add(low + " <= ?", exact);
      case SA -> new Sql().add(low + " > ?", exact);
      case EB -> new Sql().add(high + " < ?", exact);
      case AP -> new Sql().add("(" + high + " >= ? and " + low + " <= ?)", from, until);
    };
  }

  private static BigDecimal in(Optional<Units.Base> base, BigDecimal value) {
    return base.map(b -> b.of(value)).orElse(value);
  }
}
