package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.fhirserver.Query.DateTest;
import dev.tsumugi.fhirserver.Query.Prefix;
import dev.tsumugi.fhirserver.Query.Sort;
import dev.tsumugi.fhirserver.r4.Folding;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.kernel.FhirTime;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads search parameters (<a href="https://hl7.org/fhir/R4/search.html">R4 search</a>). What is
 * not supported is refused by its name, never ignored.
 */
public final class QueryParser {
  public static final int DEFAULT_COUNT = 20;
  public static final int MAX_COUNT = 1_000;
  private static final int MAX_VALUES = 200;

  private final R4 r4;

  public QueryParser(R4 r4) {
    this.r4 = r4;
  }

  /** One {@code name=value} of the request, decoded. */
  public record Word(String name, String value) {}

  public Query parse(String type, List<Word> words) {
    if (!r4.isType(type)) {
      throw Problem.of(Problem.Kind.NOT_FOUND, "there is no resource type of this name in R4");
    }
    List<Clause> clauses = new ArrayList<>();
    List<Sort> sort = List.of();
    int count = DEFAULT_COUNT;
    Query.Total total = Query.Total.NONE;
    List<String> text = new ArrayList<>();
    for (Word word : words) {
      if (word.value().isEmpty()) continue; // an empty value asks nothing (search.html, R4 errata)
      switch (word.name()) {
        case "_sort" -> sort = sort(type, word.value());
        case "_count" -> count = count(word.value());
        case "_total" -> total = total(word.value());
        case "_summary" -> {
          if (!word.value().equals("count")) throw unsupported("_summary=" + word.value());
          count = 0;
          total = Query.Total.ACCURATE;
        }
        default -> clauses.add(clause(type, word));
      }
      text.add(word.name() + "=" + word.value());
    }
    if (count == 0) total = Query.Total.ACCURATE;
    return new Query(type, clauses, sort, count, total, String.join("\n", text));
  }

  /** The words of a {@link Query#text()}. */
  public static List<Word> words(String text) {
    if (text.isEmpty()) return List.of();
    return text.lines().map(QueryParser::word).toList();
  }

  private static Word word(String line) {
    int equals = line.indexOf('=');
    return new Word(line.substring(0, equals), line.substring(equals + 1));
  }

  private Clause clause(String type, Word word) {
    int colon = word.name().indexOf(':');
    String code = colon < 0 ? word.name() : word.name().substring(0, colon);
    String modifier = colon < 0 ? "" : word.name().substring(colon + 1);
    if (code.indexOf('.') >= 0 || modifier.indexOf('.') >= 0) throw unsupported(word.name());
    List<String> values = split(word);

    if (code.equals("_id") && modifier.isEmpty())
      return new Clause.Ids(new LinkedHashSet<>(values));
    if (code.equals("_lastUpdated") && modifier.isEmpty()) {
      return new Clause.Updated(dates(word, values));
    }
    SearchParameter param = param(type, code, word.name());
    return switch (param.kind()) {
      case TOKEN -> tokens(param, modifier, word, values);
      case REFERENCE -> references(param, modifier, word, values);
      case STRING -> strings(param, modifier, word, values);
      case DATE -> {
        if (!modifier.isEmpty()) throw unsupported(word.name());
        yield new Clause.Dates(param, dates(word, values));
      }
      case NUMBER, QUANTITY, URI, COMPOSITE, SPECIAL ->
          throw new IllegalStateException("refused before");
    };
  }

  private SearchParameter param(String type, String code, String shown) {
    Optional<SearchParameter> param = r4.searchParameter(type, code);
    if (param.isPresent() && Searchable.supports(param.get())) {
      return param.get();
    }
    if (param.isPresent()) throw unsupported(shown);
    if (code.startsWith("_")) throw unsupported(shown);
    throw Problem.at(
        Problem.Kind.INVALID,
        code,
        "the search parameter '" + code + "' does not exist for " + type + "; see /fhir/metadata");
  }

  private static Clause tokens(
      SearchParameter param, String modifier, Word word, List<String> values) {
    boolean not = modifier.equals("not");
    if (!not && !modifier.isEmpty()) throw unsupported(word.name());
    return new Clause.Tokens(param, values.stream().map(QueryParser::token).toList(), not);
  }

  private static String token(String value) {
    int bar = unescapedBar(value);
    if (bar < 0) return TokenText.anySystem(unescape(value));
    String system = unescape(value.substring(0, bar));
    String code = unescape(value.substring(bar + 1));
    return code.isEmpty() ? TokenText.anyCode(system) : TokenText.exact(system, code);
  }

