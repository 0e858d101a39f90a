package dev.muster.runtime.faulty;

/**
 * What is wrong with one way of a link. Frames stay in order whatever is wrong.
 *
 * @param cut frames wait; if that lasts longer than TCP's patience, their connection breaks
 * @param delayMillis how much longer each frame takes, at least 0
 * @param jitterMillis up to so much is added to the delay by chance, at least 0
 * @param loss how probable it is, from 0 to 1, that a frame is lost, which breaks its connection
 */
public record WayFault(boolean cut, long delayMillis, long jitterMillis, double loss) {
    /** Nothing is wrong. */
    public static final WayFault NONE = new WayFault(false, 0, 0, 0);

    public WayFault {
        if (delayMillis < 0 || jitterMillis < 0 || !(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException(
                    "not a fault of a way: delay " + delayMillis + " ms, jitter " + jitterMillis + " ms, loss " + loss);
        }
    }

    /** Frames wait. */
    public WayFault withCut() {
        return new WayFault(true, delayMillis, jitterMillis, loss);
    }

    /** Frames take longer. */
    public WayFault withDelay(long millis, long jitter) {
        return new WayFault(cut, millis, jitter, loss);
    }

    /** Frames are lost by chance. */
    public WayFault withLoss(double probability) {
        return new WayFault(cut, delayMillis, jitterMillis, probability);
    }

    boolean isNone() {
        return equals(NONE);
    }
}
