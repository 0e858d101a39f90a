package dev.muster.cypher.run;

/** The shape of the rows between two projections: how many slots they have. Grows while the statement is compiled. */
public final class Segment {
    private int width;

    /** One more slot. */
    public int allocate() {
        return width++;
    }

    public Object[] newRow() {
        return new Object[width];
    }
}
