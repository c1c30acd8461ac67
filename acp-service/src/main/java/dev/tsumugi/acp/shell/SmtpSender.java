package dev.tsumugi.acp.shell;

import dev.tsumugi.acp.people.MailAddress;
import dev.tsumugi.acp.people.MailServer;
import dev.tsumugi.acp.people.MailText;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SMTP (RFC 5321), over TLS where it is demanded; a server that does not answer is not waited for.
 */
final class SmtpSender implements MailSender {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpSender.class);
  private static final String PATIENCE_MILLIS = "5000";

  private final MailServer server;
  private final Session session;

  SmtpSender(MailServer server) {
    this.server = server;
    Properties smtp = new Properties();
    smtp.setProperty("mail.smtp.host", server.host());
    smtp.setProperty("mail.smtp.port", Integer.toString(server.port()));
    smtp.setProperty("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
    smtp.setProperty("mail.smtp.timeout", PATIENCE_MILLIS);
    smtp.setProperty("mail.smtp.writetimeout", PATIENCE_MILLIS);
    smtp.setProperty("mail.smtp.auth", Boolean.toString(!server.user().isEmpty()));
    smtp.setProperty("mail.smtp.starttls.enable", Boolean.toString(server.starttls()));
    smtp.setProperty("mail.smtp.starttls.required", Boolean.toString(server.starttls()));
    smtp.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    session = Session.getInstance(smtp);
  }

  @Override
  public Outcome send(MailAddress to, MailText text) {
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage message = message(to, text);
      if (server.user().isEmpty()) transport.connect();
      else transport.connect(server.user(), server.password());
      transport.sendMessage(message, message.getAllRecipients());
      return Outcome.SENT;
    } catch (SendFailedException refused) {
      // Of an address that stands there as invalid no later try is better.
      boolean invalid =
          refused.getInvalidAddresses() != null && refused.getInvalidAddresses().length > 0;
      LOG.info("a mail was not taken: {}", invalid ? "the address is refused" : "for now");
      return invalid ? Outcome.REFUSED : Outcome.FAILED;
    } catch (MessagingException failure) {
      // By its kind alone: a server's words can quote the address.
      LOG.warn("the mail server {} failed: {}", server, failure.getClass().getName());
      return Outcome.FAILED;
    }
  }

  private MimeMessage message(MailAddress to, MailText text) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(server.from()));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to.text()));
    message.setSubject(text.subject(), StandardCharsets.UTF_8.name());
    message.setText(text.body(), StandardCharsets.UTF_8.name());
    message.setHeader("Auto-Submitted", "auto-generated");
    message.saveChanges();
    return message;
  }
}
