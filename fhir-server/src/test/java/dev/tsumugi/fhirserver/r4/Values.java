package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.SearchParameter.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Timing;

/** Indexed values as comparable texts, from our index and, written apart, from HAPI's model. */
final class Values {
  private Values() {}

  static Map<String, List<String>> of(Index index) {
    Map<String, List<String>> all = new TreeMap<>();
    index.tokens().forEach(t -> put(all, t.param(), t.system() + "|" + t.code()));
    index.references().forEach(r -> put(all, r.param(), r.value() + " " + r.identifier()));
    index.dates().forEach(d -> put(all, d.param(), "date"));
    index.strings().forEach(s -> put(all, s.param(), s.value()));
    index.numbers().forEach(n -> put(all, n.param(), middle(n) + " " + n.code()));
    index.uris().forEach(u -> put(all, u.param(), u.value()));
    all.values().forEach(Collections::sort);
    return all;
  }

  private static void put(Map<String, List<String>> all, String param, String value) {
    all.computeIfAbsent(param, p -> new ArrayList<>()).add(value);
  }

  private static String middle(Index.NumberValue number) {
    return plain(number.low().add(number.high()).divide(BigDecimal.valueOf(2)));
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  static List<String> of(Kind kind, IBase value) {
    return switch (kind) {
      case TOKEN -> tokens(value);
      case REFERENCE -> references(value);
      case DATE -> dates(value);
      case STRING -> strings(value);
      case NUMBER, QUANTITY -> numbers(value);
      case URI -> uris(value);
      default -> throw new IllegalArgumentException(kind.name());
    };
  }

  private static List<String> tokens(IBase value) {
    if (value instanceof Coding c) return List.of(token(c.getSystem(), c.getCode()));
    if (value instanceof Identifier i) return List.of(token(i.getSystem(), i.getValue()));
    if (value instanceof ContactPoint c) return List.of(token(null, c.getValue()));
    if (value instanceof CodeableConcept concept) {
      List<String> all = new ArrayList<>();
      boolean told = !concept.hasText();
      for (Coding c : concept.getCoding()) {
        all.add(token(c.getSystem(), c.getCode()));
        told |= !c.hasDisplay() || c.getDisplay().equals(concept.getText());
      }
      if (!told) all.add("|");
      return all;
    }
    // HAPI implies the system of a bound code from its enumeration, as we do from the value set.
    if (value instanceof org.hl7.fhir.r4.model.Enumeration<?> e && e.hasValue()) {
      return List.of(token(e.getSystem(), e.getCode()));
    }
    return value instanceof PrimitiveType<?> p && p.hasValue()
        ? List.of(token(null, p.getValueAsString()))
        : List.of();
  }

  private static String token(String system, String code) {
    return Objects.toString(system, "") + "|" + Objects.toString(code, "");
  }

  private static List<String> references(IBase value) {
    if (value instanceof Reference r) {
      boolean literal = r.hasReference() && !r.getReference().startsWith("#");
      var identifier =
          r.getIdentifier().hasValue()
              ? new dev.tsumugi.kernel.Coding(
                  Objects.toString(r.getIdentifier().getSystem(), ""), r.getIdentifier().getValue())
              : null;
      if (!literal && identifier == null) return List.of();
      return List.of((literal ? r.getReference() : "") + " " + identifier);
    }
    return uris(value).stream().map(url -> url + " null").toList();
  }

  private static List<String> uris(IBase value) {
    if (!(value instanceof PrimitiveType<?> p) || !p.hasValue()) return List.of();
    String url = p.getValueAsString();
    return value instanceof CanonicalType && url.contains("|")
        ? List.of(url, url.substring(0, url.indexOf('|')))
        : List.of(url);
  }

  private static List<String> dates(IBase value) {
    boolean empty =
        value instanceof StringType
            || value instanceof Quantity
            || value instanceof Range
            || (value instanceof Period p && !p.hasStart() && !p.hasEnd())
            || (value instanceof Timing t && !t.hasEvent() && !t.getRepeat().hasBoundsPeriod())
            || (value instanceof PrimitiveType<?> p && !p.hasValue());
    return empty ? List.of() : List.of("date");
  }

  private static List<String> strings(IBase value) {
    List<String> all = new ArrayList<>();
    if (value instanceof HumanName n) {
      all.add(n.getText());
      all.add(n.getFamily());
      n.getGiven().forEach(s -> all.add(s.getValue()));
      n.getPrefix().forEach(s -> all.add(s.getValue()));
      n.getSuffix().forEach(s -> all.add(s.getValue()));
    } else if (value instanceof Address a) {
      all.addAll(Collections.singletonList(a.getText()));
      a.getLine().forEach(s -> all.add(s.getValue()));
      Collections.addAll(
          all, a.getCity(), a.getDistrict(), a.getState(), a.getPostalCode(), a.getCountry());
    } else if (value instanceof PrimitiveType<?> p) {
      all.add(p.getValueAsString());
    }
    all.removeIf(Objects::isNull);
    return all;
  }

  private static List<String> numbers(IBase value) {
    if (value instanceof Quantity q && q.hasValue()) {
      String unit = Objects.toString(q.hasCode() ? q.getCode() : q.getUnit(), "");
      return List.of(plain(q.getValue()) + " " + unit);
    }
    if (value instanceof Money m && m.hasValue()) {
      return List.of(plain(m.getValue()) + " " + Objects.toString(m.getCurrency(), ""));
    }
    if (value instanceof DecimalType d) return List.of(plain(d.getValue()) + " ");
    if (value instanceof IntegerType i) return List.of(i.getValueAsString() + " ");
    return List.of();
  }
}
