package dev.tsumugi.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value, immutable. Numbers keep the text they were written with, because FHIR decimals
 * carry their precision there ({@code 1.0} is not {@code 1.00}).
 *
 * <p>Why our own: rules must read FHIR without a library in the core, and the reader must refuse
 * what others let pass (duplicate names, NUL, depth), see docs/adr/0004.
 */
public sealed interface Json {
  /** Null. FHIR allows it only inside arrays of primitives. */
  enum Null implements Json {
    NULL
  }

  record Bool(boolean value) implements Json {}

  /** A number, as written. */
  record Num(String literal) implements Json {}

  record Text(String value) implements Json {}

  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** Members in their written order; names are unique. */
  final class Obj implements Json {
    private final String[] names;
    private final Json[] values;

    Obj(String[] names, Json[] values) {
      this.names = names;
      this.values = values;
    }

    public int size() {
      return names.length;
    }

    public String name(int index) {
      return names[index];
    }

    public Json value(int index) {
      return values[index];
    }

    public @Nullable Json get(String name) {
      for (int i = 0; i < names.length; i++) if (names[i].equals(name)) return values[i];
      return null;
    }

    public boolean has(String name) {
      return get(name) != null;
    }

    /** The string at {@code name}; null if absent or no string. */
    public @Nullable String text(String name) {
      return get(name) instanceof Text text ? text.value() : null;
    }

    /** The boolean at {@code name}; null if absent or no boolean. */
    public @Nullable Boolean bool(String name) {
      return get(name) instanceof Bool bool ? bool.value() : null;
    }

    /** The object at {@code name}; null if absent or no object. */
    public @Nullable Obj obj(String name) {
      return get(name) instanceof Obj obj ? obj : null;
    }

    /** The items at {@code name}: those of an array, the one value, or none. */
    public List<Json> all(String name) {
      Json value = get(name);
      if (value == null) return List.of();
      return value instanceof Arr arr ? arr.items() : List.of(value);
    }

    /** The objects at {@code name}; other kinds are passed over. */
    public List<Obj> objects(String name) {
      List<Obj> found = new ArrayList<>();
      for (Json item : all(name)) if (item instanceof Obj obj) found.add(obj);
      return found;
    }

    /** The strings at {@code name}; other kinds are passed over. */
    public List<String> texts(String name) {
      List<String> found = new ArrayList<>();
      for (Json item : all(name)) if (item instanceof Text text) found.add(text.value());
      return found;
    }

    /** This object with {@code name} set; an existing member keeps its place. */
    public Obj with(String name, Json value) {
      for (int i = 0; i < names.length; i++) {
        if (!names[i].equals(name)) continue;
        Json[] changed = values.clone();
        changed[i] = value;
        return new Obj(names, changed);
      }
      String[] moreNames = Arrays.copyOf(names, names.length + 1);
      Json[] moreValues = Arrays.copyOf(values, values.length + 1);
      moreNames[names.length] = name;
      moreValues[values.length] = value;
      return new Obj(moreNames, moreValues);
    }

    /** This object without the named members. */
    public Obj without(String... unwanted) {
      List<String> gone = List.of(unwanted);
      Builder rest = object();
      for (int i = 0; i < names.length; i++) {
        if (!gone.contains(names[i])) rest.put(names[i], values[i]);
      }
      return rest.build();
    }

    /** Equal when the members are equal, in any order. */
    @Override
    public boolean equals(@Nullable Object other) {
      if (!(other instanceof Obj that) || that.names.length != names.length) return false;
      for (int i = 0; i < names.length; i++) {
        if (!values[i].equals(that.get(names[i]))) return false;
      }
      return true;
    }

    @Override
    public int hashCode() {
      int sum = 0;
      for (int i = 0; i < names.length; i++) sum += names[i].hashCode() ^ values[i].hashCode();
      return sum;
    }

    /** The JSON text; for tests and debuggers. */
    @Override
    public String toString() {
      return JsonWriter.toText(this);
    }
  }

  /** Builds an {@link Obj}; null values are left out. */
  final class Builder {
    private final List<String> names = new ArrayList<>();
    private final List<Json> values = new ArrayList<>();

    public Builder put(String name, @Nullable Json value) {
      if (value != null) {
        names.add(name);
        values.add(value);
      }
      return this;
    }

    public Builder put(String name, @Nullable String value) {
      return value == null ? this : put(name, new Text(value));
    }

    public Builder put(String name, long value) {
      return put(name, new Num(Long.toString(value)));
    }

    public Builder put(String name, boolean value) {
      return put(name, new Bool(value));
    }

    /** An array; left out when empty, as FHIR forbids empty arrays. */
    public Builder put(String name, List<? extends Json> items) {
      return items.isEmpty() ? this : put(name, new Arr(List.copyOf(items)));
    }

    public Obj build() {
      return new Obj(names.toArray(String[]::new), values.toArray(Json[]::new));
    }
  }

  static Builder object() {
    return new Builder();
  }

  static Text text(String value) {
    return new Text(value);
  }

  static Arr array(Json... items) {
    return new Arr(List.of(items));
  }

  /** Reads UTF-8 JSON; an object is demanded, as every FHIR resource is one. */
  static Obj parseObject(byte[] utf8) {
    Json value = JsonReader.read(utf8);
    if (value instanceof Obj obj) return obj;
    throw Problem.invalid("", "a JSON object is needed here");
  }

  static byte[] bytes(Json value) {
    return JsonWriter.toBytes(value);
  }

  /** This tree with every string under a member called {@code name} mapped by {@code change}. */
  static Json mapTexts(Json value, String name, UnaryOperator<String> change) {
    if (value instanceof Obj obj) {
      Json[] changed = new Json[obj.size()];
      boolean same = true;
      for (int i = 0; i < changed.length; i++) {
        Json member = obj.value(i);
        changed[i] =
            obj.name(i).equals(name) && member instanceof Text text
                ? mapped(text, change)
                : mapTexts(member, name, change);
        same &= changed[i] == member;
      }
      return same ? obj : new Obj(obj.names, changed);
    }
    if (value instanceof Arr arr) {
      List<Json> changed = new ArrayList<>(arr.items().size());
      boolean same = true;
      for (Json item : arr.items()) {
        Json next = mapTexts(item, name, change);
        same &= next == item;
        changed.add(next);
      }
      return same ? arr : new Arr(changed);
    }
    return value;
  }

  private static Json mapped(Text text, UnaryOperator<String> change) {
    String next = change.apply(text.value());
    return Objects.equals(next, text.value()) ? text : new Text(next);
  }
}
