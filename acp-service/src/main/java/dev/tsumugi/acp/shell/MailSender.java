package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.people.MailAddress;
import dev.tsumugi.acp.people.MailText;

/** Hands a mail over. */
interface MailSender {
  enum Outcome {
    SENT,
    /** The server will not have this one, now or later. */
    REFUSED,
    /** It may be tried again. */
    FAILED
  }

  Outcome send(MailAddress to, MailText text);
}
