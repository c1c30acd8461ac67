package dev.tsumugi.acp.shell;

import static dev.tsumugi.acp.shell.AcpOperation.value;

import dev.tsumugi.acp.people.MailAddress;
import dev.tsumugi.acp.people.MailText;
import dev.tsumugi.acp.people.Words;
import dev.tsumugi.kernel.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sends invitations by mail; one that cannot be sent is an invitation all the same. */
final class MailedInvitation implements InvitationMail {
  private static final Words SENT = new Words("招待のメールを送りました。", "The invitation was sent by mail.");
  private static final Words LATER =
      new Words(
          "メールサーバーの返事がないため、少し後でもう一度送ります。急ぐときはコードを直接渡してください。",
          "The mail server does not answer; the mail will be tried again. If it is urgent, hand over"
              + " the code.");
  private static final Words NO_ADDRESS =
      new Words(
          "メールアドレスの書き方が違うようです。招待はできています。コードを直接渡してください。",
          "This does not look like a mail address. The invitation stands: please hand over the code.");
  private static final Words REFUSED =
      new Words(
          "このアドレスには届きませんでした。招待はできています。アドレスを確かめるか、コードを直接渡してください。",
          "No mail is taken for this address. The invitation stands: check the address, or hand over"
              + " the code.");

  private final Outbox outbox;
  private final String hub;

  /**
   * @param hub where the world finds the hub
   */
  MailedInvitation(Outbox outbox, String hub) {
    this.outbox = outbox;
    this.hub = hub;
  }

  @Override
  public List<Json> send(String id, Optional<String> address, String code, Instant at) {
    if (address.isEmpty() || address.get().isBlank()) return List.of();
    Optional<MailAddress> to = MailAddress.of(address.get());
    if (to.isEmpty()) return told("refused", NO_ADDRESS);
    return switch (outbox.post(id, to.get(), MailText.invitation(hub, code), at)) {
      case SENT -> told("sent", SENT);
      case REFUSED -> told("refused", REFUSED);
      case FAILED -> told("sent", LATER);
    };
  }

  private static List<Json> told(String mail, Words words) {
    return List.of(
        value("mail", "valueCode", mail),
        value("mailText", "valueString", words.ja()),
        value("mailTextEn", "valueString", words.en()));
  }
}
