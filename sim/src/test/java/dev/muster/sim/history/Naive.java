package dev.muster.sim.history;

import java.util.Random;

/** Data written as plainly as possible, to compare models with: changes in place, one thing at a time. */
interface Naive<I, O> {
    O apply(I input);

    Naive<I, O> copy();

    I randomInput(Random random, int number);

    /** Some answer to the input, right or wrong. */
    O randomOutput(Random random, I input);
}
