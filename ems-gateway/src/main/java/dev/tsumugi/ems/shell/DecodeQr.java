package dev.tsumugi.ems.shell;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.Role;
import dev.tsumugi.ems.Frames;
import dev.tsumugi.fhirserver.SystemOperation;
import dev.tsumugi.kernel.Json;
import dev.tsumugi.kernel.Problem;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST [base]/$decode-qr}: reads a card's code out of a frame of the camera, for tablets
 * whose browser has no BarcodeDetector. It opens nobody's record and so leaves no row in the
 * journal: what the code resolves to, the look-up decides and journals.
 */
final class DecodeQr implements SystemOperation {
  private static final int LONGEST = 400_000;

  private final Frames frames = new Frames();
  private final QrReading reading = new QrReading(QrFrame::text);

  @Override
  public String name() {
    return "$decode-qr";
  }

  @Override
  public String documentation() {
    return "For crews and emergency desks: the text of the QR code in a frame (valueBase64Binary,"
        + " JPEG or PNG); without a text where none is seen";
  }

  @Override
  public boolean safe() {
    return false;
  }

  @Override
  public byte[] run(Access access, Call call) {
    Role role = access.requester().role();
    if (role != Role.CREW && role != Role.EMERGENCY_DESK) {
      throw Problem.of(Problem.Kind.FORBIDDEN, "this reads cards for crews and emergency desks");
    }
    call.demandOnly(Set.of("frame"));
    String frame =
        call.value("frame")
            .orElseThrow(() -> Problem.invalid("frame", "give 'frame', a picture in base64"));
    if (frame.length() > LONGEST) {
      throw Problem.of(Problem.Kind.TOO_LARGE, "a frame is at most 300 kB: send a smaller one");
    }
    if (!frames.admit(access.requester().subject(), access.at())) {
      throw Problem.of(
          Problem.Kind.TOO_MANY, "at most " + Frames.MOST + " frames a minute are read: wait");
    }
    return answer(read(frame));
  }

  private Optional<String> read(String frame) {
    try {
      return reading.text(Base64.getMimeDecoder().decode(frame));
    } catch (QrFrame.Unreadable | IllegalArgumentException broken) {
      throw Problem.invalid("frame", "'frame' " + broken.getMessage());
    }
  }

  private static byte[] answer(Optional<String> text) {
    List<Json.Obj> parts =
        text
            .map(found -> Json.object().put("name", "text").put("valueString", found).build())
            .stream()
            .toList();
    Json.Builder answer = Json.object().put("resourceType", "Parameters");
    // FHIR has no empty arrays (R4, json.html).
    return Json.bytes((parts.isEmpty() ? answer : answer.put("parameter", parts)).build());
  }
}
