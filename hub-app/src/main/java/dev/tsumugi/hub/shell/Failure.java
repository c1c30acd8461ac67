package dev.tsumugi.hub.shell;

/**
 * Why a command ends without success: one sentence for the person at the keyboard. Details, if any,
 * are the cause and go to the log, never to the terminal.
 */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The command was understood, and could not be done. */
  static final int FAILED = 1;

  /** The command line itself is wrong. */
  static final int USAGE = 2;

  private final int exitCode;

  private Failure(String sentence, int exitCode, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  Failure(String sentence) {
    super(sentence);
    this.exitCode = FAILED;
  }

  Failure(String sentence, Throwable cause) {
    this(sentence, FAILED, cause);
  }

  private Failure(String sentence, int exitCode) {
    super(sentence);
    this.exitCode = exitCode;
  }

  static Failure usage(String sentence) {
    return new Failure(sentence, USAGE);
  }

  int exitCode() {
    return exitCode;
  }

  /** The sentence. */
  String sentence() {
    String message = getMessage();
    return message == null ? "it failed without a reason" : message;
  }
}
