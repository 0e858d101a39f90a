package dev.muster.bolt;

/**
 * What a Bolt server has seen since its start.
 *
 * @param accepted connections that were taken in
 * @param refused connections over the limit
 * @param handshakesFailed connections that spoke no version of ours, or no Bolt at all
 * @param httpRequests connections that turned out to be a browser
 * @param messages requests received
 * @param failures FAILUREs sent
 * @param timeouts connections closed for not logging in or for being idle
 */
public record BoltCounters(
        long accepted,
        long refused,
        long handshakesFailed,
        long httpRequests,
        long messages,
        long failures,
        long timeouts) {}
