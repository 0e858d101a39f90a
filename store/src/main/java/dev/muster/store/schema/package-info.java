/**
 * What a database's schema is: rules over the nodes of a label, each an index, a constraint, or both; and how values become the
 * keys of an index. Immutable values; any thread.
 */
package dev.muster.store.schema;
