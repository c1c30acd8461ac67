package dev.tsumugi.fhirserver;

import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Patch (<a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>), understood and
 * within the limits: at most {@link #MAX_OPERATIONS} operations, no pointer nor result deeper than
 * JSON may be nested here, and copies of at most {@link #MAX_COPIED} characters together, for
 * copies of copies double a value each time.
 *
 * <p>All operations happen, or none. A patch that is malformed is INVALID, one that goes beyond a
 * limit TOO_LARGE, one that does not fit the value UNPROCESSABLE; the path of the issue is the
 * operation's place in the patch, and the message never holds content.
 */
public final class JsonPatch {
  public static final int MAX_OPERATIONS = 1_000;
  public static final int MAX_COPIED = 4 << 20;
  public static final String MEDIA_TYPE = "application/json-patch+json";

  private enum Op {
    ADD,
    REMOVE,
    REPLACE,
    MOVE,
    COPY,
    TEST
  }

  /** One operation; {@code from} and {@code value} only where the kind has them. */
  private record Step(Op op, JsonPointer path, @Nullable JsonPointer from, @Nullable Json value) {}

  private final List<Step> steps;

  private JsonPatch(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * @param utf8 the patch document: a JSON array of operations
   */
  public static JsonPatch parse(byte[] utf8) {
    // The kernel reads documents that are objects; a patch is an array.
    byte[] front = "{\"patch\":".getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[front.length + utf8.length + 1];
    System.arraycopy(front, 0, whole, 0, front.length);
    System.arraycopy(utf8, 0, whole, front.length, utf8.length);
    whole[whole.length - 1] = '}';
    Json.Obj document = Json.parseObject(whole);
    if (document.size() == 1 && document.get("patch") instanceof Json.Arr operations) {
      return of(operations);
    }
    throw Problem.invalid("", "a JSON Patch is an array of operations (RFC 6902)");
  }

  static JsonPatch of(Json.Arr operations) {
    if (operations.items().size() > MAX_OPERATIONS) {
      throw Problem.of(Problem.Kind.TOO_LARGE, "at most " + MAX_OPERATIONS + " operations a patch");
    }
    List<Step> steps = new ArrayList<>();
    for (Json operation : operations.items()) {
      String at = place(steps.size());
      if (!(operation instanceof Json.Obj obj)) {
        throw Problem.invalid(at, "an operation is an object");
      }
      steps.add(step(obj, at));
    }
    return new JsonPatch(steps);
  }

  private static String place(int index) {
    return "patch[" + index + "]";
  }

  private static Step step(Json.Obj operation, String at) {
    Op op = op(operation.text("op"), at);
    JsonPointer path = pointer(operation, "path", at);
    JsonPointer from = op == Op.MOVE || op == Op.COPY ? pointer(operation, "from", at) : null;
    boolean carries = op == Op.ADD || op == Op.REPLACE || op == Op.TEST;
    Json value = carries ? operation.get("value") : null;
    if (carries && value == null) throw Problem.invalid(at + ".value", "is needed for this op");
    if (op == Op.MOVE && from != null && from.encloses(path)) {
      throw Problem.invalid(at + ".path", "nothing can be moved into itself");
    }
    return new Step(op, path, from, value);
  }

  private static Op op(@Nullable String name, String at) {
    return switch (name == null ? "" : name) {
      case "add" -> Op.ADD;
      case "remove" -> Op.REMOVE;
      case "replace" -> Op.REPLACE;
      case "move" -> Op.MOVE;
      case "copy" -> Op.COPY;
      case "test" -> Op.TEST;
      default ->
          throw Problem.invalid(at + ".op", "is one of add, remove, replace, move, copy, test");
    };
  }

  private static JsonPointer pointer(Json.Obj operation, String name, String at) {
    String text = operation.text(name);
    JsonPointer pointer = text == null ? null : JsonPointer.parse(text);
    if (pointer == null) {
      throw Problem.invalid(at + "." + name, "a JSON Pointer is needed here (RFC 6901)");
    }
    if (pointer.tokens().size() > JsonPointer.MAX_DEPTH) {
      throw Problem.at(
          Problem.Kind.TOO_LARGE,
          at + "." + name,
          "a pointer leads at most " + JsonPointer.MAX_DEPTH + " levels deep");
    }
    return pointer;
  }

  /** The value as the operations leave it. */
  public Json apply(Json value) {
    Json result = value;
    long copied = 0;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      try {
        if (step.op() == Op.COPY && step.from() != null) {
          Json taken = step.from().in(result);
          if (taken != null) copied += JsonTree.weight(taken, MAX_COPIED - copied + 1);
          if (copied > MAX_COPIED) {
            throw Problem.of(
                Problem.Kind.TOO_LARGE,
                "the copies of one patch hold at most " + MAX_COPIED + " characters together");
          }
        }
        result = apply(step, result);
      } catch (Problem problem) {
        throw problem.under(place(i));
      }
    }
    return result;
  }

  private static Json apply(Step step, Json whole) {
    return switch (step.op()) {
      case ADD -> add(whole, step.path(), given(step.value()));
      case REMOVE -> JsonTree.remove(whole, step.path());
      case REPLACE ->
          JsonTree.replace(whole, step.path(), fitting(step.path(), given(step.value())));
      case COPY -> add(whole, step.path(), JsonTree.at(whole, given(step.from())));
      case MOVE -> {
        JsonPointer from = given(step.from());
        Json moved = JsonTree.at(whole, from);
        if (from.equals(step.path())) yield whole;
        yield add(JsonTree.remove(whole, from), step.path(), moved);
      }
      case TEST -> {
        if (JsonTree.same(JsonTree.at(whole, step.path()), given(step.value()))) yield whole;
        throw Problem.of(Problem.Kind.UNPROCESSABLE, "the test fails: another value stands there");
      }
    };
  }

  private static Json add(Json whole, JsonPointer path, Json value) {
    return JsonTree.add(whole, path, fitting(path, value));
  }

  /** What is put in at a depth may not lead deeper than JSON may be nested. */
  private static Json fitting(JsonPointer path, Json value) {
    if (JsonTree.isDeeper(value, JsonPointer.MAX_DEPTH - path.tokens().size())) {
      throw Problem.of(
          Problem.Kind.TOO_LARGE,
          "the result is nested deeper than " + JsonPointer.MAX_DEPTH + " levels");
    }
    return value;
  }

  private static <T> T given(@Nullable T operand) {
    if (operand == null) throw new IllegalStateException("a step without its operand");
    return operand;
  }
}
