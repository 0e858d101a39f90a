package dev.muster.runtime;

import java.io.IOException;

/** A write found no space. Nothing of it may be relied on; earlier writes are untouched. */
public final class DiskFull extends IOException {
    public DiskFull(String message, Throwable cause) {
        super(message, cause);
    }
}
