package dev.tsumugi.identity.shell;

import dev.tsumugi.kernel.Json;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * The realm {@code tsumugi}, brought to its newest state in versioned steps: Keycloak's own import
 * skips a realm that exists. The number of the last step done is an attribute of the realm.
 *
 * <p>When the hub's address changed since the last start, whatever names it (redirect URIs,
 * audience, FHIR base) follows. Outside the demo, the demo's clients and people are switched off.
 */
public final class RealmSetup {
  /** The realm's name; its issuer is {@code <Keycloak>/realms/tsumugi}. */
  public static final String REALM = "tsumugi";

  private static final List<String> STEPS =
      List.of("step-1", "step-2", "step-3", "step-4", "step-5");
  private static final List<String> DEMO_STEPS =
      List.of("demo-1", "demo-2", "demo-3", "demo-4", "demo-5");

  private static final String STEP = "tsumugi.step";
  private static final String DEMO_STEP = "tsumugi.demo.step";
  private static final String DEMO_ON = "tsumugi.demo.on";
  private static final String ADDRESSES = "tsumugi.addresses";
  private static final String FHIR_BASE = "tsumugi.fhir.base";
  private static final String CALLS = "tsumugi.hub.calls";

  /**
   * Where browsers find the hub, and where Keycloak does.
   *
   * @param hub origin without a trailing slash, {@code http://localhost:8080}
   * @param fhirBase audience of the tokens and prefix of fhirUser, {@code
   *     http://localhost:8080/fhir}
   * @param calls origin at which Keycloak itself asks the hub: beside a balancer, not through it
   */
  public record Addresses(URI hub, URI fhirBase, URI calls) {
    public Addresses {
      if (!hub.isAbsolute() || !fhirBase.isAbsolute() || !calls.isAbsolute()) {
        throw new IllegalArgumentException("addresses must be absolute");
      }
    }

    /** Keycloak finds the hub where browsers do. */
    public Addresses(URI hub, URI fhirBase) {
      this(hub, fhirBase, hub);
    }
  }

  /** What one run did: numbers of steps, and whether addresses had to follow. */
  public record Outcome(int steps, int demoSteps, boolean moved) {}

  private final RealmAdmin admin;
  private final RealmWriter writer;
  private final Addresses addresses;
  private final boolean demo;

  /** {@code server} is where Keycloak is reached; the user administers its realm master. */
  public RealmSetup(URI server, String user, String password, Addresses addresses, boolean demo) {
    this.admin = new RealmAdmin(server, user, password);
    this.writer = new RealmWriter(admin, REALM, addresses);
    this.addresses = addresses;
    this.demo = demo;
  }

  /**
   * Does what is left to do; nothing if all is done.
   *
   * @throws RealmFailure if Keycloak does not answer or refuses
   */
  public Outcome apply() {
    Json.Obj marks = marks();
    String here = addresses.hub() + " " + addresses.fhirBase();
    String before = Objects.requireNonNullElse(marks.text(ADDRESSES), here);
    boolean moved = !before.equals(here);

    int steps = run(STEPS, STEP, marks, moved);
    int demoSteps = demo ? run(DEMO_STEPS, DEMO_STEP, marks, moved) : 0;
    boolean demoKnown = demo || number(marks, DEMO_STEP) > 0;
    String demoOn = Boolean.toString(demo);
    if (demoKnown && !demoOn.equals(marks.text(DEMO_ON))) {
      DEMO_STEPS.forEach(step -> writer.enable(RealmStep.load(step), demo));
      mark(DEMO_ON, demoOn);
    }
    // The provider inside Keycloak reads these two (HubCalls).
    remember(FHIR_BASE, addresses.fhirBase().toString(), marks);
    remember(CALLS, addresses.calls().toString(), marks);
    // Last: a move that was cut short is done again.
    remember(ADDRESSES, here, marks);
    return new Outcome(steps, demoSteps, moved);
  }

  private int run(List<String> steps, String attribute, Json.Obj marks, boolean moved) {
    int done = number(marks, attribute);
    if (done > steps.size()) {
      throw new RealmFailure(
          "The realm "
              + REALM
              + " was made by a newer hub (its "
              + attribute
              + " is "
              + done
              + ", this hub knows "
              + steps.size()
              + ").");
    }
    for (int i = 0; i < steps.size(); i++) {
      RealmStep step = RealmStep.load(steps.get(i));
      if (i >= done) {
        writer.apply(step);
        mark(attribute, Integer.toString(i + 1));
      } else if (moved) {
        writer.move(step);
      }
    }
    return steps.size() - done;
  }

  /** The realm's attributes; the realm is made if absent. */
  private Json.Obj marks() {
    return admin.get("/" + REALM).map(RealmSetup::attributes).orElseGet(this::create);
  }

  private Json.Obj create() {
    admin.post("", Json.object().put("realm", REALM).put("enabled", true).build());
    admin.signInAnew();
    return Json.object().build();
  }

  private void remember(String attribute, String value, Json.Obj marks) {
    if (!value.equals(marks.text(attribute))) mark(attribute, value);
  }

  private void mark(String attribute, String value) {
    Json.Obj realm =
        admin
            .get("/" + REALM)
            .orElseThrow(() -> new RealmFailure("The realm " + REALM + " went away."));
    // Keycloak drops the attributes that an update does not name.
    Json.Obj all = attributes(realm).with(attribute, Json.text(value));
    admin.put("/" + REALM, Json.object().put("attributes", all).build());
  }

  private static Json.Obj attributes(Json.Obj realm) {
    return Objects.requireNonNullElseGet(realm.obj("attributes"), () -> Json.object().build());
  }

  private static int number(Json.Obj marks, String attribute) {
    String text = marks.text(attribute);
    return text == null ? 0 : Integer.parseInt(text);
  }
}
