/**
 * Which databases should exist: administration commands, naming rules, requested status, limits, defaults, and what
 * {@code SHOW DATABASES} shows. Its truth is data in the {@code system} database, read through {@link
 * dev.muster.store.GraphReader} and changed through a {@link dev.muster.store.change.GraphTransaction}.
 *
 * <p>{@link dev.muster.catalog.Catalog} is pure: it turns a command and a version of {@code system} into changes or an
 * error. Who carries them out on a server is the reconciler in {@code node}. Knows nothing of the network, Raft or Bolt.
 */
package dev.muster.catalog;