  private Clause references(
      SearchParameter param, String modifier, Word word, List<String> values) {
    if (!modifier.isEmpty() && !r4.isType(modifier)) throw unsupported(word.name());
    List<String> targets = new ArrayList<>();
    for (String value : values) {
      if (value.contains("://") || value.startsWith("urn:")) {
        targets.add(value);
      } else if (value.indexOf('/') > 0) {
        Ref ref = Ref.parse(value).orElseThrow(() -> badReference(word));
        targets.add(ref.toString());
      } else {
        if (!Ref.isId(value)) throw badReference(word);
        Set<String> types = modifier.isEmpty() ? param.targets() : Set.of(modifier);
        for (String target : types) targets.add(target + "/" + value);
      }
    }
    return new Clause.References(param, targets);
  }

  private static Problem badReference(Word word) {
    return Problem.invalid(
        word.name(), "a reference is written Type/id, an id alone, or an absolute address");
  }

  private static Clause strings(
      SearchParameter param, String modifier, Word word, List<String> values) {
    Clause.Strings.Match match =
        switch (modifier) {
          case "" -> Clause.Strings.Match.PREFIX;
          case "contains" -> Clause.Strings.Match.CONTAINS;
          case "exact" -> Clause.Strings.Match.EXACT;
          default -> throw unsupported(word.name());
        };
    List<String> texts =
        values.stream()
            .map(QueryParser::unescape)
            .map(v -> match == Clause.Strings.Match.EXACT ? v : Folding.fold(v))
            .toList();
    return new Clause.Strings(param, texts, match);
  }

  private static List<DateTest> dates(Word word, List<String> values) {
    return values.stream().map(value -> date(word, value)).toList();
  }

  private static DateTest date(Word word, String value) {
    Prefix prefix = Prefix.EQ;
    String rest = value;
    if (value.length() > 2 && Character.isLetter(value.charAt(0))) {
      prefix = prefix(word, value.substring(0, 2));
      rest = value.substring(2);
    }
    if (prefix == Prefix.AP) throw unsupported(word.name() + "=ap…");
    Prefix found = prefix;
    return FhirTime.parse(rest)
        .map(period -> new DateTest(found, period))
        .orElseThrow(
            () ->
                Problem.invalid(
                    word.name(), "a date is written 2026, 2026-11, 2026-11-22 or with a time"));
  }

  private static Prefix prefix(Word word, String text) {
    for (Prefix prefix : Prefix.values()) {
      if (prefix.name().toLowerCase(Locale.ROOT).equals(text)) return prefix;
    }
    throw Problem.invalid(word.name(), "the prefixes are eq, ne, gt, lt, ge, le, sa, eb, ap");
  }

  private List<Sort> sort(String type, String value) {
    List<Sort> sort = new ArrayList<>();
    for (String part : value.split(",", -1)) {
      boolean descending = part.startsWith("-");
      String code = descending ? part.substring(1) : part;
      sort.add(sortKey(type, code, descending));
    }
    return sort;
  }

  private Sort sortKey(String type, String code, boolean descending) {
    SearchParameter param = param(type, code, "_sort=" + code);
    if (code.equals("_id")) return new Sort(Sort.Key.ID, param, descending);
    if (code.equals("_lastUpdated")) return new Sort(Sort.Key.UPDATED, param, descending);
    if (param.kind() == SearchParameter.Kind.DATE) {
      return new Sort(Sort.Key.DATE, param, descending);
    }
    if (param.kind() == SearchParameter.Kind.STRING) {
      return new Sort(Sort.Key.STRING, param, descending);
    }
    throw unsupported("_sort=" + code);
  }

  private static int count(String value) {
    try {
      int count = Integer.parseInt(value);
      if (count >= 0) return Math.min(count, MAX_COUNT);
    } catch (NumberFormatException notANumber) {
      throw badCount();
    }
    throw badCount();
  }

  private static Problem badCount() {
    return Problem.invalid("_count", "a whole number from 0 to " + MAX_COUNT + " is needed");
  }

  private static Query.Total total(String value) {
    return switch (value) {
      case "none" -> Query.Total.NONE;
      case "accurate" -> Query.Total.ACCURATE;
      default -> throw unsupported("_total=" + value);
    };
  }

  /** Alternatives stand between commas; {@code \,} is a comma (search.html#escaping). */
  private static List<String> split(Word word) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    String text = word.value();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        value.append(c).append(text.charAt(++i));
      } else if (c == ',') {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    values.removeIf(String::isEmpty);
    if (values.isEmpty()) throw Problem.invalid(word.name(), "a value is needed");
    if (values.size() > MAX_VALUES) {
      throw Problem.at(
          Problem.Kind.TOO_LARGE, word.name(), "at most " + MAX_VALUES + " alternatives");
    }
    return values;
  }

  private static int unescapedBar(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '\\') i++;
      else if (value.charAt(i) == '|') return i;
    }
    return -1;
  }

  private static String unescape(String value) {
    if (value.indexOf('\\') < 0) return value;
    return value.replaceAll("\\\\([,|$\\\\])", "$1");
  }

  private static Problem unsupported(String what) {
    return Problem.at(
        Problem.Kind.NOT_SUPPORTED,
        what,
        "'" + what + "' is not supported by this server; /fhir/metadata tells what is");
  }
}
