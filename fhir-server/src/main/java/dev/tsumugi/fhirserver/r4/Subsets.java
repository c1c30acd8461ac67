package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.Type.Member;
import dev.tsumugi.kernel.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a resource, as <a href="https://hl7.org/fhir/R4/search.html#summary">R4's _summary and
 * _elements</a> ask for them, tagged SUBSETTED. What R4 demands stays, and so does what modifies
 * the meaning of the rest: an allergy without its "refuted" would be another statement.
 */
public final class Subsets {
  private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
  private static final String CODE = "SUBSETTED";

  /** What a client needs to know which resource this is, and that it is not whole. */
  private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta");

  /**
   * @param summary element names marked {@code isSummary}, of a resource or a part of one
   * @param modifiers those marked {@code isModifier}
   */
  private record Marks(Set<String> summary, Set<String> modifiers) {
    static final Marks NONE = new Marks(Set.of(), Set.of());
  }

  /** Read at the first request for a part, not at every start. */
  private static final class Facts {
    static final Map<String, Marks> MARKS = load();

    private static Map<String, Marks> load() {
      Map<String, Marks> marks = new HashMap<>();
      for (String line : FactsFile.lines("summary.txt")) {
        String[] cells = line.split("\t", -1);
        marks.put(cells[0], new Marks(words(cells[1]), words(cells[2])));
      }
      return marks;
    }

    private static Set<String> words(String cell) {
      return cell.isEmpty() ? Set.of() : Set.of(cell.split(" "));
    }
  }

  private final Structures structures;

  public Subsets(R4 r4) {
    this.structures = r4.structures();
  }

  /** Whether resources of {@code type} have a root element {@code name}, as JSON or R4 names it. */
  public boolean isElement(String type, String name) {
    Type known = structures.resource(type);
    if (known == null) return false;
    String bare = bare(name);
    return known.member(bare) != null || !known.membersOf(bare).isEmpty();
  }

  /** {@code value[x]} is {@code value}. */
  private static String bare(String name) {
    return name.endsWith("[x]") ? name.substring(0, name.length() - 3) : name;
  }

  /** {@code _summary=true}. */
  public Json.Obj summary(Json.Obj resource) {
    Type type = typeOf(resource);
    return tagged(type == null ? resource : part(resource, type, this::inSummary));
  }

  /** {@code _summary=text}: the narrative and what must be there. */
  public Json.Obj text(Json.Obj resource) {
    return elements(resource, Set.of("text"));
  }

  /** {@code _summary=data}: all but the narrative. */
  public Json.Obj data(Json.Obj resource) {
    return tagged(resource.without("text"));
  }

  /** {@code _elements}: root elements, as JSON or R4 names them, and what must be there. */
  public Json.Obj elements(Json.Obj resource, Set<String> names) {
    Type type = typeOf(resource);
    if (type == null) return resource;
    Json.Builder part = Json.object();
    for (int i = 0; i < resource.size(); i++) {
      String name = resource.name(i);
      Member member = member(type, name);
      boolean kept = ALWAYS.contains(name) || (member != null && asked(type, member, names));
      if (kept) part.put(name, resource.value(i));
    }
    return tagged(part.build());
  }

  private static boolean asked(Type type, Member member, Set<String> names) {
    String element = member.element().name();
    return names.contains(member.json())
        || names.contains(element)
        || names.contains(element + "[x]")
        || mustStay(type, member);
  }

  private static boolean mustStay(Type type, Member member) {
    return member.element().min() > 0 || marks(type).modifiers().contains(member.element().name());
  }

  private boolean inSummary(Type type, Member member) {
    return marks(type).summary().contains(member.element().name()) || mustStay(type, member);
  }

  private static Marks marks(Type type) {
    return Facts.MARKS.getOrDefault(type.name(), Marks.NONE);
  }

  private Json.Obj part(Json.Obj object, Type type, BiPredicate<Type, Member> kept) {
    Json.Builder part = Json.object();
    boolean resource = type.isResource();
    for (int i = 0; i < object.size(); i++) {
      String name = object.name(i);
      Member member = member(type, name);
      boolean always = resource ? ALWAYS.contains(name) : name.equals("id");
      if (always || member == null) part.put(name, object.value(i));
      else if (kept.test(type, member)) part.put(name, value(object.value(i), member, kept));
    }
    return part.build();
  }

  private Json value(Json value, Member member, BiPredicate<Type, Member> kept) {
    if (value instanceof Json.Arr arr) {
      List<Json> items = new ArrayList<>(arr.items().size());
      for (Json item : arr.items()) items.add(value(item, member, kept));
      return new Json.Arr(items);
    }
    Type type = member.type();
    if (!(value instanceof Json.Obj object) || type.primitive() != null) return value;
    // A resource in a resource (an entry's) is one of its own.
    if (type.isResource()) return object;
    // R4, ElementDefinition.isSummary: "Other than Attachment.data, all data type properties are
    // included in the summary form".
    if (type.name().equals("Attachment")) return object.without("data", "_data");
    boolean inner = Facts.MARKS.containsKey(type.name());
    return inner ? part(object, type, kept) : object;
  }

  private static @Nullable Member member(Type type, String name) {
    Member member = type.member(name);
    return member == null && name.startsWith("_") ? type.member(name.substring(1)) : member;
  }

  private @Nullable Type typeOf(Json.Obj resource) {
    String name = resource.text("resourceType");
    return name == null ? null : structures.resource(name);
  }

  private static Json.Obj tagged(Json.Obj resource) {
    if (isSubset(resource)) return resource;
    Json.Obj meta = resource.obj("meta");
    Json.Obj tag = Json.object().put("system", SYSTEM).put("code", CODE).build();
    if (meta != null) {
      List<Json> tags = new ArrayList<>(meta.all("tag"));
      tags.add(tag);
      return resource.with("meta", meta.with("tag", new Json.Arr(tags)));
    }
    Json.Obj bare = Json.object().put("tag", List.of(tag)).build();
    Json.Builder front = Json.object();
    boolean placed = false;
    for (int i = 0; i < resource.size(); i++) {
      boolean head = resource.name(i).equals("resourceType") || resource.name(i).equals("id");
      if (!head && !placed) {
        front.put("meta", bare);
        placed = true;
      }
      front.put(resource.name(i), resource.value(i));
    }
    if (!placed) front.put("meta", bare);
    return front.build();
  }

  /** Whether this is a part of a resource, which must not be written in place of the whole. */
  public static boolean isSubset(Json.Obj resource) {
    Json.Obj meta = resource.obj("meta");
    if (meta == null) return false;
    for (Json.Obj tag : meta.objects("tag")) {
      if (SYSTEM.equals(tag.text("system")) && CODE.equals(tag.text("code"))) return true;
    }
    return false;
  }
}
