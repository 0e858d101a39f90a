/**
 * Who may do what on this server. {@link dev.muster.node.access.Logins} finds out who a client is, {@link
 * dev.muster.node.access.Access} is asked before anything is done for it, {@link dev.muster.node.access.SecurityLog} keeps
 * what was done and refused. The rules themselves are the catalog's.
 */
package dev.muster.node.access;
