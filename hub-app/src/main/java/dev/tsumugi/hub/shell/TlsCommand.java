package dev.tsumugi.hub.shell;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * {@code tls}: a local authority and a certificate of the hub, so that phones and tablets in the
 * room get a secure context.
 */
final class TlsCommand {
  private final Settings settings;
  private final Console console;
  private final Clock clock;

  TlsCommand(Settings settings, Console console, Clock clock) {
    this.settings = settings;
    this.console = console;
    this.clock = clock;
  }

  /** What lies in {@code HUB_DATA/tls}. */
  record Folder(Path root) {
    Path authority() {
      return root.resolve("authority.pem");
    }

    Path authorityKey() {
      return root.resolve("authority-key.pem");
    }

    Path certificate() {
      return root.resolve("hub.pem");
    }

    Path key() {
      return root.resolve("hub-key.pem");
    }
  }

  int execute(List<String> rest) {
    Arguments arguments = Arguments.parse(rest, Set.of(), Set.of("--renew"));
    boolean renew = arguments.flags().contains("--renew");
    DataFolder data = new DataFolder(settings.data());
    data.prepare();
    Folder folder = new Folder(settings.data().resolve("tls"));
    boolean there = Files.exists(folder.certificate());
    if (there && !renew) {
      throw new Failure(
          "There is a certificate already: "
              + folder.certificate()
              + ". ./hub tls --renew makes another one by the same authority.");
    }
    if (renew && !Files.exists(folder.authorityKey())) {
      throw new Failure("There is no authority in " + folder.root() + "; leave out --renew.");
    }
    try {
      DataFolder.makePrivate(folder.root());
      HostNames names = HostNames.here().and(arguments.words()).and(named());
      make(folder, names);
      tell(folder, names);
      return 0;
    } catch (IOException failure) {
      throw new Failure(
          folder.root() + " cannot be written: " + DataFolder.reason(failure) + ".", failure);
    }
  }

  /** By HUB_URL, if it is set. */
  private HostNames named() {
    HostNames none = new HostNames(Set.of(), Set.of());
    return settings.url() == null
        ? none
        : none.and(List.of(URI.create(settings.url()).getHost().replaceAll("[\\[\\]]", "")));
  }

  private void make(Folder folder, HostNames names) throws IOException {
    Instant now = clock.instant();
    LocalAuthority authority;
    if (Files.exists(folder.authorityKey())) {
      TlsFiles kept = TlsFiles.read(new Settings.Tls(folder.authority(), folder.authorityKey()));
      authority = new LocalAuthority(kept.chain().get(0), kept.key());
    } else {
      authority = LocalAuthority.make(names, now);
      write(folder.authorityKey(), pem("PRIVATE KEY", authority.key().getEncoded()));
      write(folder.authority(), pem(authority.certificate()));
    }
    LocalAuthority.Issued issued = authority.issue(names, now);
    demandPermitted(authority, issued);
    // The key last: a hub that runs takes both once neither changes any more.
    write(folder.certificate(), pem(issued.certificate()) + pem(authority.certificate()));
    write(folder.key(), pem("PRIVATE KEY", issued.key().getEncoded()));
  }

  /** An authority that is kept may not be allowed to speak of a new name. */
  private static void demandPermitted(LocalAuthority authority, LocalAuthority.Issued issued) {
    if (permits(authority, issued)) return;
    throw new Failure(
        "The authority was made for other names, or is over; delete the folder tls in HUB_DATA and"
            + " make a new one, which each device must be told to trust.");
  }

  /** As a device sees it that heeds what the authority may speak of. */
  static boolean permits(LocalAuthority authority, LocalAuthority.Issued issued) {
    X509Certificate own = authority.certificate();
    try {
      CertificateFactory certificates = CertificateFactory.getInstance("X.509");
      TrustAnchor anchor = new TrustAnchor(own.getSubjectX500Principal(), own.getPublicKey(), null);
      PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
      parameters.setRevocationEnabled(false);
      parameters.setDate(issued.certificate().getNotBefore());
      CertPathValidator.getInstance("PKIX")
          // The authority as a link of the chain: Java heeds what that may speak of, not an anchor.
          .validate(certificates.generateCertPath(List.of(issued.certificate(), own)), parameters);
      return true;
    } catch (CertPathValidatorException refused) {
      return false;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void tell(Folder folder, HostNames names) {
    X509Certificate authority =
        TlsFiles.read(new Settings.Tls(folder.certificate(), folder.key())).chain().get(1);
    String all = String.join(" ", names.names()) + " " + String.join(" ", names.addresses());
    String host = settings.url() == null ? "https://NAME:" + settings.port() : settings.url();
    console.say("証明書を作りました / Made a certificate for: " + all);
    console.say("");
    console.say("1. 端末(スマートフォン、タブレット)に、この認証局の証明書を入れて信頼させてください。");
    console.say("   Install this authority on each phone or tablet, and trust it:");
    console.say("     " + folder.authority());
    console.say("   端末に出る指紋(SHA-256)がこれと同じことを確かめてください / compare its fingerprint:");
    console.say("     " + fingerprint(authority));
    console.say("2. 次のように起動してください(NAME は上の名前かアドレスのひとつ)。");
    console.say("   Start the hub so (NAME: one of the names or addresses above):");
    console.say("     HUB_TLS_CERT=" + folder.certificate() + " \\");
    console.say("     HUB_TLS_KEY=" + folder.key() + " \\");
    console.say("     HUB_URL=" + host + " HUB_DEMO=false ./hub run");
    console.say("   デモのままでは、この機械からしか開けません / the demo answers this machine alone.");
    console.say("   動いているハブは、新しい証明書を自分で読み直します / a running hub takes a new one by itself.");
    console.say("認証局の鍵は " + folder.authorityKey() + " です。この機械から出さないでください。");
    console.say("That file is the authority's key: it must not leave this machine.");
  }

  static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String pem(String what, byte[] content) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }

  /** Whole or not at all, and for the owner's eyes from its first byte. */
  private static void write(Path file, String text) throws IOException {
    Path beside =
        Files.createTempFile(
            file.getParent(),
            "new",
            ".pem",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(beside, text);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
