package dev.tsumugi.terminology;

import dev.tsumugi.terminology.LinearRegex.NotKnown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Reads a regular expression into a tree; throws {@link NotKnown} at what it does not know. */
final class RegexReader {
  private static final int MAX_TIMES = 500;
  private static final int MAX_DEPTH = 50;
  private static final String ESCAPABLE = "\\.[]{}()*+?^$|-/ \"'#&~`@!%,;:=<>_";

  private final String regex;
  private int at;
  private int depth;

  /** A part of an expression. */
  sealed interface Node {
    record One(IntPredicate fits) implements Node {}

    record Edge(boolean end) implements Node {}

    record All(List<Node> parts) implements Node {}

    record Any(List<Node> choices) implements Node {}

    /**
     * A part that repeats.
     *
     * @param most -1 for any number
     */
    record Times(Node node, int least, int most) implements Node {}
  }

  RegexReader(String regex) {
    this.regex = regex;
  }

  Node read() {
    Node read = choices();
    if (at < regex.length()) throw new NotKnown();
    return read;
  }

  private Node choices() {
    if (++depth > MAX_DEPTH) throw new NotKnown();
    List<Node> choices = new ArrayList<>();
    do {
      choices.add(sequence());
    } while (take('|'));
    depth--;
    return choices.size() == 1 ? choices.get(0) : new Node.Any(choices);
  }

  private Node sequence() {
    List<Node> parts = new ArrayList<>();
    while (at < regex.length() && peek() != '|' && peek() != ')') parts.add(repeated(atom()));
    return new Node.All(parts);
  }

  private Node repeated(Node node) {
    Node read = node;
    if (take('*')) {
      read = new Node.Times(node, 0, -1);
    } else if (take('+')) {
      read = new Node.Times(node, 1, -1);
    } else if (take('?')) {
      read = new Node.Times(node, 0, 1);
    } else if (take('{')) {
      int least = number();
      int most = least;
      if (take(',')) most = at < regex.length() && peek() == '}' ? -1 : number();
      if (!take('}') || (most >= 0 && most < least)) throw new NotKnown();
      read = new Node.Times(node, least, most);
    } else {
      return node;
    }
    // Lazy or greedy makes no difference to whether a whole text matches; possessive does.
    take('?');
    boolean more = at < regex.length() && "*+?{".indexOf(peek()) >= 0;
    if (more || node instanceof Node.Edge) throw new NotKnown();
    return read;
  }

  private int number() {
    int from = at;
    while (at < regex.length() && Character.digit(peek(), 10) >= 0) at++;
    if (at == from || at - from > 3) throw new NotKnown();
    int number = Integer.parseInt(regex.substring(from, at));
    if (number > MAX_TIMES) throw new NotKnown();
    return number;
  }

  private Node atom() {
    char c = regex.charAt(at++);
    switch (c) {
      case '(':
        if (take('?') && !take(':')) throw new NotKnown();
        Node inner = choices();
        if (!take(')')) throw new NotKnown();
        return inner;
      case '[':
        return new Node.One(characterClass());
      case '.':
        return new Node.One(any -> "\n\r\u0085\u2028\u2029".indexOf(any) < 0);
      case '^':
        return new Node.Edge(false);
      case '$':
        return new Node.Edge(true);
      case '\\':
        return new Node.One(escape());
      case '*', '+', '?', '{', ']', '}':
        throw new NotKnown();
      default:
        return new Node.One(literal(c));
    }
  }

  private static IntPredicate literal(char c) {
    // A pair of surrogates is one character to others, and two here.
    if (Character.isSurrogate(c)) throw new NotKnown();
    return one -> one == c;
  }

  private IntPredicate escape() {
    if (at == regex.length()) throw new NotKnown();
    char c = regex.charAt(at++);
    IntPredicate set = set(c);
    if (set != null) return set;
    return literal(escaped(c));
  }

  private static @Nullable IntPredicate set(char c) {
    IntPredicate digit = one -> one >= '0' && one <= '9';
    IntPredicate word =
        one ->
            (one >= '0' && one <= '9')
                || (one >= 'a' && one <= 'z')
                || (one >= 'A' && one <= 'Z')
                || one == '_';
    IntPredicate space = one -> " \t\n\u000b\f\r".indexOf(one) >= 0;
    return switch (c) {
      case 'd' -> digit;
      case 'D' -> digit.negate();
      case 'w' -> word;
      case 'W' -> word.negate();
      case 's' -> space;
      case 'S' -> space.negate();
      default -> null;
    };
  }

  private static char escaped(char c) {
    return switch (c) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'f' -> '\f';
      default -> {
        if (ESCAPABLE.indexOf(c) < 0) throw new NotKnown();
        yield c;
      }
    };
  }

  private IntPredicate characterClass() {
    boolean negated = take('^');
    IntPredicate all = none -> false;
    boolean first = true;
    while (true) {
      if (at == regex.length()) throw new NotKnown();
      char c = regex.charAt(at++);
      if (c == ']' && !first) break;
      // Java reads these as unions and intersections.
      if (c == '[' || c == '&' || c == ']') throw new NotKnown();
      first = false;
      IntPredicate set = null;
      if (c == '\\') {
        if (at == regex.length()) throw new NotKnown();
        char next = regex.charAt(at++);
        set = set(next);
        c = set == null ? escaped(next) : next;
      }
      if (set == null) set = range(c);
      all = all.or(set);
    }
    return negated ? all.negate() : all;
  }

  private IntPredicate range(char low) {
    if (Character.isSurrogate(low)) throw new NotKnown();
    boolean range = at + 1 < regex.length() && peek() == '-' && regex.charAt(at + 1) != ']';
    if (!range) return one -> one == low;
    at++;
    char high = regex.charAt(at++);
    if (high == '[' || high == '&' || Character.isSurrogate(high)) throw new NotKnown();
    if (high == '\\') {
      if (at == regex.length() || set(peek()) != null) throw new NotKnown();
      high = escaped(regex.charAt(at++));
    }
    if (high < low) throw new NotKnown();
    char top = high;
    return one -> one >= low && one <= top;
  }

  private char peek() {
    return regex.charAt(at);
  }

  private boolean take(char c) {
    boolean here = at < regex.length() && peek() == c;
    if (here) at++;
    return here;
  }
}
