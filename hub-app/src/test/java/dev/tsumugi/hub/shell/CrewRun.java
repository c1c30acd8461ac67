package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import dev.tsumugi.hub.shell.Wire.Answer;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.testkit.scene.Questions;
import dev.tsumugi.testkit.scene.Villager;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;

/** What a crew asks of the hub from the call to the hospital. */
final class CrewRun {
  private static final String CARD = "https://hub.example/c#AbCdEfGhIjKlMnOpQrStUv";
  private static final int SIDE = 300;

  private final Asking hub;
  private final Villager resident;
  private final String command = UUID.randomUUID().toString();
  private String incident = "";

  /** Whoever the crew is signed on as; {@code path} from the root. */
  interface Asking {
    Answer post(String path, Json.Obj body);
  }

  CrewRun(Asking hub, Villager resident) {
    this.hub = hub;
    this.resident = resident;
  }

  /** All that needs an answer there and then. */
  void fromTheCallToTheHospital() {
    incident = reference(part(ask("/$open-incident", text("command", command)), "incident"));
    assertThat(part(ask("/$decode-qr", text("frame", frame())), "text").text("valueString"))
        .isEqualTo(CARD);

    List<Json.Obj> number = Questions.number(resident).objects("parameter");
    Json.Obj known = ask("/$emergency-lookup", with(number, about()));
    Json.Obj match = part(known, "match");
    assertThat(match.toString()).contains("Patient/" + resident.id());
    String confirm = named(match.objects("part"), "confirm").text("valueString");
    Json.Obj whose = ask("/$incident-patient", about(), text("confirm", confirm));
    assertThat(whose.toString()).contains("Patient/" + resident.id());

    assertThat(note().status()).as("taken, or to be sent again").isIn(200, 503);
    assertThat(ask("/$incidents").toString()).contains(incident);
    assertThat(ask("/$incident-log", about()).text("type")).isEqualTo("collection");
    Json.Obj sent =
        ask(
            "/Patient/" + resident.id() + "/$emergency-handover",
            about(),
            Json.object()
                .put("name", "organization")
                .put("valueReference", to("Organization/hospital-central"))
                .build(),
            text("command", command));
    String handOver = named(sent.objects("parameter"), "id").text("valueString");
    assertThat(ask("/$handovers").toString()).contains(handOver);
    ask("/$end-handover", text("id", handOver));
  }

  /** A pulse, once, however often it is sent. */
  Answer note() {
    String system = "https://tsumugi.dev/fhir/sid/command";
    Json.Obj pulse =
        Json.object()
            .put("resourceType", "Observation")
            .put(
                "identifier",
                List.of(Json.object().put("system", system).put("value", command).build()))
            .put("status", "final")
            .put(
                "category",
                List.of(
                    coded(
                        "http://terminology.hl7.org/CodeSystem/observation-category",
                        "vital-signs")))
            .put("code", coded("http://loinc.org", "8867-4"))
            .put("subject", to("Patient/" + resident.id()))
            .put("encounter", to(incident))
            .put("effectiveDateTime", "2026-11-23T09:00:00+09:00")
            .put(
                "valueQuantity",
                Json.object()
                    .put("value", 96)
                    .put("unit", "/min")
                    .put("system", "http://unitsofmeasure.org")
                    .put("code", "/min")
                    .build())
            .build();
    Json.Obj request =
        Json.object()
            .put("method", "POST")
            .put("url", "Observation")
            .put("ifNoneExist", "identifier=" + system + "|" + command)
            .build();
    Json.Obj entry = Json.object().put("resource", pulse).put("request", request).build();
    return hub.post(
        "/fhir",
        Json.object()
            .put("resourceType", "Bundle")
            .put("type", "transaction")
            .put("entry", List.of(entry))
            .build());
  }

  void close() {
    assertThat(ask("/$incident-log", about()).toString()).contains("8867-4");
    ask("/$close-incident", about());
  }

  private Json.Obj ask(String path, Json.Obj... parameters) {
    return ask(path, List.of(parameters));
  }

  private Json.Obj ask(String path, List<Json.Obj> parameters) {
    Answer answer = hub.post("/fhir" + path, Questions.of(parameters));
    assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<Json.Obj> with(List<Json.Obj> parameters, Json.Obj further) {
    List<Json.Obj> all = new ArrayList<>(parameters);
    all.add(further);
    return all;
  }

  private Json.Obj about() {
    return Json.object().put("name", "incident").put("valueReference", to(incident)).build();
  }

  private static Json.Obj to(String reference) {
    return Json.object().put("reference", reference).build();
  }

  private static Json.Obj text(String name, String value) {
    return Json.object().put("name", name).put("valueString", value).build();
  }

  private static Json.Obj coded(String system, String code) {
    Json.Obj coding = Json.object().put("system", system).put("code", code).build();
    return Json.object().put("coding", List.of(coding)).build();
  }

  private static Json.Obj part(Json.Obj parameters, String name) {
    return named(parameters.objects("parameter"), name);
  }

  private static Json.Obj named(List<Json.Obj> parts, String name) {
    return parts.stream().filter(one -> name.equals(one.text("name"))).findFirst().orElseThrow();
  }

  private static String reference(Json.Obj incident) {
    return named(incident.objects("part"), "encounter").obj("valueReference").text("reference");
  }

  /** A card before the camera. */
  private static String frame() {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      BitMatrix bits = new QRCodeWriter().encode(CARD, BarcodeFormat.QR_CODE, SIDE, SIDE);
      BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) picture.setRGB(x, y, bits.get(x, y) ? 0 : 0xffffff);
      }
      ImageIO.write(picture, "png", png);
    } catch (WriterException | IOException failure) {
      throw new IllegalStateException(failure);
    }
    return Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
