package dev.muster.backup.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** While it is open, Ctrl-C (and SIGTERM) breaks the work off and waits until nothing half-written is left. */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    /** {@code breakOff} asks the work, which messages call {@code what}, to end; its stage completes when it has. */
    static Interruption during(String what, Supplier<CompletionStage<?>> breakOff, PrintStream err) {
        Thread hook = new Thread(() -> breakOff(what, breakOff, err), what + "-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    /** Work on this thread that now and then asks whether to give up. */
    @FunctionalInterface
    interface Work<T> {
        T run(BooleanSupplier brokenOff) throws IOException;
    }

    /** Does the work, which messages call {@code what}, and asks it to give up when it is interrupted. */
    static <T> T during(String what, PrintStream err, Work<T> work) throws IOException {
        AtomicBoolean brokenOff = new AtomicBoolean();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Supplier<CompletionStage<?>> breakOff = () -> {
            brokenOff.set(true);
            return ended;
        };
        try (Interruption interruption = during(what, breakOff, err)) {
            return work.run(brokenOff::get);
        } finally {
            ended.complete(null);
        }
    }

    private static void breakOff(String what, Supplier<CompletionStage<?>> breakOff, PrintStream err) {
        try {
            breakOff.get().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // The waiting main thread reports why; the files are gone all the same.
        } catch (TimeoutException e) {
            err.println("The " + what + " did not stop within " + PATIENCE_SECONDS
                    + " s; the next run removes the temporary files it leaves.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is already going down: the hook is running, and is what ended the work.
        }
    }
}
