package dev.muster.backup.cli;

import dev.muster.backup.online.Backup;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** While it is open, Ctrl-C (and SIGTERM) breaks the backup off and waits until nothing half-written is left. */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    static Interruption during(Backup backup, PrintStream err) {
        Thread hook = new Thread(() -> breakOff(backup, err), "backup-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    private static void breakOff(Backup backup, PrintStream err) {
        try {
            backup.abort().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // The waiting main thread reports why; the files are gone all the same.
        } catch (TimeoutException e) {
            err.println("The backup did not stop within " + PATIENCE_SECONDS
                    + " s; the next run removes the temporary file it leaves.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is already going down: the hook is running, and is what ended the backup.
        }
    }
}
