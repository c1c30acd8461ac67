package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A search path as JSON has it: member names from the resource down to one type of value.
 *
 * @param leaf the type of what is found
 * @param system for the type {@code code}: the system its binding implies, else ""
 */
record Path(List<Step> steps, Type leaf, String system) {
  /** What {@code where(…)} asks of a value. */
  sealed interface Filter {
    boolean test(Json value);
  }

  /** {@code where(resolve() is Patient)}, answered from the reference alone. */
  record LeadsTo(String type) implements Filter {
    @Override
    public boolean test(Json value) {
      return value instanceof Json.Obj reference && type.equals(References.typeOf(reference));
    }
  }

  /**
   * {@code where(system='phone')}: exactly one value is there, and it is this one. As FHIRPath has
   * it, several values equal no single one.
   *
   * @param value as text; {@code true} and {@code false} for a truth value
   */
  record Has(List<Path> paths, String value) implements Filter {
    @Override
    public boolean test(Json item) {
      if (!(item instanceof Json.Obj object)) return false;
      List<String> found = new ArrayList<>();
      for (Path path : paths) path.walk(object, one -> found.add(plain(one)));
      return found.size() == 1 && found.get(0).equals(value);
    }

    private static String plain(Json value) {
      if (value instanceof Json.Text text) return text.value();
      return value instanceof Json.Bool bool ? Boolean.toString(bool.value()) : "";
    }

    /** The member asked, if it is one that does not repeat; else "". */
    String member() {
      if (paths.size() != 1 || paths.get(0).steps().size() != 1) return "";
      Step step = paths.get(0).steps().get(0);
      return step.repeats() ? "" : step.json();
    }
  }

  /** {@code where(value.exists())}, or the contrary. */
  record There(Truth truth) implements Filter {
    @Override
    public boolean test(Json item) {
      return item instanceof Json.Obj object && truth.of(object);
    }
  }

  /** Conditions joined by {@code and}, or following each other. */
  record Every(List<Filter> filters) implements Filter {
    @Override
    public boolean test(Json value) {
      return filters.stream().allMatch(filter -> filter.test(value));
    }
  }

  /**
   * @param repeats whether there may be several, in an array
   * @param only the one item wanted, or -1 for all
   */
  record Step(String json, boolean repeats, int only, @Nullable Filter filter) {
    Step where(Filter further) {
      Filter both = filter == null ? further : new Every(List.of(filter, further));
      return new Step(json, repeats, only, both);
    }
  }

  void walk(Json.Obj resource, Consumer<Json> sink) {
    walk(resource, 0, sink);
  }

  private void walk(Json.Obj object, int at, Consumer<Json> sink) {
    Step step = steps.get(at);
    Json value = object.get(step.json());
    if (value == null) return;
    if (!(value instanceof Json.Arr array)) {
      if (step.only() <= 0) one(value, step, at, sink);
      return;
    }
    List<Json> items = array.items();
    for (int i = 0; i < items.size(); i++) {
      if (step.only() < 0 || step.only() == i) one(items.get(i), step, at, sink);
    }
  }

  private void one(Json value, Step step, int at, Consumer<Json> sink) {
    if (step.filter() != null && !step.filter().test(value)) return;
    if (at == steps.size() - 1) sink.accept(value);
    else if (value instanceof Json.Obj object) walk(object, at + 1, sink);
  }
}
