package dev.tsumugi.terminology.shell;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Ascending numbers from 0, packed: each as its distance from the one before, in groups of 7 bits,
 * the lowest first. Part of the database's format.
 */
final class Postings {
  private byte[] bytes = new byte[8];
  private int length;
  private int last = -1;

  /** A number at or above the last; the same again is left out. */
  void add(int number) {
    if (number < last) throw new IllegalArgumentException(number + " after " + last);
    if (number == last) return;
    int distance = number - last - 1;
    last = number;
    while (distance >= 0x80) {
      put((byte) (distance | 0x80));
      distance >>>= 7;
    }
    put((byte) distance);
  }

  private void put(byte one) {
    if (length == bytes.length) bytes = Arrays.copyOf(bytes, length * 2);
    bytes[length++] = one;
  }

  byte[] packed() {
    return Arrays.copyOf(bytes, length);
  }

  static Postings of(BitSet set) {
    Postings postings = new Postings();
    set.stream().forEach(postings::add);
    return postings;
  }

  static BitSet set(byte[] packed) {
    BitSet set = new BitSet();
    for (int number : numbers(packed)) set.set(number);
    return set;
  }

  /** The numbers, ascending. */
  static int[] numbers(byte[] packed) {
    int[] numbers = new int[packed.length];
    int count = 0;
    int number = -1;
    int distance = 0;
    int shift = 0;
    for (byte one : packed) {
      distance |= (one & 0x7F) << shift;
      shift += 7;
      if (one >= 0) {
        number += distance + 1;
        numbers[count++] = number;
        distance = 0;
        shift = 0;
      }
    }
    return Arrays.copyOf(numbers, count);
  }
}
