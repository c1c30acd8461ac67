package dev.tsumugi.kernel;

import java.nio.charset.StandardCharsets;

/**
 * A stable 64-bit hash of text: what search tokens and compartment keys are stored as. It is part
 * of the database's format and must never change (MurmurHash3 x64, first half of 128 bits, seed 0).
 */
public final class Hash64 {
  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  private Hash64() {}

  public static long of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static long of(byte[] data) {
    long h1 = 0;
    long h2 = 0;
    int blocks = data.length / 16;
    for (int i = 0; i < blocks; i++) {
      h1 ^= mixK1(word(data, i * 16, 8));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mixK2(word(data, i * 16 + 8, 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }
    int tail = blocks * 16;
    int rest = data.length - tail;
    if (rest > 8) h2 ^= mixK2(word(data, tail + 8, rest - 8));
    if (rest > 0) h1 ^= mixK1(word(data, tail, Math.min(rest, 8)));
    h1 ^= data.length;
    h2 ^= data.length;
    h1 += h2;
    h2 += h1;
    return finish(h1) + finish(h2);
  }

  private static long word(byte[] data, int at, int count) {
    long word = 0;
    for (int i = count - 1; i >= 0; i--) word = word << 8 | (data[at + i] & 0xff);
    return word;
  }

  private static long mixK1(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mixK2(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  private static long finish(long k) {
    k = (k ^ (k >>> 33)) * 0xff51afd7ed558ccdL;
    k = (k ^ (k >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return k ^ (k >>> 33);
  }
}
