package dev.muster.runtime;

/** A {@link java.util.Random} that draws every bit from a {@link Random}; what {@link Random#asJavaRandom} returns. */
final class JavaRandomView extends java.util.Random {
    private static final long serialVersionUID = 1;

    /** Null while the superclass constructor runs, which sets a seed of its own. */
    private final transient Random source;

    JavaRandomView(Random source) {
        super(0);
        this.source = source;
    }

    @Override
    protected int next(int bits) {
        return (int) (source.nextLong() >>> (Long.SIZE - bits));
    }

    @Override
    public long nextLong() {
        return source.nextLong();
    }

    @Override
    public void setSeed(long seed) {
        if (source != null) {
            throw new UnsupportedOperationException("the seed belongs to the source this view draws from");
        }
    }
}
