/**
 * TLS by policy: the files of {@code dbms.ssl.policy.bolt.*}, checked before a port opens, and how much of it clients are held to.
 */
package dev.muster.bolt.tls;
