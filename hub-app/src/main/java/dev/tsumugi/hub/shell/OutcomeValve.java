package dev.tsumugi.hub.shell;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/**
 * What Tomcat refuses before any filter or servlet sees it (broken escapes, headers that are too
 * large) is answered as FHIR answers: by an OperationOutcome that tells nothing of the server.
 */
final class OutcomeValve extends ErrorReportValve {
  private static final String TOO_LARGE =
      StringManager.getManager("org.apache.coyote.http11")
          .getString("iib.requestheadertoolarge.error");

  private final SecurityHeaders headers;

  OutcomeValve(SecurityHeaders headers) {
    this.headers = headers;
    setShowServerInfo(false);
    setShowReport(false);
  }

  /** What is refused already needs no page of an application. */
  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    String address = request.getRequestURI();
    boolean fhir = address != null && address.startsWith("/fhir");
    Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    if (fhir && response.isError()) {
      response.setSuspended(false); // a refusal suspends the output, for the page to come
      report(request, response, (Throwable) thrown);
    } else {
      super.invoke(request, response);
    }
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable thrown) {
    if (response.getStatus() < 400 || response.getContentWritten() > 0) return;
    if (!response.setErrorReported()) return;
    AtomicBoolean writable = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, writable);
    if (!writable.get()) return;
    boolean tooLarge = thrown != null && TOO_LARGE.equals(thrown.getMessage());
    write(response, tooLarge, request.getRequestURI() != null);
  }

  /**
   * @param addressed whether the request's line was read to its end
   */
  private void write(Response response, boolean tooLarge, boolean addressed) {
    if (tooLarge) response.setStatus(addressed ? 431 : 414);
    String outcome =
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\""
            + code(response.getStatus())
            + "\",\"diagnostics\":\""
            + words(response.getStatus())
            + "\"}]}";
    byte[] bytes = outcome.getBytes(StandardCharsets.UTF_8);
    // Tomcat's own list is of what it can find out, which is nothing.
    if (response.getStatus() == 405)
      response.setHeader("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
    headers.set(response);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/fhir+json;charset=UTF-8");
    response.setContentLength(bytes.length);
    try {
      response.getOutputStream().write(bytes);
      response.finishResponse();
    } catch (IOException gone) {
      getContainer().getLogger().debug("nobody reads the refusal any more", gone);
    }
  }

  private static String code(int status) {
    return switch (status) {
      case 404 -> "not-found";
      case 405 -> "not-supported";
      case 413, 414, 431 -> "too-costly";
      default -> status < 500 ? "invalid" : "exception";
    };
  }

  private static String words(int status) {
    return switch (status) {
      case 404 -> "there is nothing at this address";
      case 405 -> "this method is not offered";
      case 413 -> "the body is too large";
      case 414 -> "the address is too long: send a search by POST to _search";
      case 431 -> "the headers are too large";
      default ->
          status < 500
              ? "the request is not well-formed HTTP: its line, a header or an escape is broken, or"
                  + " it has too many headers; in an address, letters beyond ASCII are %-escaped"
              : "the request could not be served";
    };
  }
}
