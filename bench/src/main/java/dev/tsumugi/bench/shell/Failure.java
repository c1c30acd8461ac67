package dev.tsumugi.bench.shell;

/** The bench cannot go on; the message is what the operator reads. */
final class Failure extends RuntimeException {
  Failure(String sentence) {
    super(sentence);
  }

  Failure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
