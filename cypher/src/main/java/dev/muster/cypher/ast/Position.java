package dev.muster.cypher.ast;

import dev.muster.cypher.Place;

/**
 * Where something stands in the statement as the client sent it: line and column from 1, offset from 0. All positions are
 * equal, so that two trees are equal when they mean the same, wherever they stand.
 */
public record Position(int line, int column, int offset) {
    /** The same for those outside. */
    public Place place() {
        return new Place(offset, line, column);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Position;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
