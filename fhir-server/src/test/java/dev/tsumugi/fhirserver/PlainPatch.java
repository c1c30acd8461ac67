package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * RFC 6902 once more, in another way: over maps and lists that are changed in place, as the text of
 * the RFC tells it step by step.
 */
final class PlainPatch {
  private static final class DoesNotFit extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A number, equal by value; remembers how it was written. */
  private record Number(String literal) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Number that
          && new BigDecimal(literal).compareTo(new BigDecimal(that.literal)) == 0;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  /** So that null in JSON is not the null of Java. */
  private enum Nothing {
    NOTHING
  }

  private Object root;

  private PlainPatch(Json document) {
    root = plain(document);
  }

  static Optional<Json> apply(Json.Arr patch, Json document) {
    PlainPatch state = new PlainPatch(document);
    try {
      for (Json operation : patch.items()) state.operation((Json.Obj) operation);
    } catch (DoesNotFit refused) {
      return Optional.empty();
    }
    return Optional.of(json(state.root));
  }

  static @Nullable Json at(Json document, String pointer) {
    try {
      return json(new PlainPatch(document).get(pointer));
    } catch (DoesNotFit nothing) {
      return null;
    }
  }

  private void operation(Json.Obj operation) {
    String op = Objects.requireNonNull(operation.text("op"));
    String path = Objects.requireNonNull(operation.text("path"));
    String from = operation.text("from");
    switch (op) {
      case "add" -> add(path, plain(Objects.requireNonNull(operation.get("value"))));
      case "remove" -> remove(path);
      case "replace" -> {
        get(path);
        Object value = plain(Objects.requireNonNull(operation.get("value")));
        if (path.isEmpty()) root = value;
        else if (parent(path) instanceof List<?>) {
          remove(path);
          add(path, value);
        } else map(parent(path)).put(last(path), value);
      }
      case "copy" -> add(path, plain(json(get(Objects.requireNonNull(from)))));
      case "move" -> {
        String source = Objects.requireNonNull(from);
        if (path.startsWith(source + "/")) throw new DoesNotFit();
        Object moved = get(source);
        if (source.equals(path)) return;
        remove(source);
        add(path, moved);
      }
      case "test" -> {
        if (!get(path).equals(plain(Objects.requireNonNull(operation.get("value"))))) {
          throw new DoesNotFit();
        }
      }
      default -> throw new IllegalStateException(op);
    }
  }

  private static String last(String pointer) {
    String token = pointer.substring(pointer.lastIndexOf('/') + 1);
    return token.replace("~1", "/").replace("~0", "~");
  }

  private Object parent(String pointer) {
    return get(pointer.substring(0, pointer.lastIndexOf('/')));
  }

  private Object get(String pointer) {
    if (pointer.isEmpty()) return root;
    Object parent = parent(pointer);
    Object child = null;
    if (parent instanceof Map<?, ?> map) child = map.get(last(pointer));
    if (parent instanceof List<?> list) child = list.get(index(last(pointer), list.size() - 1));
    if (child == null) throw new DoesNotFit();
    return child;
  }

  private static int index(String token, int most) {
    if (!token.matches("0|[1-9][0-9]*") || Integer.parseInt(token) > most) throw new DoesNotFit();
    return Integer.parseInt(token);
  }

  private void add(String pointer, Object value) {
    if (pointer.isEmpty()) {
      root = value;
      return;
    }
    Object parent = parent(pointer);
    if (parent instanceof Map<?, ?>) {
      map(parent).put(last(pointer), value);
    } else if (parent instanceof List<?>) {
      List<Object> list = list(parent);
      list.add(last(pointer).equals("-") ? list.size() : index(last(pointer), list.size()), value);
    } else {
      throw new DoesNotFit();
    }
  }

  private void remove(String pointer) {
    if (pointer.isEmpty()) throw new DoesNotFit();
    get(pointer);
    Object parent = parent(pointer);
    if (parent instanceof Map<?, ?>) map(parent).remove(last(pointer));
    else list(parent).remove(index(last(pointer), list(parent).size() - 1));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  private static Object plain(Json json) {
    if (json instanceof Json.Obj obj) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < obj.size(); i++) map.put(obj.name(i), plain(obj.value(i)));
      return map;
    }
    if (json instanceof Json.Arr arr) {
      List<Object> list = new ArrayList<>();
      for (Json item : arr.items()) list.add(plain(item));
      return list;
    }
    if (json instanceof Json.Num num) return new Number(num.literal());
    if (json instanceof Json.Text text) return text.value();
    if (json instanceof Json.Bool bool) return bool.value();
    return Nothing.NOTHING;
  }

  private static Json json(Object plain) {
    if (plain instanceof Map<?, ?> map) {
      Json.Obj obj = Json.object().build();
      for (Map.Entry<?, ?> member : map.entrySet()) {
        obj = obj.with((String) member.getKey(), json(member.getValue()));
      }
      return obj;
    }
    if (plain instanceof List<?> list) {
      List<Json> items = new ArrayList<>();
      for (Object item : list) items.add(json(item));
      return new Json.Arr(items);
    }
    if (plain instanceof Number number) return new Json.Num(number.literal());
    if (plain instanceof String text) return Json.text(text);
    if (plain instanceof Boolean bool) return new Json.Bool(bool);
    return Json.Null.NULL;
  }
}
