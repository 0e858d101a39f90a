package dev.muster;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Shows that the ban of D2 finds what it is meant to find. */
class OutsideWorldTest {
    @Test
    void plantedBreachesAreFoundWithTheirReplacement() {
        List<String> found = OutsideWorld.readIn(new ClassFileImporter().importClasses(Offender.class));
        assertThat(found)
                .hasSize(9)
                .anySatisfy(breach -> assertThat(breach)
                        .contains("Offender calls java.lang.System.nanoTime (OutsideWorldTest.java:")
                        .endsWith("use the World's Clock (wallMillis for people, monotonicNanos for durations)"));
        for (String call : new String[] {
            "java.lang.System.currentTimeMillis",
            "java.time.Instant.now",
            "java.util.UUID.randomUUID",
            "java.util.Random.<init>",
            "java.nio.file.Files.exists",
            "java.lang.Thread.<init>",
            "java.util.concurrent.CompletableFuture.runAsync",
            "java.util.concurrent.CompletableFuture.join"
        }) {
            assertThat(found).as(call).anyMatch(breach -> breach.contains("calls " + call + " "));
        }
    }

    @Test
    void whatIsAllowedIsNotFound() {
        assertThat(OutsideWorld.readIn(new ClassFileImporter().importClasses(Innocent.class)))
                .isEmpty();
    }

    /** Reads the world in nine ways, one of them as a method reference. */
    @SuppressWarnings("unused")
    private static final class Offender {
        private final LongSupplier clock = System::currentTimeMillis;

        Object breach() {
            CompletableFuture<Void> pool = CompletableFuture.runAsync(() -> {});
            return List.of(
                    System.nanoTime(),
                    Instant.now(),
                    UUID.randomUUID(),
                    new Random(),
                    Files.exists(Path.of("x")),
                    new Thread(() -> {}),
                    pool.join());
        }
    }

    @SuppressWarnings("unused")
    private static final class Innocent {
        Object fine() {
            return List.of(
                    new Random(7), Instant.EPOCH, Path.of("x"), CompletableFuture.runAsync(() -> {}, Runnable::run));
        }
    }
}
