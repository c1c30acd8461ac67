package dev.tsumugi.fhirserver.suite;

import dev.tsumugi.fhirserver.suite.Definitions.Param;
import dev.tsumugi.fhirserver.suite.Question.Word;
import dev.tsumugi.fhirserver.suite.Values.Value;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Parameters made of the values that the corpus holds, and of some that it does not. */
public final class Drawn {
  private static final List<String> PREFIXES =
      List.of("", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");

  /** Units whose dimension no other unit of the data shares unseen. */
  private static final Set<String> UNITS =
      Set.of("mg/dL", "g/dL", "g/L", "kg", "cm", "mm[Hg]", "h");

  private static final int VALUES = 12;
  private static final int FAR = 40;

  private final Corpus corpus;
  private final Definitions definitions = Definitions.read();
  private final Random random;

  public Drawn(Corpus corpus, long seed) {
    this.corpus = corpus;
    this.random = new Random(seed);
  }

  /** Single parameters, chains and {@code _has} among them. */
  public List<Word> words(String type) {
    List<Word> words = new ArrayList<>(own(type));
    words.addAll(chains(type));
    words.addAll(has(type));
    return words;
  }

  /** Values of {@code _sort}. */
  public List<String> sorts(String type) {
    List<String> keys = new ArrayList<>(List.of("_id", "_lastUpdated"));
    for (Param param : definitions.of(type)) {
      boolean ordered =
          Set.of("string", "date", "number", "token", "reference").contains(param.kind());
      if (ordered && !param.code().equals("deceased")) keys.add(param.code());
    }
    List<String> sorts = new ArrayList<>();
    for (String key : keys) {
      sorts.add(key);
      sorts.add("-" + key);
      sorts.add(keys.get(random.nextInt(keys.size())) + ",-" + key);
    }
    return sorts;
  }

  private List<Word> own(String type) {
    List<Word> words = new ArrayList<>();
    for (Param param : definitions.of(type)) {
      if (param.kind().equals("composite")) continue;
      Set<Word> forms = new LinkedHashSet<>();
      for (Value value : some(values(type, param), VALUES)) forms(param, value, forms);
      forms.add(new Word(param.code() + ":missing", String.valueOf(random.nextBoolean())));
      if (param.kind().equals("token")) forms.add(new Word(param.code() + ":not", "none-such"));
      words.addAll(some(List.copyOf(forms), 2 * VALUES));
    }
    for (Json.Obj one : some(corpus.ofType(type), 4)) words.add(new Word("_id", one.text("id")));
    words.add(new Word("_lastUpdated", "ge2026-11-22T03:02:00Z"));
    words.add(new Word("_tag", "vip"));
    return words;
  }

  private List<Value> values(String type, Param param) {
    List<Value> values = new ArrayList<>();
    for (Json.Obj resource : corpus.ofType(type)) values.addAll(Values.of(resource, param));
    return values;
  }

  private <T> List<T> some(List<T> all, int most) {
    List<T> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, Math.min(most, shuffled.size()));
  }

  private void forms(Param param, Value value, Set<Word> into) {
    String code = param.code();
    switch (param.kind()) {
      case "token" -> token(code, value, into);
      case "string" -> {
        for (String text : Matches.strings(value)) string(code, text, into);
      }
      case "date" -> date(code, value, into);
      case "number", "quantity" -> number(code, value, into);
      case "uri" -> into.add(new Word(code, escaped(value.text())));
      case "reference" -> reference(param, value, into);
      default -> throw new IllegalArgumentException(param.kind());
    }
  }

  private void token(String code, Value value, Set<Word> into) {
    for (Json.Obj coding : codings(value)) {
      String own = coding.text(coding.has("code") ? "code" : "value");
      if (own == null) continue;
      String system = coding.text("system");
      boolean bare = value.type().equals("ContactPoint") || system == null;
      String full = bare ? escaped(own) : escaped(system) + "|" + escaped(own);
      into.add(new Word(code, escaped(own)));
      into.add(new Word(code, full + ",none-such"));
      into.add(new Word(code + ":not", full));
      String display = coding.text("display");
      if (display != null) into.add(new Word(code + ":text", escaped(beginning(display))));
    }
    if (!value.text().isEmpty()) into.add(new Word(code, escaped(value.text())));
    if (value.json() instanceof Json.Bool bool) into.add(new Word(code, bool.value() + ""));
  }

  private static List<Json.Obj> codings(Value value) {
    Json.Obj object = value.object();
    return value.type().equals("CodeableConcept") ? object.objects("coding") : List.of(object);
  }

  private void string(String code, String text, Set<Word> into) {
    if (text.isBlank()) return;
    into.add(new Word(code, escaped(beginning(text))));
    into.add(new Word(code + ":exact", escaped(text)));
    into.add(new Word(code + ":contains", escaped(text.substring(text.length() / 2).strip())));
  }

  private void date(String code, Value value, Set<Word> into) {
    String start = value.object().text("start");
    String text = start == null ? value.text() : start;
    if (text.isEmpty()) return;
    for (int length : List.of(4, 7, 10, text.length())) {
      if (length > text.length()) continue;
      String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
      into.add(new Word(code, prefix + text.substring(0, length)));
    }
  }

  private void number(String code, Value value, Set<Word> into) {
    Json number = value.json() instanceof Json.Num ? value.json() : value.object().get("value");
    if (!(number instanceof Json.Num num)) return;
    String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
    into.add(new Word(code, prefix + num.literal()));
    String unit = value.object().text("code");
    if (unit == null || !UNITS.contains(unit)) return;
    into.add(new Word(code, prefix + num.literal() + "|" + Amount.UCUM + "|" + unit));
  }

  private static void reference(Param param, Value value, Set<Word> into) {
    String target = Matches.target(value);
    if (target.isEmpty()) return;
    into.add(new Word(param.code(), escaped(target)));
    int slash = target.indexOf('/');
    if (target.contains(":") || slash < 0) return;
    into.add(new Word(param.code(), target.substring(slash + 1)));
    into.add(
        new Word(param.code() + ":" + target.substring(0, slash), target.substring(slash + 1)));
  }

  private List<Word> chains(String type) {
    List<Word> words = new ArrayList<>();
    for (Param param : definitions.references(type)) {
      Set<String> targets = new LinkedHashSet<>();
      for (Value value : values(type, param)) {
        String target = Matches.target(value);
        if (corpus.get(target) != null) targets.add(target.substring(0, target.indexOf('/')));
      }
      boolean any = param.targets().contains("*");
      for (String target : targets) {
        if (!any && !param.targets().contains(target)) continue;
        for (Word far : some(own(target), 6)) {
          words.add(new Word(param.code() + ":" + target + "." + far.name(), far.value()));
        }
      }
    }
    return some(words, FAR);
  }

  private List<Word> has(String type) {
    List<Word> words = new ArrayList<>();
    for (String from : corpus.types()) {
      for (Param param : definitions.references(from)) {
        boolean leads =
            param.code().equals("patient")
                ? type.equals("Patient")
                : param.targets().contains(type);
        if (!leads) continue;
        for (Word far : some(own(from), 2)) {
          String name = "_has:" + from + ":" + param.code() + ":" + far.name();
          words.add(new Word(name, far.value()));
        }
      }
    }
    return some(words, FAR);
  }

  /** Up to four signs, whole ones. */
  private static String beginning(String text) {
    int signs = Math.min(4, text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, signs)).strip();
  }

  private static String escaped(String text) {
    return text.replaceAll("([,|$\\\\])", "\\\\$1");
  }
}
