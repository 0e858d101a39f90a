/**
 * Where threads that may block (Bolt's, HTTP's, {@code main}, tests) wait for the core, which never does. No simulation
 * contains it.
 */
package dev.muster.node.edge;
