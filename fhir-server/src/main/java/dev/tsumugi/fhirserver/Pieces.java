package dev.tsumugi.fhirserver;

import java.io.ByteArrayOutputStream;
import java.util.NoSuchElementException;

/**
 * An answer on its way out, piece by piece. Everything in a piece is decided and journalled when
 * {@link #next} returns it; nothing is held open between two pieces, so that a slow reader costs
 * nobody else anything.
 */
public interface Pieces {
  Pieces NONE =
      new Pieces() {
        @Override
        public boolean more() {
          return false;
        }

        @Override
        public byte[] next() {
          throw new NoSuchElementException("no piece is left");
        }
      };

  boolean more();

  /**
   * The first may throw {@code Problem}; those behind it end the answer well-formed instead, and
   * say what is missing.
   */
  byte[] next();

  static Pieces of(byte[] whole) {
    return new Pieces() {
      private boolean given;

      @Override
      public boolean more() {
        return !given;
      }

      @Override
      public byte[] next() {
        if (given) throw new NoSuchElementException("no piece is left");
        given = true;
        return whole;
      }
    };
  }

  /** All that is left, at once. */
  default byte[] rest() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    while (more()) whole.writeBytes(next());
    return whole.toByteArray();
  }
}
