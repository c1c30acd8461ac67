package dev.tsumugi.fhirserver.shell.store;

import dev.tsumugi.fhirserver.TokenText;
import dev.tsumugi.fhirserver.r4.Index;
import dev.tsumugi.fhirserver.r4.R4;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Folding;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** What of an index stands in the row itself: tokens, parameters present, words. */
final class Entries {
  private static final char START = '\u0001';
  private static final char OPEN = '\u0002';

  private final R4 r4;
  private final String typeName;
  private final short type;
  private final Index index;

  Entries(R4 r4, String typeName, Index index) {
    this.r4 = r4;
    this.typeName = typeName;
    this.type = r4.typeNumber(typeName);
    this.index = index;
  }

  Index index() {
    return index;
  }

  private short number(String param) {
    return r4.searchParameter(typeName, param).orElseThrow().number();
  }

  /** Hashes of tokens, references and uris, each once. */
  long[] tokens() {
    Set<Long> hashes = new LinkedHashSet<>();
    for (Index.Token token : index.tokens()) {
      if (token.code().isEmpty()) continue; // a text or a system alone is no code to look for
      short param = number(token.param());
      hashes.add(TokenText.hash(type, param, TokenText.exact(token.system(), token.code())));
      hashes.add(TokenText.hash(type, param, TokenText.anySystem(token.code())));
      if (!token.system().isEmpty()) {
        hashes.add(TokenText.hash(type, param, TokenText.anyCode(token.system())));
      }
    }
    for (Index.TypedIdentifier typed : index.typed()) {
      String text = TokenText.ofType(typed.type(), typed.value());
      hashes.add(TokenText.hash(type, number(typed.param()), text));
    }
    for (Index.Pair pair : index.pairs()) {
      String text = TokenText.both(pair.first(), pair.second());
      hashes.add(TokenText.hash(type, number(pair.param()), text));
    }
    for (Index.Reference reference : index.references()) reference(reference, hashes);
    for (Index.UriValue uri : index.uris()) {
      hashes.add(TokenText.hash(type, number(uri.param()), uri.value()));
    }
    return Sql.longs(hashes);
  }

  private void reference(Index.Reference reference, Set<Long> hashes) {
    short param = number(reference.param());
    if (!reference.value().isEmpty()) {
      hashes.add(TokenText.reference(type, param, reference.value()));
    }
    Coding logical = reference.identifier();
    if (logical == null) return;
    identifier(param, TokenText.exact(logical.system(), logical.code()), hashes);
    identifier(param, TokenText.anySystem(logical.code()), hashes);
    if (!logical.system().isEmpty()) {
      identifier(param, TokenText.anyCode(logical.system()), hashes);
    }
  }

  private void identifier(short param, String form, Set<Long> hashes) {
    hashes.add(TokenText.hash(type, param, TokenText.identifier(form)));
  }

  /** Numbers of the parameters that have a value here, ascending: what {@code :missing} asks. */
  int[] present() {
    Set<Integer> numbers = new TreeSet<>();
    index.tokens().forEach(v -> numbers.add((int) number(v.param())));
    index.references().forEach(v -> numbers.add((int) number(v.param())));
    index.dates().forEach(v -> numbers.add((int) number(v.param())));
    index.strings().forEach(v -> numbers.add((int) number(v.param())));
    index.numbers().forEach(v -> numbers.add((int) number(v.param())));
    index.uris().forEach(v -> numbers.add((int) number(v.param())));
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * What is told beside codes, and uris, each behind the number of its parameter. It is looked
   * through, not looked up: rare questions, for which no write shall pay with an index.
   */
  String words() {
    Set<String> entries = new LinkedHashSet<>();
    for (Index.Token token : index.tokens()) {
      String folded = Folding.fold(token.text());
      if (!folded.isEmpty()) entries.add(word(number(token.param()), folded));
    }
    for (Index.UriValue uri : index.uris()) entries.add(word(number(uri.param()), uri.value()));
    return String.join("", entries);
  }

  /** How an entry that begins with {@code text} begins. */
  static String word(short param, String text) {
    // A text cannot hold the marks: folding makes them spaces, and no uri may have them.
    return START + Short.toString(param) + OPEN + text.replace(START, ' ').replace(OPEN, ' ');
  }

  /** Words but those of some parameters. */
  static String without(String words, Set<Short> params) {
    if (params.isEmpty()) return words;
    StringBuilder rest = new StringBuilder();
    for (int at = 0; at < words.length(); ) {
      int next = words.indexOf(START, at + 1);
      int end = next < 0 ? words.length() : next;
      String number = words.substring(at + 1, Math.max(at + 1, words.indexOf(OPEN, at)));
      boolean gone = params.stream().anyMatch(param -> number.equals(Short.toString(param)));
      if (!gone) rest.append(words, at, end);
      at = end;
    }
    return rest.toString();
  }
}
