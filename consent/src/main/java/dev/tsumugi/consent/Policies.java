package dev.tsumugi.consent;

import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Policies to text and back. Every name and date gets a slot of its own, even when it stands twice:
 * numbering by first appearance would make the text depend on the names.
 *
 * <p>Where there are many, they stand in the text: hardly anybody else chose the same, and a
 * decision then reads a number instead of all of them.
 */
public final class Policies {
  private static final int MOST_SLOTS = 64;

  private Policies() {}

  public static PolicyText write(Policy policy) {
    Writer writer = new Writer();
    Json.Obj text =
        Json.object()
            .put("rules", policy.rules().stream().map(writer::rule).toList())
            .put("unreadable", policy.unreadable().stream().map(writer::slot).toList())
            .build();
    boolean many = writer.slots.size() > MOST_SLOTS;
    List<String> apart = many ? List.of() : List.copyOf(writer.slots);
    if (many) {
      List<Json> names = writer.slots.stream().<Json>map(Json::text).toList();
      text = text.with("slots", new Json.Arr(names));
    }
    return new PolicyText(new String(Json.bytes(text), StandardCharsets.UTF_8), apart);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if it did not: a policy that cannot be read must not be taken
   *     for one that refuses nothing
   */
  public static Policy read(PolicyText policy) {
    try {
      Json.Obj text = Json.parseObject(policy.text().getBytes(StandardCharsets.UTF_8));
      Reader reader = new Reader(text.has("slots") ? text.texts("slots") : policy.slots());
      return new Policy(
          reader.list(text, "rules", reader::rule), reader.each(text, "unreadable", reader::slot));
    } catch (RuntimeException cause) {
      throw new IllegalArgumentException("a stored policy cannot be read", cause);
    }
  }

  private static final class Writer {
    private final List<String> slots = new ArrayList<>();

    Json slot(String value) {
      slots.add(value);
      return new Json.Num(Integer.toString(slots.size() - 1));
    }

    Json rule(Rule rule) {
      return Json.object()
          .put("consent", slot(rule.consent()))
          .put("period", period(rule.period()))
          .put("root", provision(rule.root()))
          .build();
    }

    private Json.Obj provision(Provision provision) {
      DataMatch data = provision.data();
      return Json.object()
          .put("effect", provision.effect().name())
          .put("period", period(provision.period()))
          .put("actors", PolicyOrder.actors(provision).stream().map(this::actor).toList())
          .put("purposes", names(provision.purposes()))
          .put("actions", names(provision.actions()))
          .put("types", words(data.types()))
          .put("classes", names(data.classes()))
          .put("ceiling", data.ceiling().map(Enum::name).orElse(null))
          .put("sensitivity", words(data.sensitivity()))
          .put("codes", PolicyOrder.codes(data.rows()).stream().map(Writer::code).toList())
          .put("dataPeriod", data.rows().period().map(this::stretch).orElse(null))
          .put("data", PolicyOrder.resources(data.rows()).stream().map(this::resource).toList())
          .put("except", provision.exceptions().stream().map(this::provision).toList())
          .build();
    }

    private Json actor(ActorMatch actor) {
      return Json.object()
          .put("role", actor.role().map(Role::code).orElse(null))
          .put("relation", actor.relation().map(Relation::code).orElse(null))
          .put("key", actor.key().map(this::slot).orElse(null))
          .build();
    }

    private @Nullable Json period(Period period) {
      return period.equals(Period.ALWAYS) ? null : stretch(period);
    }

    private Json stretch(Period period) {
      return slot(period.from() + "/" + period.until());
    }

    private static Json code(Coding code) {
      return Json.object().put("system", code.system()).put("code", code.code()).build();
    }

    private Json resource(RowMatch.Named named) {
      return Json.object()
          .put("meaning", named.meaning().name())
          .put("ref", slot(named.ref().toString()))
          .build();
    }

    private static List<Json.Text> names(Collection<? extends Enum<?>> values) {
      return values.stream().sorted().map(value -> Json.text(value.name())).toList();
    }

    private static List<Json.Text> words(Collection<String> values) {
      return values.stream().sorted().map(Json::text).toList();
    }
  }

  private record Reader(List<String> slots) {
    String slot(Json number) {
      if (number instanceof Json.Num num) return slots.get(Integer.parseInt(num.literal()));
      throw new IllegalArgumentException("no slot");
    }

    Rule rule(Json.Obj rule) {
      return new Rule(
          slot(demand(rule.get("consent"))),
          period(rule, "period").orElse(Period.ALWAYS),
          provision(demand(rule.obj("root"))));
    }

    private Provision provision(Json.Obj provision) {
      return new Provision(
          Provision.Effect.valueOf(demand(provision.text("effect"))),
          period(provision, "period").orElse(Period.ALWAYS),
          new HashSet<>(list(provision, "actors", this::actor)),
          names(provision, "purposes", Purpose::valueOf),
          names(provision, "actions", Action::valueOf),
          new DataMatch(
              Set.copyOf(provision.texts("types")),
              names(provision, "classes", DataClass::valueOf),
              Optional.ofNullable(provision.text("ceiling")).map(Confidentiality::valueOf),
              Set.copyOf(provision.texts("sensitivity")),
              rows(provision)),
          list(provision, "except", this::provision));
    }

    private ActorMatch actor(Json.Obj actor) {
      Optional<Role> role =
          Optional.ofNullable(actor.text("role")).map(code -> Role.of(code).orElseThrow());
      Optional<Relation> relation =
          Optional.ofNullable(actor.text("relation")).map(code -> Relation.of(code).orElseThrow());
      return new ActorMatch(role, relation, Optional.ofNullable(actor.get("key")).map(this::slot));
    }

    private RowMatch rows(Json.Obj provision) {
      return new RowMatch(
          new HashSet<>(list(provision, "codes", Reader::code)),
          period(provision, "dataPeriod"),
          new HashSet<>(list(provision, "data", this::resource)));
    }

    private static Coding code(Json.Obj code) {
      return new Coding(demand(code.text("system")), demand(code.text("code")));
    }

    private RowMatch.Named resource(Json.Obj named) {
      return new RowMatch.Named(
          RowMatch.Meaning.valueOf(demand(named.text("meaning"))),
          Ref.parse(slot(demand(named.get("ref")))).orElseThrow());
    }

    private Optional<Period> period(Json.Obj holder, String name) {
      Json slot = holder.get(name);
      if (slot == null) return Optional.empty();
      String[] ends = slot(slot).split("/", -1);
      return Optional.of(new Period(Instant.parse(ends[0]), Instant.parse(ends[1])));
    }

    private static <T> Set<T> names(Json.Obj holder, String name, Function<String, T> read) {
      return holder.texts(name).stream().map(read).collect(Collectors.toUnmodifiableSet());
    }

    <T> List<T> list(Json.Obj holder, String name, Function<Json.Obj, T> read) {
      return each(holder, name, item -> read.apply((Json.Obj) item));
    }

    <T> List<T> each(Json.Obj holder, String name, Function<Json, T> read) {
      return holder.all(name).stream().map(read).toList();
    }

    private static <T> T demand(@Nullable T value) {
      if (value == null) throw new IllegalArgumentException("a part is missing");
      return value;
    }
  }
}
