/** How much of a TLS policy clients of Bolt are held to; the policies themselves are {@code dev.muster.runtime.real.tls}. */
package dev.muster.bolt.tls;
