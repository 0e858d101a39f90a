package dev.muster.backup.watch;

import dev.muster.backup.online.ProgressListener;

/** Hears how a watch goes on. <b>Lane.</b> The watch's. */
public interface WatchListener extends ProgressListener {
    /** A run has ended. */
    void ran(WatchRun run);

    /**
     * The next run begins at that moment (UTC milliseconds).
     *
     * @param missed how many moments passed while the last run went on, and are left out
     */
    void waiting(long nextAtMillis, long missed);
}
