package dev.tsumugi.hub.shell;

/** Reads the certificate before anything slow starts, and makes this process trust it. */
final class TlsPart implements RunPart {
  private final Settings.Tls files;

  TlsPart(Settings.Tls files) {
    this.files = files;
  }

  @Override
  public String start(Run run) {
    TlsFiles read = TlsFiles.read(files);
    KnownCertificates known = KnownCertificates.usual();
    known.trust(read.chain());
    known.becomeDefault();
    run.useCertificates(known);
    return "Certificate read; it is valid until "
        + read.chain().get(0).getNotAfter().toInstant()
        + " and taken anew when its files change";
  }

  @Override
  public void stop() {
    // Nothing runs: the files are watched by the part that shows them.
  }
}
