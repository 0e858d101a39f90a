/**
 * One server: configuration, hosting and reconciling databases, transactions over Raft, discovery, HTTP; and the {@code
 * muster} command with the local-cluster launcher.
 */
package dev.muster.node;
