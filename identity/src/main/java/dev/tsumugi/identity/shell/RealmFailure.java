package dev.tsumugi.identity.shell;

/** The realm cannot be brought to its state, and why, in one sentence for an operator. */
public final class RealmFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RealmFailure(String sentence) {
    super(sentence);
  }

  RealmFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
