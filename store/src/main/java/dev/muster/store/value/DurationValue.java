package dev.muster.store.value;

/** A duration of four independent parts, as Cypher has it: a month is no number of days, a day no number of seconds. */
public record DurationValue(long months, long days, long seconds, int nanos) {}
