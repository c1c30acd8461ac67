package dev.tsumugi.fhirserver.r4;

import dev.tsumugi.fhirserver.r4.Type.Element;
import dev.tsumugi.fhirserver.r4.Type.Member;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One walk of {@link Validator} over one resource. */
final class Check {
  private final Structures structures;
  private final Type element;
  private final Findings found = new Findings();
  private final ElementRules rules;

  /** Ids of the contained resources of the resource we are in. */
  private Set<String> contained = Set.of();

  private boolean insideContained;

  Check(Structures structures) {
    this.structures = structures;
    this.element = structures.get("Element");
    this.rules = new ElementRules(structures, found);
  }

  List<Problem.Issue> issues() {
    return found.issues();
  }

  void root(Json.Obj resource) {
    Type type = typeOf(resource);
    if (type == null) return;
    found.enter(type.name());
    resource(resource, type);
    found.leave();
  }

  private @Nullable Type typeOf(Json.Obj resource) {
    String name = resource.text("resourceType");
    Type type = name == null ? null : structures.resource(name);
    if (name == null) {
      found.add("resourceType", "is missing: say which resource this is, as a string");
    } else if (type == null) {
      found.add("resourceType", "FHIR R4 has no resource type of this name");
    }
    return type;
  }

  /** A resource with its own contained ones: the root, an entry's, a parameter's. */
  private void resource(Json.Obj resource, Type type) {
    Set<String> outer = contained;
    boolean outerInside = insideContained;
    contained = idsOfContained(resource);
    insideContained = false;
    object(resource, type);
    contained = outer;
    insideContained = outerInside;
  }

  private static Set<String> idsOfContained(Json.Obj resource) {
    List<Json.Obj> all = resource.has("contained") ? resource.objects("contained") : List.of();
    if (all.isEmpty()) return Set.of();
    Set<String> ids = new HashSet<>();
    for (Json.Obj one : all) {
      String id = one.text("id");
      if (id != null) ids.add(id);
    }
    return ids;
  }

  private void object(Json.Obj object, Type type) {
    long seen = 0;
    boolean more = false;
    for (int i = 0; i < object.size() && !found.full(); i++) {
      String name = object.name(i);
      if (type.isResource() && name.equals("resourceType")) continue;
      Member member = type.member(name);
      boolean companion = member == null && name.startsWith("_");
      if (companion) {
        member = type.member(name.substring(1));
        if (member != null && member.type().primitive() == null) member = null;
      }
      more |= !name.equals("id");
      if (member == null) {
        found.addUnknown(name, "is no element of R4 here: mend its name or use an extension");
        continue;
      }
      long bit = 1L << member.element().index();
      if ((seen & bit) != 0) choose(object, member);
      seen |= bit;
      found.enter(pathName(member));
      if (companion) companion(object, member, object.value(i));
      else value(object, member, object.value(i));
      found.leave();
    }
    if (!more && !type.isResource()) {
      found.add("is empty: give it a value or leave it out");
    } else {
      missing(type, type.required() & ~seen);
    }
  }

  private void missing(Type type, long bits) {
    for (long left = bits; left != 0; left &= left - 1) {
      Element wanted = type.element(Long.numberOfTrailingZeros(left));
      found.add(wanted.name(), "is missing: R4 demands it here");
    }
  }

  private void choose(Json.Obj object, Member member) {
    if (!member.element().choice()) return;
    for (int i = 0; i < object.size(); i++) {
      String name = object.name(i).startsWith("_") ? object.name(i).substring(1) : object.name(i);
      if (name.equals(member.json()) || !name.startsWith(member.element().name())) continue;
      found.add(member.element().name(), "may have one type only: keep one and remove the others");
      return;
    }
  }

  /** FHIRPath has no {@code valueQuantity}, it has {@code value.ofType(Quantity)}. */
  private static String pathName(Member member) {
    return member.element().choice()
        ? member.element().name() + ".ofType(" + member.type().name() + ")"
        : member.json();
  }

  private void value(Json.Obj parent, Member member, Json value) {
    if (!(value instanceof Json.Arr array)) {
      if (member.element().repeats()) found.add("must be an array: put it into [ ]");
      else item(member, value);
      return;
    }
    if (!member.element().repeats()) {
      found.add("may not be an array: R4 allows one value");
      return;
    }
    if (array.items().isEmpty()) found.add("is an empty array: leave it out");
    for (int i = 0; i < array.items().size() && !found.full(); i++) {
      found.item(i);
      Json item = array.items().get(i);
      boolean primitive = member.type().primitive() != null;
      if (item != Json.Null.NULL || !primitive) item(member, item);
      else if (!hasItem(parent.get("_" + member.json()), i)) {
        found.add("is null: that needs an extension at the same place of the _ array");
      }
    }
  }

  /** The {@code _name} member of a primitive: its id and extensions. */
  private void companion(Json.Obj parent, Member member, Json value) {
    boolean array = value instanceof Json.Arr;
    if (array != member.element().repeats()) {
      found.add(array ? "its _ member may not be an array" : "its _ member must be an array");
      return;
    }
    if (!(value instanceof Json.Arr items)) {
      extensions(value, parent.has(member.json()));
      return;
    }
    if (items.items().isEmpty()) found.add("its _ member is an empty array: leave it out");
    for (int i = 0; i < items.items().size() && !found.full(); i++) {
      found.item(i);
      boolean valued = hasItem(parent.get(member.json()), i);
      if (items.items().get(i) != Json.Null.NULL) {
        extensions(items.items().get(i), valued);
      } else if (!valued) {
        found.add("is null in its _ array: that needs a value at the same place");
      }
    }
  }

  private static boolean hasItem(@Nullable Json array, int index) {
    return array instanceof Json.Arr items
        && index < items.items().size()
        && items.items().get(index) != Json.Null.NULL;
  }

  private void extensions(Json value, boolean valued) {
    if (!(value instanceof Json.Obj object)) {
      found.add("its _ member must be an object with id or extension");
    } else if (!valued || object.size() != 1 || object.text("id") == null) {
      // Beside a value a lone id is enough; alone it would be an empty element.
      object(object, element);
    }
  }

  private void item(Member member, Json value) {
    Type type = member.type();
    Primitive primitive = type.primitive();
    if (value == Json.Null.NULL) {
      found.add("is null: leave it out");
    } else if (primitive != null) {
      String wanted = primitive.check(value);
      if (wanted != null) found.add("must be " + wanted);
      else rules.code(member.element().codes(), value);
    } else if (!(value instanceof Json.Obj object)) {
      found.add("must be an object { }");
    } else if (type.isResource()) {
      nested(member, object);
    } else {
      object(object, type);
      rules.check(type, object, member.element().codes(), contained, insideContained);
    }
  }

  private void nested(Member member, Json.Obj resource) {
    Type type = typeOf(resource);
    if (type == null) return;
    if (!member.json().equals("contained")) {
      resource(resource, type);
      return;
    }
    if (insideContained) {
      found.add("a contained resource may not contain another: move it up");
      return;
    }
    if (resource.text("id") == null) found.add("id", "is missing: a contained resource needs one");
    insideContained = true;
    object(resource, type);
    insideContained = false;
  }
}
