package dev.muster.bolt;

/** Something that a session waits for on its worker, until it is there or another thread ends the wait. */
public interface Pending<T> {
    /** Waits. Called once; throws {@link BoltFailure}. */
    T await();

    /** Ends the wait, now or when it begins, with this failure; harmless once it is over. Any thread. */
    void terminate(BoltFailure reason);

    /** What need not be waited for. */
    static <T> Pending<T> of(T value) {
        return new Pending<>() {
            @Override
            public T await() {
                return value;
            }

            @Override
            public void terminate(BoltFailure reason) {
                // There is no wait to end.
            }
        };
    }
}
