package dev.muster.sim.history;

import java.util.Arrays;

/** A set of small numbers whose part from a given number on is cheap to copy: as long as what is in it, not as the set. */
final class OrderedSet {
    private static final long[] EMPTY = {};

    private final long[] words;

    /** Words from this one on are zero. */
    private int wordsUsed;

    OrderedSet(int size) {
        words = new long[(size + Long.SIZE - 1) / Long.SIZE];
    }

    boolean contains(int number) {
        return (words[number / Long.SIZE] & bit(number)) != 0;
    }

    void add(int number) {
        words[number / Long.SIZE] |= bit(number);
        wordsUsed = Math.max(wordsUsed, number / Long.SIZE + 1);
    }

    void remove(int number) {
        words[number / Long.SIZE] &= ~bit(number);
        while (wordsUsed > 0 && words[wordsUsed - 1] == 0) {
            wordsUsed--;
        }
    }

    /** The words that hold the numbers from {@code from} on, without zeros at the end; equal sets give equal words. */
    long[] wordsFrom(int from) {
        int first = from / Long.SIZE;
        return wordsUsed <= first ? EMPTY : Arrays.copyOfRange(words, first, wordsUsed);
    }

    private static long bit(int number) {
        return 1L << (number % Long.SIZE);
    }
}
