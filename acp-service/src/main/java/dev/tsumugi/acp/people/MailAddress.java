package dev.tsumugi.acp.people;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that mail may be sent to (RFC 5321 section 4.1.2, without quoted names and address
 * literals). Dots in a row and at the end of the name are taken: Japanese carriers gave them out.
 */
public record MailAddress(String text) {
  private static final int LONGEST = 254;
  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@"
              + "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}");

  /** As it was typed, in wide letters too; empty for what is no address. */
  public static Optional<MailAddress> of(String typed) {
    String plain = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
    boolean address = plain.length() <= LONGEST && FORM.matcher(plain).matches();
    return address ? Optional.of(new MailAddress(plain)) : Optional.empty();
  }
}
