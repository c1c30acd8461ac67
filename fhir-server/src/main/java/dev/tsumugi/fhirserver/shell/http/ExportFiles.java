package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.Exports;
import dev.tsumugi.fhirserver.SignOns;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET [base]/$export-file/[job]/[number].ndjson}: a file of an export, part by part. For
 * each part an access is opened, so that what is revoked while it is fetched is felt by the next
 * part.
 */
public final class ExportFiles extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Below the FHIR base. */
  public static final String ADDRESS = "/$export-file";

  private static final Pattern FILE = Pattern.compile("/([A-Za-z0-9.-]{1,64})/(\\d{1,6})\\.ndjson");

  private final transient Exports exports;
  private final transient ConsentEngine engine;
  private final transient SignOns signOns;
  private final transient Clock clock;

  ExportFiles(Exports exports, ConsentEngine engine, SignOns signOns, Clock clock) {
    this.signOns = signOns;
    this.exports = exports;
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      stream(request, response);
    } catch (RuntimeException failure) {
      Reply reply = Problems.reply(failure);
      // Half a file must not look like a whole one: the connection breaks off.
      if (response.isCommitted()) throw new IOException("an export's file broke off");
      response.reset();
      FhirServlet.send(reply, request, response);
    }
  }

  private void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Requester requester = FhirServlet.requester(request);
    if (!request.getMethod().equals("GET")) {
      FhirServlet.send(Problems.notAllowed(request.getMethod(), "GET", ""), request, response);
      return;
    }
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    Matcher file = FILE.matcher(path);
    if (!file.matches()) throw unknown();
    String job = file.group(1);
    int number = Integer.parseInt(file.group(2));
    Access access = engine.open(requester, clock.instant());
    signOns.demand(access);
    OptionalInt parts = exports.parts(access, job, number);
    if (parts.isEmpty()) throw unknown();

    for (int part = 0; part < parts.getAsInt(); part++) {
      byte[] lines = exports.part(engine.open(requester, clock.instant()), job, number, part);
      if (part == 0) head(response);
      response.getOutputStream().write(lines);
    }
  }

  private static void head(HttpServletResponse response) {
    response.setStatus(200);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentType(Exporting.NDJSON);
  }

  private static Problem unknown() {
    return Problem.of(Problem.Kind.NOT_FOUND, "there is no such file of an export");
  }
}
