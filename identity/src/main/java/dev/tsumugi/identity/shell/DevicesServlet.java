package dev.tsumugi.identity.shell;

import dev.tsumugi.consent.Action;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.consent.Role;
import dev.tsumugi.identity.shell.DeviceTable.Device;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import dev.tsumugi.kernel.Ref;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An organisation's devices, at {@code /smart/devices}.
 *
 * <pre>
 *   POST   /codes   a one-time pairing code, for the organisation's office
 *   POST            the device itself: {code, name} with a DPoP proof and no token
 *   GET             the devices of one's organisation; for an operator, all
 *   POST   /demo    the same without a code, {organization, name}: in demo mode alone
 *   GET    /own    the device itself, with a DPoP proof and no token: {known, live, name, organization}
 *   GET    /[jkt]   {organization, live}: Keycloak asks before it signs a crew on
 *   DELETE /[id]    revokes one, at once and for good
 * </pre>
 */
public final class DevicesServlet extends SmartServlet {
  private static final long serialVersionUID = 1L;

  /** As whom Keycloak asks the hub. */
  private static final String KEYCLOAK = "keycloak";

  private static final int LONGEST_NAME = 100;

  private final transient DeviceTable devices;
  private final transient ProofDesk proofs;
  private final transient Supplier<String> newCode;
  private final transient Supplier<String> newId;
  private final boolean demo;

  /**
   * @param newCode makes pairing codes that cannot be guessed, of letters and digits
   * @param demo whether a device may register itself without a code
   */
  DevicesServlet(
      DeviceTable devices,
      ProofDesk proofs,
      Supplier<String> newCode,
      Supplier<String> newId,
      boolean demo) {
    this.devices = devices;
    this.proofs = proofs;
    this.newCode = newCode;
    this.newId = newId;
    this.demo = demo;
  }

  @Override
  Answer answer(HttpServletRequest request) throws IOException {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    if (path.isEmpty() || path.equals("/")) {
      if (request.getMethod().equals("POST")) return register(request);
      demandMethod(request, "GET, POST");
      return list(requester(request));
    }
    if (path.equals("/codes")) {
      demandMethod(request, "POST");
      return code(request);
    }
    if (path.equals("/demo")) {
      demandMethod(request, "POST");
      return registerInDemo(request);
    }
    if (path.equals("/own")) {
      demandMethod(request, "GET");
      return self(request);
    }
    if (request.getMethod().equals("DELETE")) return revoke(requester(request), path.substring(1));
    demandMethod(request, "GET, DELETE");
    return tell(requester(request), path.substring(1));
  }

  private Answer code(HttpServletRequest request) throws IOException {
    Requester requester = requester(request);
    Offices.demandSurely(requester, Action.CREATE);
    String named = body(request).text("organization");
    Ref organization = named == null ? requester.organization().orElseThrow() : organization(named);
    if (!Offices.looksAfter(requester, organization.toString())) {
      throw Problem.of(Problem.Kind.FORBIDDEN, "only operators let in another's devices");
    }
    String code = newCode.get();
    devices.promise(code, organization, requester.subject());
    return new Answer(
        201,
        Json.object()
            .put("code", DeviceDesk.shown(code))
            .put("organization", organization.toString())
            .put("expires_in", DeviceTable.CODE_LIFE.toSeconds())
            .build());
  }

  private static Ref organization(String named) {
    return Ref.parse(named)
        .filter(ref -> ref.type().equals("Organization"))
        .orElseThrow(() -> Problem.invalid("organization", "is written Organization/[id]"));
  }

  private Answer register(HttpServletRequest request) throws IOException {
    Json.Obj body = body(request);
    String code = Optional.ofNullable(body.text("code")).orElse("");
    String name = name(body);
    String key = provenKey(request);
    String plain = code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    return new Answer(201, json(devices.register(plain, key, newId.get(), name)));
  }

  /** For who tries the hub at home: whoever reaches a demo may be its tablet. */
  private Answer registerInDemo(HttpServletRequest request) throws IOException {
    if (!demo) throw unknown();
    Json.Obj body = body(request);
    Ref organization =
        organization(Optional.ofNullable(body.text("organization")).orElse("missing"));
    String name = name(body);
    String key = provenKey(request);
    return new Answer(201, json(devices.admit(organization, key, newId.get(), name, "demo")));
  }

  private static String name(Json.Obj body) {
    String name = Optional.ofNullable(body.text("name")).orElse("").strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw Problem.invalid("name", "is needed, in at most " + LONGEST_NAME + " letters");
    }
    return name;
  }

  private String provenKey(HttpServletRequest request) {
    ProofDesk.Checked checked = proofs.check(request);
    if (checked instanceof ProofDesk.Checked.Good good) return good.key();
    throw ((ProofDesk.Checked.Refused) checked).refusal().problem();
  }

  /** Who holds a key may know of that key: a tablet says so before anybody types a badge. */
  private Answer self(HttpServletRequest request) {
    Optional<Device> device = devices.byKey(provenKey(request));
    return new Answer(
        200,
        Json.object()
            .put("known", device.isPresent())
            .put("live", device.filter(Device::live).isPresent())
            .put("name", device.map(Device::name).orElse(null))
            .put("organization", device.map(Device::organization).orElse(null))
            .build());
  }

  private Answer list(Requester requester) {
    Offices.demand(requester, Action.SEARCH);
    List<Device> shown =
        requester.role() == Role.OPERATOR
            ? devices.all()
            : devices.of(requester.organization().orElseThrow());
    List<Json> found = shown.stream().map(one -> (Json) json(one)).toList();
    return new Answer(200, Json.object().put("devices", found).build());
  }

  private Answer tell(Requester requester, String key) {
    Optional<Device> device = devices.byKey(key);
    boolean asks = requester.client().equals(KEYCLOAK);
    if (!asks) {
      Offices.demand(requester, Action.SEARCH);
      device = device.filter(one -> Offices.looksAfter(requester, one.organization()));
    }
    Device found = device.orElseThrow(DevicesServlet::unknown);
    return new Answer(
        200,
        Json.object().put("organization", found.organization()).put("live", found.live()).build());
  }

  private Answer revoke(Requester requester, String id) {
    Offices.demand(requester, Action.DELETE);
    Device device =
        devices
            .byId(id)
            .filter(one -> Offices.looksAfter(requester, one.organization()))
            .orElseThrow(DevicesServlet::unknown);
    devices.revoke(device, requester.subject());
    return new Answer(204, null);
  }

  private static Problem unknown() {
    return Problem.of(Problem.Kind.NOT_FOUND, "there is no such device of yours");
  }

  private static Json.Obj json(Device device) {
    return Json.object()
        .put("id", device.id())
        .put("jkt", device.key())
        .put("organization", device.organization())
        .put("name", device.name())
        .put("registered", device.registered().toString())
        .put("revoked", device.revoked().map(Object::toString).orElse(null))
        .build();
  }
}
