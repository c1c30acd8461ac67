package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.kernel.Json;
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

  /** {@code where(system='phone')}. */
  record Has(String name, String value) implements Filter {
    @Override
    public boolean test(Json item) {
      return item instanceof Json.Obj object && value.equals(object.text(name));
    }
  }

  /**
   * @param only the one item wanted, or -1 for all
   */
  record Step(String json, int only, @Nullable Filter filter) {}

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
