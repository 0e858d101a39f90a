package dev.muster.store.graph;

import dev.muster.store.value.ByteSink;
import java.nio.ByteBuffer;

/** All names of a graph. Immutable. */
record Tokens(TokenTable labels, TokenTable types, TokenTable keys) {
    static final Tokens EMPTY = new Tokens(TokenTable.EMPTY, TokenTable.EMPTY, TokenTable.EMPTY);

    void write(ByteSink sink) {
        labels.write(sink);
        types.write(sink);
        keys.write(sink);
    }

    static Tokens read(ByteBuffer source) {
        return new Tokens(TokenTable.read(source), TokenTable.read(source), TokenTable.read(source));
    }
}
