package dev.muster.store.change;

import dev.muster.store.schema.SchemaRule;

/** One change of the schema. A transaction that changes the schema changes nothing else. */
public sealed interface SchemaChange {
    /** A rule comes; its number is given when it is applied. */
    record Created(SchemaRule rule) implements SchemaChange {}

    record Dropped(String name) implements SchemaChange {}
}
