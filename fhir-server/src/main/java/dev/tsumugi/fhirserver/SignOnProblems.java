package dev.tsumugi.fhirserver;

import dev.tsumugi.consent.Decision.Reason;
import dev.tsumugi.consent.SignOn;
import dev.tsumugi.consent.StepUp;
import dev.tsumugi.kernel.Problem;

/**
 * Answers to a requester whose sign-on holds no longer, or is not sure enough: 401 with the
 * challenge that says what would help. They tell of the requester alone.
 */
public final class SignOnProblems {
  private SignOnProblems() {}

  /** RFC 6750 section 3.1, RFC 9449 section 7.1: the token is no good any more. */
  public static Problem over(SignOn signOn, Reason reason) {
    return Problem.challenging(
        scheme(signOn) + " realm=\"tsumugi\", error=\"invalid_token\"",
        says(reason) + " (" + reason + ")");
  }

  /** RFC 9470 section 3: what is asked needs a surer sign-on. */
  public static Problem stepUp(SignOn signOn) {
    return Problem.challenging(
        scheme(signOn)
            + " realm=\"tsumugi\", error=\"insufficient_user_authentication\", acr_values=\""
            + StepUp.NEEDED
            + "\"",
        "この操作には、より確かな本人確認(パスキーなど)が必要です / this needs a surer sign-on: a passkey or a second"
            + " factor ("
            + Reason.ASSURANCE_TOO_LOW
            + ")");
  }

  /** Whether it says that the sign-on is over, so that nothing more can be asked by it. */
  public static boolean isOver(Problem problem) {
    return problem.challenge().contains("error=\"invalid_token\"");
  }

  private static String scheme(SignOn signOn) {
    return signOn.key().isPresent() ? "DPoP" : "Bearer";
  }

  private static String says(Reason reason) {
    return switch (reason) {
      case SESSION_ENDED -> "サインオンは終わりました。もう一度サインオンしてください / this sign-on has ended: sign on again";
      case DEVICE_NOT_REGISTERED ->
          "このアプリは登録された端末でだけ使えます / this app is used on registered devices alone";
      case DEVICE_REVOKED -> "この端末の登録は取り消されました / this device was revoked";
      case DEVICE_OF_ANOTHER ->
          "この端末は別の機関のものとして登録されています / this device is registered for another organisation";
      default -> throw new IllegalArgumentException(reason + " does not end a sign-on");
    };
  }
}
