package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.Disk;
import dev.muster.runtime.sim.Latency;
import dev.muster.store.StreamedStore.Stretch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of whole stores that break off among the parts, and what of them comes a second time. */
class StoreCopyResumeTest extends CopyScenario {
    /** Of 60 kB each: eight parts, and that of the state. */
    private static final int ORDERS = 40;
    /** After so many parts something happens. */
    private static final int AMONG = 5;

    private final List<GivenPart> given = new ArrayList<>();
    /** Done by the first source, once, when it has given so many parts. */
    private Runnable among = () -> {};

    private String newcomer;
    private String source;

    @BeforeEach
    void rememberParts() {
        partGiven = part -> {
            given.add(part);
            if (source == null) {
                source = part.server();
            }
            if (part.server().equals(source) && part.number() != null && part.number() == AMONG) {
                Runnable once = among;
                among = () -> {};
                once.run();
            }
        };
    }

    @Test
    void aCopyWhoseSourceDiesAmongThePartsGoesOnWithAnotherOne() {
        threeServersHaveTheStore(61);
        among = () -> dieBeforeTheEnd(source, newcomer);

        askForAFourthCopy();
        cluster.eventually(() -> !cluster.running().contains(source));
        changes(10);
        cluster.eventually(() -> isOnline(newcomer, "sales") && hasAll(newcomer));

        assertThat(asked.stream().filter(what -> what.contains("gives")))
                .hasSize(2)
                .startsWith(source + " gives the store")
                .element(1)
                .satisfies(what -> assertThat(what).endsWith(" gives the rest").doesNotStartWith(source));
        assertThat(partsWithRecords()).isLessThanOrEqualTo(partsOfTheStore() + 1);
        cluster.start(source);
        cluster.eventually(() -> hasAll(source));
        assertEqualCopies();
    }

    @Test
    void aCopyWhoseSourceDiesAfterTheLastPartNeedsTransactionsOnly() {
        threeServersHaveTheStore(62);
        rememberParts();
        var remember = partGiven;
        partGiven = part -> {
            remember.accept(part);
            if (part.number() == null) {
                dieBeforeTheEnd(part.server(), newcomer);
            }
        };

        askForAFourthCopy();
        cluster.eventually(() -> !cluster.running().contains(source));
        changes(5);
        cluster.eventually(() -> isOnline(newcomer, "sales") && hasAll(newcomer));

        assertThat(asked.stream().filter(what -> what.contains("gives"))).containsExactly(source + " gives the store");
        cluster.start(source);
        cluster.eventually(() -> hasAll(source));
        assertEqualCopies();
    }

    @Test
    void aServerThatIsKilledWhileItCopiesGoesOnWithWhatItHad() {
        threeServersHaveTheStore(63);
        killTheNewcomerAmongTheParts();
        changes(10);

        cluster.start(newcomer);
        cluster.eventually(() -> isOnline(newcomer, "sales") && hasAll(newcomer));

        assertThat(restAskedFor()).as("parts that were there").isGreaterThanOrEqualTo(AMONG - 3);
        assertEqualCopies();
    }

    @Test
    void aServerThatIsKilledTogetherWithItsSourceGoesOnWithAnotherOne() {
        threeServersHaveTheStore(64);
        killTheNewcomerAmongTheParts();
        cluster.kill(source);
        changes(10);

        cluster.start(newcomer);
        cluster.eventually(() -> isOnline(newcomer, "sales") && hasAll(newcomer));

        assertThat(restAskedFor()).as("parts that were there").isGreaterThanOrEqualTo(AMONG - 3);
        assertThat(asked.get(asked.size() - 1)).doesNotStartWith(source);
        cluster.start(source);
        cluster.eventually(() -> hasAll(source));
        assertEqualCopies();
    }

