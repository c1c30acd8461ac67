package dev.tsumugi.consent;

import dev.tsumugi.consent.Provision.Effect;
import dev.tsumugi.kernel.Coding;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Period;
import dev.tsumugi.kernel.Ref;
import dev.tsumugi.kernel.Shapes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads Consent.provision with everything below it; each fault is named by its path. */
final class ProvisionCompiler {
  /** Elements we read, and those that say nothing to a rule. */
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "period",
          "actor",
          "action",
          "securityLabel",
          "purpose",
          "class",
          "code",
          "dataPeriod",
          "data",
          "provision",
          "id",
          "extension");

  private static final Set<Action> READING = EnumSet.of(Action.READ, Action.SEARCH);
  private static final Set<Action> WRITING =
      EnumSet.of(Action.CREATE, Action.UPDATE, Action.DELETE);

  /** What people write has three levels at most; the stack and the reader of policies take this. */
  static final int MOST_LEVELS = 32;

  static final int MOST_PROVISIONS = 2_000;

  private final Faults faults;
  private int count;

  ProvisionCompiler(Faults faults) {
    this.faults = faults;
  }

  Provision root(Json.Obj provision) {
    return provision(provision, "Consent.provision", 1);
  }

  private Provision provision(Json.Obj provision, String path, int level) {
    boolean root = level == 1;
    if (++count == MOST_PROVISIONS + 1) {
      faults.add("Consent.provision", "has more than " + MOST_PROVISIONS + " provisions");
    }
    for (int i = 0; i < provision.size(); i++) {
      String name = provision.name(i);
      if (!KNOWN.contains(name)) faults.add(path + "." + name, "is not understood");
    }
    List<Provision> exceptions = new ArrayList<>();
    if (level == MOST_LEVELS && provision.has("provision")) {
      faults.add(path + ".provision", "is nested deeper than " + MOST_LEVELS + " levels");
    } else {
      for (Part part : parts(provision, "provision", path)) {
        if (count > MOST_PROVISIONS) break;
        exceptions.add(provision(part.value(), part.path(), level + 1));
      }
    }
    Effect effect = effect(provision, path, root);
    Set<Purpose> purposes = purposes(provision, path, effect);
    boolean foreign = purposes.isEmpty() && provision.has("purpose");
    Provision read =
        new Provision(
            // Nobody can state a foreign purpose here, so its permit reaches nobody.
            foreign ? Effect.SILENT : effect,
            ConsentCompiler.period(provision, path, faults),
            actors(provision, path),
            purposes,
            actions(provision, path),
            data(provision, path, effect),
            foreign ? List.of() : exceptions);
    if (Additions.copies(read) > Additions.MOST_COPIES) {
      faults.add(path + ".provision", "has too many additions and refusals side by side");
      return read;
    }
    return Additions.spread(read);
  }

  private Effect effect(Json.Obj provision, String path, boolean root) {
    String type = provision.text("type");
    if ("permit".equals(type)) return Effect.PERMIT;
    if ("deny".equals(type)) return Effect.DENY;
    boolean absent = !provision.has("type");
    if (!absent || !root) faults.add(path + ".type", "must be permit or deny");
    return Effect.SILENT;
  }

  private Set<ActorMatch> actors(Json.Obj provision, String path) {
    ActorCompiler compiler = new ActorCompiler(faults);
    Set<ActorMatch> actors = new HashSet<>();
    for (Part part : parts(provision, "actor", path)) {
      compiler.actor(part.value(), part.path()).ifPresent(actors::add);
    }
    return actors;
  }

  /** Of a permit those that can be stated here; in a refusal none may be passed over. */
  private Set<Purpose> purposes(Json.Obj provision, String path, Effect effect) {
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    for (Part part : parts(provision, "purpose", path)) {
      Coding coding = Codes.coding(part.value());
      boolean known = coding.system().equals(Shapes.Sys.ACT_REASON);
      boolean foreign = !known && !coding.system().isEmpty() && !coding.code().isEmpty();
      if (foreign && effect == Effect.PERMIT) continue;
      Optional<Purpose> purpose = known ? Purpose.of(coding.code()) : Optional.empty();
      purpose.ifPresentOrElse(purposes::add, () -> unknown(part.path()));
    }
    return purposes;
  }

  private Set<Action> actions(Json.Obj provision, String path) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (Part part : parts(provision, "action", path)) {
      boolean understood = false;
      for (Json.Obj item : part.value().objects("coding")) {
        Coding coding = Codes.coding(item);
        if (!coding.system().equals(Shapes.Sys.CONSENT_ACTION)) continue;
        understood = true;
        switch (coding.code()) {
          case "access", "use", "disclose" -> actions.addAll(READING);
          case "collect", "correct" -> actions.addAll(WRITING);
          default -> unknown(part.path());
        }
      }
      if (!understood) unknown(part.path());
    }
    return actions;
  }

  private DataMatch data(Json.Obj provision, String path, Effect effect) {
    Set<String> types = new HashSet<>();
    Set<DataClass> classes = EnumSet.noneOf(DataClass.class);
    for (Part part : parts(provision, "class", path)) {
      Coding coding = Codes.coding(part.value());
      String code = coding.code();
      if (coding.system().equals(Shapes.Sys.RESOURCE_TYPES) && ResourceTypes.contains(code)) {
        types.add(code);
      } else if (coding.system().equals(Shapes.Sys.DATA_CLASS) && DataClass.of(code).isPresent()) {
        classes.add(DataClass.of(code).get());
      } else {
        unknown(part.path());
      }
    }

    Optional<Confidentiality> ceiling = Optional.empty();
    Set<String> sensitivity = new HashSet<>();
    for (Part part : parts(provision, "securityLabel", path)) {
      Coding coding = Codes.coding(part.value());
      String code = coding.code();
      if (Codes.CONFIDENTIALITY.contains(coding.system()) && Confidentiality.isCode(code)) {
        Confidentiality level = Confidentiality.valueOf(code);
        // Of several levels the one that reaches furthest.
        boolean further =
            ceiling.isEmpty() || (effect == Effect.DENY) == (level.compareTo(ceiling.get()) < 0);
        if (further) ceiling = Optional.of(level);
      } else if (Codes.ACT_CODE.contains(coding.system()) && Sensitivities.isCode(code)) {
        sensitivity.add(code);
      } else {
        unknown(part.path());
      }
    }
    return new DataMatch(types, classes, ceiling, sensitivity, rows(provision, path));
  }

  private RowMatch rows(Json.Obj provision, String path) {
    Set<Coding> codes = new HashSet<>();
    for (Part part : parts(provision, "code", path)) {
      List<Json.Obj> codings = part.value().objects("coding");
      if (codings.isEmpty()) faults.add(part.path(), "has no code");
      for (Json.Obj item : codings) {
        Coding coding = Codes.coding(item);
        if (coding.system().isEmpty() || coding.code().isEmpty()) {
          faults.add(part.path(), "has a code without a system, or a system without a code");
        } else {
          codes.add(coding);
        }
      }
    }
    Optional<Period> period = Optional.empty();
    if (provision.has("dataPeriod")) {
      Json.Obj stated = provision.obj("dataPeriod");
      boolean says = stated != null && (stated.has("start") || stated.has("end"));
      period = stated != null && says ? Periods.read(stated) : Optional.empty();
      if (period.isEmpty()) faults.add(path + ".dataPeriod", "cannot be read");
    }
    Set<RowMatch.Named> resources = new HashSet<>();
    for (Part part : parts(provision, "data", path)) {
      resource(part.value(), part.path()).ifPresent(resources::add);
    }
    return new RowMatch(codes, period, resources);
  }

  private Optional<RowMatch.Named> resource(Json.Obj data, String path) {
    Optional<RowMatch.Meaning> meaning =
        switch (String.valueOf(data.text("meaning"))) {
          case "instance" -> Optional.of(RowMatch.Meaning.INSTANCE);
          case "related" -> Optional.of(RowMatch.Meaning.RELATED);
          case "dependents" -> Optional.of(RowMatch.Meaning.DEPENDENTS);
          case "authoredby" -> Optional.of(RowMatch.Meaning.AUTHOREDBY);
          default -> Optional.empty();
        };
    if (meaning.isEmpty()) faults.add(path + ".meaning", "has an unknown code");
    Json.Obj reference = data.obj("reference");
    String literal = reference == null ? null : reference.text("reference");
    Optional<Ref> ref = literal == null ? Optional.empty() : Ref.parse(literal);
    if (ref.isEmpty()) faults.add(path + ".reference", "is no resource of this server");
    if (meaning.isEmpty() || ref.isEmpty()) return Optional.empty();
    return Optional.of(new RowMatch.Named(meaning.get(), ref.get()));
  }

  private void unknown(String path) {
    faults.add(path, "has an unknown code");
  }

  /** One repetition of an element and where it stands. */
  private record Part(Json.Obj value, String path) {}

  private List<Part> parts(Json.Obj holder, String name, String path) {
    List<Part> parts = new ArrayList<>();
    List<Json> items = holder.all(name);
    if (holder.has(name) && items.isEmpty()) faults.add(path + "." + name, "is empty");
    for (int i = 0; i < items.size(); i++) {
      String at = path + "." + name + "[" + i + "]";
      if (items.get(i) instanceof Json.Obj value) {
        if (value.has("modifierExtension")) {
          faults.add(at + ".modifierExtension", "changes the meaning in a way unknown");
        }
        parts.add(new Part(value, at));
      } else {
        faults.add(at, "is not an element");
      }
    }
    return parts;
  }
}
