package dev.tsumugi.kernel;

import java.util.List;

/**
 * A request that cannot be served, and why, in words for the caller. It becomes HTTP and an
 * OperationOutcome in one place (fhir-server's {@code Problems}).
 *
 * <p>Messages hold no patient data: they name elements, parameters, limits and types, never values
 * of a record.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure; each has one HTTP status and one FHIR issue code. */
  public enum Kind {
    /** The request is malformed or breaks a rule of FHIR: 400 invalid. */
    INVALID(400, "invalid"),
    /** We understand it but do not offer it: 400 not-supported. */
    NOT_SUPPORTED(400, "not-supported"),
    /** Nobody is signed on, or the token is not good: 401 login. */
    UNAUTHENTICATED(401, "login"),
    /** Signed on, but not for this: 403 forbidden. */
    FORBIDDEN(403, "forbidden"),
    /** Absent, or hidden; the two cannot be told apart: 404 not-found. */
    NOT_FOUND(404, "not-found"),
    /** Was here and was deleted; only said to who may know: 410 deleted. */
    GONE(410, "deleted"),
    /** The method does not fit the address: 405 not-supported. */
    NOT_ALLOWED(405, "not-supported"),
    /** The answer cannot be given in a wanted format: 406 not-supported. */
    NOT_ACCEPTABLE(406, "not-supported"),
    /** Somebody else was first, or the state does not allow it: 409 conflict. */
    CONFLICT(409, "conflict"),
    /** A condition of the request does not hold (If-Match, several matches): 412 conflict. */
    PRECONDITION(412, "conflict"),
    /** Larger than a stated limit: 413 too-costly. */
    TOO_LARGE(413, "too-costly"),
    /** A content type we do not read: 415 not-supported. */
    UNSUPPORTED_MEDIA(415, "not-supported"),
    /** Well-formed but breaks a rule of the content: 422 processing. */
    UNPROCESSABLE(422, "processing"),
    /** Too many requests: 429 throttled. */
    TOO_MANY(429, "throttled"),
    /** A part of the hub is away for a while; try again: 503 transient. */
    UNAVAILABLE(503, "transient");

    private final int status;
    private final String issueCode;

    Kind(int status, String issueCode) {
      this.status = status;
      this.issueCode = issueCode;
    }

    public int status() {
      return status;
    }

    /** Code of {@code http://hl7.org/fhir/issue-type}. */
    public String issueCode() {
      return issueCode;
    }
  }

  /**
   * One thing that is wrong.
   *
   * @param path FHIRPath of the element or name of the parameter; empty if the whole request
   * @param message in English
   * @param japanese the same for who reads Japanese; empty if there is no such text
   */
  public record Issue(String path, String message, String japanese) {
    /** In one language. */
    public Issue(String path, String message) {
      this(path, message, "");
    }

    private Issue under(String prefix) {
      return new Issue(path.isEmpty() ? prefix : prefix + "." + path, message, japanese);
    }
  }

  // RFC 6750 section 3: no error is told to who shows nothing.
  private static final String ANYBODY = "Bearer realm=\"tsumugi\"";

  private final Kind kind;
  private final transient List<Issue> issues;
  private final String challenge;
  private final long wait;

  private Problem(Kind kind, List<Issue> issues, String challenge) {
    this(kind, issues, challenge, 0);
  }

  private Problem(Kind kind, List<Issue> issues, String challenge, long wait) {
    super(issues.get(0).message());
    this.kind = kind;
    this.issues = List.copyOf(issues);
    this.challenge = challenge;
    this.wait = wait;
  }

  private Problem(Kind kind, List<Issue> issues) {
    this(kind, issues, kind == Kind.UNAUTHENTICATED ? ANYBODY : "");
  }

  /**
   * UNAUTHENTICATED, and what would help.
   *
   * @param challenge value of {@code WWW-Authenticate} (RFC 9110 section 11.6.1)
   */
  public static Problem challenging(String challenge, String message) {
    return new Problem(Kind.UNAUTHENTICATED, List.of(new Issue("", message)), challenge);
  }

  /**
   * TOO_MANY, and when it will do again.
   *
   * @param wait whole seconds, at least one
   */
  public static Problem tooMany(Issue issue, long wait) {
    return new Problem(Kind.TOO_MANY, List.of(issue), "", Math.max(1, wait));
  }

  public static Problem of(Kind kind, String message) {
    return new Problem(kind, List.of(new Issue("", message)));
  }

  public static Problem at(Kind kind, String path, String message) {
    return new Problem(kind, List.of(new Issue(path, message)));
  }

  /** Several things at once; {@code issues} is not empty. */
  public static Problem all(Kind kind, List<Issue> issues) {
    return new Problem(kind, issues);
  }

  public static Problem invalid(String path, String message) {
    return at(Kind.INVALID, path, message);
  }

  /** The one answer for absent and hidden things. */
  public static Problem notFound(Ref ref) {
    return of(Kind.NOT_FOUND, ref + " is not known here");
  }

  public Kind kind() {
    return kind;
  }

  /** Value of {@code WWW-Authenticate}; empty for all but UNAUTHENTICATED. */
  public String challenge() {
    return challenge;
  }

  /** Seconds after which to try again ({@code Retry-After}); 0 if that is not known. */
  public long retryAfter() {
    return wait;
  }

  public List<Issue> issues() {
    return issues;
  }

  /** The same problem seen from outside: every path gets {@code prefix} in front. */
  public Problem under(String prefix) {
    return new Problem(
        kind, issues.stream().map(issue -> issue.under(prefix)).toList(), challenge, wait);
  }

  /** No stack trace: a problem is an answer to the caller, not a fault of ours. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
