package dev.muster.cypher.ast;

/**
 * Where something stands in the statement as the client sent it: line and column from 1, offset from 0. All positions are
 * equal, so that two trees are equal when they mean the same, wherever they stand.
 */
public record Position(int line, int column, int offset) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Position;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
