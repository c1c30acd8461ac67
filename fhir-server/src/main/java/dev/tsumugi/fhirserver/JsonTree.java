package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Changes at a place in a JSON value; each gives a new value, as RFC 6902 says. */
final class JsonTree {
  private static final int DIGITS = 200;

  private JsonTree() {}

  private static Problem nothingThere() {
    return Problem.of(Problem.Kind.UNPROCESSABLE, "the path leads nowhere in this resource");
  }

  static Json at(Json whole, JsonPointer path) {
    Json found = path.in(whole);
    if (found == null) throw nothingThere();
    return found;
  }

  /** What becomes of the object that holds the last step of a path. */
  private interface InObject {
    Json.Obj change(Json.Obj object, String name);
  }

  /** What becomes of the items among which the last step of a path points. */
  private interface InArray {
    void change(List<Json> items, String token);
  }

  private static Json change(Json value, JsonPointer path, InObject inObject, InArray inArray) {
    if (path.tokens().size() == 1) {
      if (value instanceof Json.Obj obj) return inObject.change(obj, path.first());
      if (value instanceof Json.Arr arr) {
        List<Json> items = new ArrayList<>(arr.items());
        inArray.change(items, path.first());
        return new Json.Arr(items);
      }
      throw nothingThere();
    }
    if (value instanceof Json.Obj obj) {
      Json inner = obj.get(path.first());
      if (inner == null) throw nothingThere();
      return obj.with(path.first(), change(inner, path.rest(), inObject, inArray));
    }
    if (value instanceof Json.Arr arr) {
      int index = index(path.first(), arr.items().size() - 1);
      List<Json> items = new ArrayList<>(arr.items());
      items.set(index, change(items.get(index), path.rest(), inObject, inArray));
      return new Json.Arr(items);
    }
    throw nothingThere();
  }

  private static int index(String token, int last) {
    int index = JsonPointer.index(token);
    if (index < 0 || index > last) throw nothingThere();
    return index;
  }

  static Json add(Json whole, JsonPointer path, Json value) {
    if (path.isWhole()) return value;
    return change(
        whole,
        path,
        (object, name) -> object.with(name, value),
        (items, token) ->
            items.add(token.equals("-") ? items.size() : index(token, items.size()), value));
  }

  static Json remove(Json whole, JsonPointer path) {
    if (path.isWhole()) {
      throw Problem.of(Problem.Kind.UNPROCESSABLE, "the whole resource cannot be removed");
    }
    return change(
        whole,
        path,
        (object, name) -> holding(object, name).without(name),
        (items, token) -> items.remove(index(token, items.size() - 1)));
  }

  static Json replace(Json whole, JsonPointer path, Json value) {
    if (path.isWhole()) return value;
    return change(
        whole,
        path,
        (object, name) -> holding(object, name).with(name, value),
        (items, token) -> items.set(index(token, items.size() - 1), value));
  }

  private static Json.Obj holding(Json.Obj object, String name) {
    if (!object.has(name)) throw nothingThere();
    return object;
  }

  /**
   * Equal as RFC 6902 section 4.6 has it: members in any order, numbers by their value. In time
   * that grows with the size of both, which a look-up of each member among the other's would not.
   */
  static boolean same(Json one, Json other) {
    if (one instanceof Json.Num a && other instanceof Json.Num b) {
      return a.equals(b) || sameNumber(a.literal(), b.literal());
    }
    if (one instanceof Json.Arr a && other instanceof Json.Arr b) {
      if (a.items().size() != b.items().size()) return false;
      for (int i = 0; i < a.items().size(); i++) {
        if (!same(a.items().get(i), b.items().get(i))) return false;
      }
      return true;
    }
    if (one instanceof Json.Obj a && other instanceof Json.Obj b) return sameMembers(a, b);
    return one.equals(other);
  }

  private static boolean sameNumber(String one, String other) {
    // To read a number takes time that grows with the square of its digits.
    if (one.length() > DIGITS || other.length() > DIGITS) return false;
    try {
      return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
    } catch (NumberFormatException beyondAnyExponent) {
      return false;
    }
  }

  private static boolean sameMembers(Json.Obj one, Json.Obj other) {
    if (one.size() != other.size()) return false;
    Map<String, Json> members = new HashMap<>();
    for (int i = 0; i < other.size(); i++) members.put(other.name(i), other.value(i));
    for (int i = 0; i < one.size(); i++) {
      Json member = members.get(one.name(i));
      if (member == null || !same(one.value(i), member)) return false;
    }
    return true;
  }

  /** Characters of a value, about; stops counting where {@code most} is reached. */
  static long weight(Json value, long most) {
    long weight = 1;
    if (value instanceof Json.Text text) {
      weight += text.value().length();
    } else if (value instanceof Json.Num num) {
      weight += num.literal().length();
    } else if (value instanceof Json.Arr arr) {
      for (Json item : arr.items()) {
        if (weight >= most) break;
        weight += weight(item, most - weight);
      }
    } else if (value instanceof Json.Obj obj) {
      for (int i = 0; i < obj.size() && weight < most; i++) {
        weight += obj.name(i).length() + weight(obj.value(i), most - weight);
      }
    }
    return weight;
  }

  static boolean isDeeper(Json value, int levels) {
    if (value instanceof Json.Arr arr) {
      if (levels == 0) return !arr.items().isEmpty();
      for (Json item : arr.items()) if (isDeeper(item, levels - 1)) return true;
    } else if (value instanceof Json.Obj obj) {
      if (levels == 0) return obj.size() > 0;
      for (int i = 0; i < obj.size(); i++) if (isDeeper(obj.value(i), levels - 1)) return true;
    }
    return false;
  }
}
