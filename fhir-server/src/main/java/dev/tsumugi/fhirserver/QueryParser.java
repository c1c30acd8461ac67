package dev.tsumugi.fhirserver;

import dev.tsumugi.fhirserver.Query.Clause;
import dev.tsumugi.fhirserver.Query.Include;
import dev.tsumugi.fhirserver.Query.Sort;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.fhirserver.r4.SearchParameter;
import dev.tsumugi.fhirserver.r4.SortPaths;
import dev.tsumugi.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads search parameters (<a href="https://hl7.org/fhir/R4/search.html">R4 search</a>). What is
 * not supported is refused by its name, never ignored; under lenient handling it is left out and
 * named in {@link Query#leftOut}.
 */
public final class QueryParser {
  public static final int DEFAULT_COUNT = Limits.DEFAULT_COUNT;
  public static final int MAX_COUNT = Limits.MAX_COUNT;
  private static final int MAX_INCLUDES = 20;
  private static final int MAX_SORTS = 8;
  private static final Set<String> SUMMARIES = Set.of("true", "text", "data", "count", "false");

  private final Parameters parameters;
  private final ParametersInForce inForce;
  private final R4 r4;
  private final ClauseParser clauses;
  private final IncludeParser along;

  /** Reads by the parameters in force when a query comes. */
  public QueryParser(Parameters parameters) {
    this(parameters, parameters.now());
  }

  /** Reads by R4's own parameters alone. */
  public QueryParser(R4 r4) {
    this(new OwnParameters(ParametersInForce.of(r4)));
  }

  private QueryParser(Parameters parameters, ParametersInForce inForce) {
    this.parameters = parameters;
    this.inForce = inForce;
    this.r4 = inForce.answered();
    this.clauses = new ClauseParser(inForce, parameters.codeSets());
    this.along = new IncludeParser(r4, clauses);
  }

  private record OwnParameters(ParametersInForce now) implements Parameters {
    @Override
    public Optional<ParametersInForce.Progress> progress(String id) {
      return Optional.empty();
    }
  }

  /** A parser is three small objects: others in force cost no more than that. */
  private QueryParser current() {
    ParametersInForce now = parameters.now();
    return now == inForce ? this : new QueryParser(parameters, now);
  }

  /** One {@code name=value} of the request, decoded. */
  public record Word(String name, String value) {}

  /** Strict: the first word that is not understood or not supported is a {@link Problem}. */
  public Query parse(String type, List<Word> words) {
    return current().read(type, words, false);
  }

  /** Lenient: what does not exist or is not supported is left out; what is malformed is refused. */
  public Query parseLeniently(String type, List<Word> words) {
    return current().read(type, words, true);
  }

  private Query read(String type, List<Word> words, boolean lenient) {
    if (!r4.isType(type) && !type.equals(Query.SEVERAL)) {
      throw Problem.of(Problem.Kind.NOT_FOUND, "there is no resource type of this name in R4");
    }
    if (type.equals(AuditEvents.TYPE)) throw AuditEvents.apart(type);
    Limits.words(words.size());
    Reading reading = new Reading(type);
    for (Word word : words) {
      if (word.value().isEmpty()) continue; // an empty value asks nothing (search.html, R4 errata)
      demandOneLine(word);
      try {
        reading.take(word);
      } catch (Problem problem) {
        // A value that cannot be read is a mistake under any handling.
        if (!lenient || problem.kind() != Problem.Kind.NOT_SUPPORTED) throw problem;
        reading.leftOut.add(word.name());
      }
    }
    return reading.query();
  }

  /** A query's text has a line for each word: one that breaks would be read as another question. */
  private static void demandOneLine(Word word) {
    boolean breaks = (word.name() + word.value()).chars().anyMatch(c -> c == '\n' || c == '\r');
    if (breaks) throw Problem.invalid("", "a parameter is one line");
  }

  /** The words of a {@link Query#text()}. */
  public static List<Word> words(String text) {
    if (text.isEmpty()) return List.of();
    return text.lines().map(QueryParser::word).toList();
  }

  private static Word word(String line) {
    int equals = line.indexOf('=');
    if (equals < 0) throw Problem.invalid("", "a parameter is one line");
    return new Word(line.substring(0, equals), line.substring(equals + 1));
  }

  /** A query under way. */
  private final class Reading {
    private final String type;

    /** Whose parameters are understood: those of every resource where several are searched. */
    private final String terms;

    private List<String> types = List.of();
    private final List<Clause> conditions = new ArrayList<>();
    private final List<Include> includes = new ArrayList<>();
    private final List<String> text = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private List<Sort> sort = List.of();
    private int count = DEFAULT_COUNT;
    private boolean countOnly;
    private Query.Total total = Query.Total.NONE;

    Reading(String type) {
      this.type = type;
      this.terms = type.equals(Query.SEVERAL) ? R4.ANY : type;
    }

    void take(Word word) {
      String name = word.name();
      switch (name) {
        case "_sort" -> sort = sort(terms, word.value());
        case "_count" -> count = count(word.value());
        case "_total" -> total = total(word.value());
        case "_summary" -> {
          if (!SUMMARIES.contains(word.value())) {
            throw ClauseParser.unsupported("_summary=" + word.value());
          }
          countOnly |= word.value().equals("count");
        }
        // How much of each match is shown is no question to the records; the links repeat it.
        case "_elements" -> {}
        default -> {
          if (type.equals(Query.SEVERAL) && overSeveral(word)) break;
          if (IncludeParser.reads(name)) {
            if (includes.size() == MAX_INCLUDES) {
              throw Problem.at(
                  Problem.Kind.TOO_LARGE, name, "at most " + MAX_INCLUDES + " includes");
            }
            includes.add(along.include(type, name, word.value()));
          } else {
            conditions.add(clauses.clause(terms, name, word.value()));
          }
        }
      }
      text.add(name + "=" + word.value());
    }

    /** Whether the word says which types; what leads beyond one row is not offered over several. */
    private boolean overSeveral(Word word) {
      String name = word.name();
      if (name.startsWith("_has") || IncludeParser.reads(name)) {
        throw ClauseParser.unsupported(name);
      }
      if (!name.equals("_type")) return false;
      if (!types.isEmpty()) throw Problem.invalid(name, "may be given once, with commas");
      types = QueryValues.alternatives(name, word.value()).stream().distinct().toList();
      for (String one : types) {
        if (!r4.isType(one)) throw Problem.invalid(name, "R4 has no such resource type");
        if (one.equals(AuditEvents.TYPE)) throw AuditEvents.apart("_type=" + one);
      }
      return true;
    }

    Query query() {
      if (countOnly) {
        count = 0;
        total = Query.Total.ACCURATE;
      }
      if (count == 0 && total == Query.Total.NONE) total = Query.Total.ACCURATE;
      String asked = String.join("\n", text);
      return new Query(type, types, conditions, sort, count, total, includes, leftOut, asked);
    }
  }

  private List<Sort> sort(String type, String value) {
    List<Sort> sort = new ArrayList<>();
    List<String> parts = List.of(value.split(",", -1));
    if (parts.size() > MAX_SORTS) {
      throw Problem.at(Problem.Kind.TOO_LARGE, "_sort", "at most " + MAX_SORTS + " keys");
    }
    for (String part : parts) {
      boolean descending = part.startsWith("-");
      String code = descending ? part.substring(1) : part;
      sort.add(sortKey(type, code, descending));
    }
    return sort;
  }

  private Sort sortKey(String type, String code, boolean descending) {
    SearchParameter param = clauses.param(type, code, "_sort=" + code);
    if (code.equals("_id")) return new Sort(Sort.Key.ID, param, descending);
    if (code.equals("_lastUpdated")) return new Sort(Sort.Key.UPDATED, param, descending);
    return switch (param.kind()) {
      case DATE -> new Sort(Sort.Key.DATE, param, descending);
      case STRING -> new Sort(Sort.Key.STRING, param, descending);
      case NUMBER, QUANTITY -> new Sort(Sort.Key.NUMBER, param, descending);
      case TOKEN, REFERENCE, URI -> {
        if (SortPaths.of(r4, param).isEmpty()) throw ClauseParser.unsupported("_sort=" + code);
        yield new Sort(Sort.Key.CODE, param, descending);
      }
      case COMPOSITE, SPECIAL -> throw ClauseParser.unsupported("_sort=" + code);
    };
  }

  static int count(String value) {
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

  static Query.Total total(String value) {
    return switch (value) {
      case "none" -> Query.Total.NONE;
      case "estimate" -> Query.Total.ESTIMATE;
      case "accurate" -> Query.Total.ACCURATE;
      default -> throw ClauseParser.unsupported("_total=" + value);
    };
  }
}
