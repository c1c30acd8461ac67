package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Small documents, and patches that mostly fit them. */
final class RandomPatch {
  private static final List<String> NAMES = List.of("a", "b", "c/d", "e~f", "", "0");

  private RandomPatch() {}

  static Json document(Random random, int depth) {
    int kind = depth == 0 ? 0 : depth > 3 ? 3 + random.nextInt(2) : random.nextInt(5);
    switch (kind) {
      case 0, 1:
        Json.Obj obj = Json.object().build();
        int members = random.nextInt(4);
        for (int i = 0; i < members; i++) {
          obj = obj.with(NAMES.get(random.nextInt(NAMES.size())), document(random, depth + 1));
        }
        return obj;
      case 2:
        List<Json> items = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) items.add(document(random, depth + 1));
        return new Json.Arr(items);
      case 3:
        return new Json.Num(List.of("1", "1.0", "10e-1", "2", "-0").get(random.nextInt(5)));
      default:
        return random.nextBoolean() ? Json.text("x" + random.nextInt(3)) : Json.Null.NULL;
    }
  }

  static Json.Arr patch(Random random, Json document) {
    List<Json> operations = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) operations.add(operation(random, document));
    return new Json.Arr(operations);
  }

  private static Json operation(Random random, Json document) {
    String op = List.of("add", "remove", "replace", "move", "copy", "test").get(random.nextInt(6));
    String path = path(random, document);
    if (op.equals("move") || op.equals("copy")) {
      return Json.object()
          .put("op", op)
          .put("from", path(random, document))
          .put("path", path)
          .build();
    }
    Json there = op.equals("test") && random.nextInt(3) > 0 ? PlainPatch.at(document, path) : null;
    Json value = there != null ? there : document(random, 2);
    return operation(op, path, op.equals("remove") ? null : value);
  }

  static Json operation(String op, String path, @Nullable Json value) {
    return Json.object().put("op", op).put("path", path).put("value", value).build();
  }

  static Json.Arr list(String op, String path, Json value) {
    return Json.array(operation(op, path, value));
  }

  /** Mostly of something that is there, sometimes beside it. */
  private static String path(Random random, Json document) {
    StringBuilder path = new StringBuilder();
    Json here = document;
    while (random.nextInt(4) > 0) {
      if (here instanceof Json.Obj obj && obj.size() > 0 && random.nextInt(5) > 0) {
        int at = random.nextInt(obj.size());
        path.append('/').append(escape(obj.name(at)));
        here = obj.value(at);
      } else if (here instanceof Json.Arr arr && !arr.items().isEmpty() && random.nextInt(5) > 0) {
        int at = random.nextInt(arr.items().size());
        path.append('/').append(at);
        here = arr.items().get(at);
      } else {
        String beside = List.of("-", "0", "1", "00", "9", "a", "z").get(random.nextInt(7));
        return path.append('/').append(beside).toString();
      }
    }
    return path.toString();
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
