package dev.muster.store.blocks;

import java.io.IOException;
import java.io.Serial;

/** A block is not what was written: damage, which stays, unlike an input/output error, after which one may try again. */
public final class DamagedBlock extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    DamagedBlock(String message) {
        super(message);
    }

    /** The input/output error that made reading fail, or null if the reason is damage. */
    public static IOException inputOutputErrorOf(Throwable failure) {
        IOException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DamagedBlock) {
                return null;
            }
            found = cause instanceof IOException error ? error : found;
        }
        return found;
    }
}