    @Test
    void aCopyBeginsAnewIfNobodyHasTheTransactionsSince() {
        threeServersHaveTheStore(65);
        killTheNewcomerAmongTheParts();
        writes(15);
        cluster.simulation.runFor(Duration.ofSeconds(1));
        cluster.running().stream()
                .filter(server -> copy(server, "sales") != null)
                .forEach(this::cutLog);

        cluster.start(newcomer);
        cluster.eventually(() -> isOnline(newcomer, "sales") && hasAll(newcomer));

        assertThat(asked.stream().filter(what -> what.contains("gives")))
                .hasSize(2)
                .noneMatch(what -> what.endsWith("rest"));
        assertEqualCopies();
    }

    @Test
    void aCopyBeginsAnewIfTheRecordOfWhatCameIsDamaged() throws IOException {
        threeServersHaveTheStore(66);
        killTheNewcomerAmongTheParts();
        Disk disk = cluster.simulation.server(newcomer).disk();
        overwrite(disk, copied("muster.store.arriving"));

        cluster.start(newcomer);
        cluster.eventually(() -> isOnline(newcomer, "sales") && hasAll(newcomer));

        assertThat(asked.stream().filter(what -> what.contains("gives")))
                .hasSize(2)
                .noneMatch(what -> what.endsWith("rest"));
        assertThat(disk.exists(copied("muster.store"))).isFalse();
        assertEqualCopies();
    }

    private void threeServersHaveTheStore(long seed) {
        begin(seed, 4, SHORT_TRANSACTION_LOGS);
        cluster.write("system", "CREATE DATABASE sales TOPOLOGY 3 PRIMARIES WAIT");
        writes(ORDERS, TEXT.repeat(3));
        cluster.simulation.runFor(Duration.ofSeconds(1));
        cluster.running().stream()
                .filter(server -> copy(server, "sales") != null)
                .forEach(this::cutLog);
        newcomer = cluster.running().stream()
                .filter(server -> copy(server, "sales") == null)
                .findFirst()
                .orElseThrow();
        asked.clear();
    }

    private void askForAFourthCopy() {
        cluster.write("system", "ALTER DATABASE sales SET TOPOLOGY 4 PRIMARIES");
        cluster.eventually(() -> source != null);
    }

    /** The parts come half a second after each other, so that some are saved before the end. */
    private void killTheNewcomerAmongTheParts() {
        boolean[] killed = new boolean[1];
        var remember = partGiven;
        partGiven = part -> {
            remember.accept(part);
            if (part.number() != null) {
                Duration late = Duration.ofMillis(500L * part.number());
                cluster.simulation.network().setLatency(source, newcomer, Latency.between(late, late));
            }
        };
        among = () -> cluster.simulation.schedule(Duration.ofMillis(500L * AMONG + 100), "the newcomer dies", () -> {
            cluster.kill(newcomer);
            cluster.simulation.network().resetTimes();
            killed[0] = true;
        });
        askForAFourthCopy();
        cluster.eventually(() -> killed[0]);
        partGiven = remember;
    }

    private Path copied(String file) {
        return cluster.simulation
                .server(newcomer)
                .directory()
                .resolve("data/databases/sales.copy")
                .resolve(file);
    }

    /** How many parts the newcomer had when it asked for the rest, by the orders that it had. */
    private long restAskedFor() {
        Stretch had = given.stream()
                .map(GivenPart::behind)
                .filter(behind -> !behind.isEmpty())
                .findFirst()
                .orElseThrow();
        return had.isWhole() ? partsOfTheStore() : had.id() / ordersPerPart();
    }

    private long partsWithRecords() {
        long arrived = given.stream()
                        .map(GivenPart::behind)
                        .filter(behind -> !behind.isEmpty())
                        .findFirst()
                        .orElseThrow()
                        .id()
                / ordersPerPart();
        return arrived
                + given.stream()
                        .filter(part -> !part.server().equals(source) && part.number() != null && part.number() > 0)
                        .count();
    }

    /** With the state at its end. */
    private static long partsOfTheStore() {
        return ORDERS / ordersPerPart() + 1;
    }

    private static long ordersPerPart() {
        return 5; // the first multiple of 60,000 bytes above 256 KiB
    }
}
