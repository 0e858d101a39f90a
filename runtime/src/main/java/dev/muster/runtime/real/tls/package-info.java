/**
 * TLS by policy: the files of {@code dbms.ssl.policy.*}, checked before a port opens or a connection is made with them. Start at
 * {@link dev.muster.runtime.real.tls.TlsPolicy}.
 */
package dev.muster.runtime.real.tls;
