package dev.tsumugi.fhirserver.shell.http;

import dev.tsumugi.consent.Access;
import dev.tsumugi.consent.ConsentEngine;
import dev.tsumugi.consent.Requester;
import dev.tsumugi.fhirserver.Pieces;
import dev.tsumugi.fhirserver.SignOnProblems;
import dev.tsumugi.fhirserver.SignOns;
import dev.tsumugi.fhirserver.r4.FhirXml;
import dev.tsumugi.kernel.Problem;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;

/**
 * {@code /fhir/*}: reads the request, opens an {@link Access} for its requester, lets {@link
 * Router} answer, writes the bytes. Nothing is written before it is decided and journalled.
 *
 * <p>Who asks is told by the filter of the identity module in the request attribute named after
 * {@link Requester}: the requester, or the {@link Problem} with the token.
 */
public final class FhirServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int MAX_BODY = 64 << 20;

  private final transient Router router;
  private final transient Inbound inbound;
  private final transient FhirXml xml;
  private final transient BodyBudget bodies =
      new BodyBudget(MAX_BODY >> 20, Runtime.getRuntime().maxMemory());
  private final transient ConsentEngine engine;
  private final transient SignOns signOns;
  private final transient Clock clock;

  FhirServlet(Router router, FhirXml xml, ConsentEngine engine, SignOns signOns, Clock clock) {
    this.signOns = signOns;
    this.router = router;
    this.inbound = new Inbound(xml);
    this.xml = xml;
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Form form = Form.STORED;
    Reply reply;
    boolean known = false;
    try {
      Exchange head = Exchange.head(request);
      if (router.isOpen(head)) {
        form = Form.of(head);
        reply = router.open(head);
      } else {
        Access access = access(request);
        known = true;
        form = Form.of(head);
        inbound.admit(head);
        try (BodyBudget.Share room = bodies.take(length(request))) {
          reply = answer(inbound.fhir(head.withBody(request, MAX_BODY)), access);
        }
      }
    } catch (RuntimeException failure) {
      reply = Problems.reply(failure);
    }
    // A stranger's body is not read, whatever becomes of the answer.
    if (known && reply.status() >= 400) Remains.discard(request);
    send(dressed(reply, form), request, response);
  }

  private Reply answer(Exchange exchange, Access access) {
    try {
      return router.answer(exchange, access);
    } catch (Problem problem) {
      if (SignOnProblems.isOver(problem)) signOns.demand(access);
      throw problem;
    }
  }

  private Reply dressed(Reply reply, Form form) {
    try {
      return form.dress(reply, xml);
    } catch (RuntimeException failure) {
      return Problems.reply(failure);
    }
  }

  /** Negative for what comes in chunks. */
  private static long length(HttpServletRequest request) {
    boolean chunked = request.getHeader("Transfer-Encoding") != null;
    return chunked ? -1 : Math.max(0, request.getContentLengthLong());
  }

  private Access access(HttpServletRequest request) {
    return engine.open(requester(request), clock.instant());
  }

  /** Who asks; throws the {@link Problem} with the token. */
  static Requester requester(HttpServletRequest request) {
    Object who = request.getAttribute(Requester.class.getName());
    if (who instanceof Problem problem) throw problem;
    if (who instanceof Requester requester) return requester;
    throw Problem.of(Problem.Kind.UNAUTHENTICATED, "sign on first: a bearer token is needed");
  }

  static void send(Reply reply, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(reply.status());
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      response.setHeader(header.getKey(), header.getValue());
    }
    if (reply.body().length == 0) return;
    response.setContentType(
        reply.headers().getOrDefault("Content-Type", Form.STORED.contentType()));
    boolean streams = reply.more().more();
    if (!streams) response.setContentLength(reply.body().length);
    if (request.getMethod().equals("HEAD")) return;
    OutputStream out = response.getOutputStream();
    out.write(reply.body());
    if (streams) stream(reply.more(), out);
  }

  /** Each piece is on its way before the next is decided. */
  private static void stream(Pieces pieces, OutputStream out) throws IOException {
    out.flush();
    while (pieces.more()) {
      out.write(pieces.next());
      out.flush();
    }
  }
}
