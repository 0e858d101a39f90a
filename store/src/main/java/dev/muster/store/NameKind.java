package dev.muster.store;

/** What a graph has names for. */
public enum NameKind {
    LABEL,
    RELATIONSHIP_TYPE,
    PROPERTY_KEY
}
