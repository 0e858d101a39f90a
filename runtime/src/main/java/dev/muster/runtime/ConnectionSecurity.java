package dev.muster.runtime;

/**
 * What connections are secured with; means something to the {@link Network} it is given to with {@link Network#secured}, and
 * nothing to anybody else. Made by the TLS policies of the real network.
 */
public interface ConnectionSecurity {}
