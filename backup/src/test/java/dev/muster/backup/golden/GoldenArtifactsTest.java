package dev.muster.backup.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.artifact.Metadata;
import dev.muster.backup.chain.Verification;
import dev.muster.backup.inspect.Inspection;
import dev.muster.backup.restore.ChainBuild;
import dev.muster.backup.restore.Restore;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.Simulation;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Artifacts of each version of the format, made once and kept: they are still what they were. */
class GoldenArtifactsTest {
    /** Of forty people, most of whom know the one before. */
    private static final String DIGEST = "2f544b7a0159482f253af6501883562a";

    private static final List<String> NAMES = List.of(
            "sales-2026-01-01T00-00-01.backup",
            "sales-2026-01-01T00-00-02.backup",
            "sales-2026-01-01T00-00-03.backup",
            "sales-2026-01-01T00-00-04.backup");
    private static final Path FOLDER = Path.of("/backups");
    private static final StoreLocation PLACE =
            new StoreLocation(Path.of("/data/databases/sales"), Path.of("/data/transactions/sales"));

    private final Simulation simulation = new Simulation(1);
    private final World world = simulation.server("here").world();

    @ParameterizedTest
    @CsvSource({
        "v1/zstd, 1, false",
        "v1/none, 1, false",
        "v2/zstd, 2, true",
        "v2/none, 2, true",
        "v3/zstd, 3, false",
        "v3/none, 3, false",
        "v3/sealed, 3, true"
    })
    void areInspectedVerifiedAndRestoredAsEver(String folder, int version, boolean encrypted) throws IOException {
        copy(folder);
        EncryptionKey key = encrypted ? EncryptionKey.parse(GoldenArtifacts.KEY) : null;

        List<Artifact> artifacts = Inspection.of(
                        world.disk(), FOLDER, null, Inspection.Scope.ALL, Inspection.Empty.INCLUDED)
                .artifacts();
        assertThat(artifacts).extracting(Artifact::fileName).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(artifacts).allSatisfy(artifact -> {
            assertThat(artifact.header().formatVersion()).isEqualTo(version);
            assertThat(artifact.keyId()).isEqualTo(encrypted ? key.id() : null);
        });
        assertThat(Verification.run(world, new Verification.Request(FOLDER, null, FOLDER, key), () -> false))
                .hasSize(5)
                .allSatisfy(finding -> assertThat(finding.problem()).isEmpty());
        RestoreReport report = restore(key);
        assertThat(report.lastTransactionId()).isEqualTo(40);
        assertThat(report.digest()).hasToString(DIGEST);
        assertThat(report.metadata())
                .isEqualTo(version < 3 ? null : new Metadata("all", "// users and roles of sales, all\n"));
        assertContents();
    }

    @Test
    void oneThatIsExchangedForAnotherWhileItIsReadIsRefused() throws IOException {
        copy("v3/none");
        Artifact seen = ArtifactReader.describe(world.disk(), FOLDER.resolve(NAMES.get(0)));
        copy("v3/zstd");
        ChainBuild build = new ChainBuild(world, List.of(seen), null, line -> {}, () -> {});
        assertThatThrownBy(
                        () -> build.build(PLACE, RestoreUntil.END, new StoreIdentity(new UUID(1, 1), new UUID(2, 2))))
                .hasMessage("artifact '" + seen.file() + "' changed while it was being read");
    }

    private RestoreReport restore(EncryptionKey key) {
        RestoreRequest request = new RestoreRequest(
                FOLDER,
                null,
                "sales",
                RestoreRequest.Existing.REFUSE,
                RestoreUntil.END,
                PLACE.database().getParent(),
                PLACE.transactions().getParent(),
                null,
                key);
        return Restore.run(request, world, line -> {}, () -> false);
    }

    private void assertContents() throws IOException {
        try (Store store = Stores.open(world.disk(), PLACE, StoreSettings.defaults(), world.clock());
                PinnedVersion version = store.pin()) {
            assertThat(version.nodeCount()).isEqualTo(40);
            assertThat(version.relationshipCount()).isEqualTo(38);
            assertThat(version.digest()).hasToString(DIGEST);
            assertThat(version.node(7).labels()).containsExactly("Person");
            assertThat(version.node(7).properties()).isEqualTo(Map.of("name", "p8", "number", 8L, "known", true));
        }
    }

    private void copy(String folder) throws IOException {
        world.disk().createDirectories(FOLDER);
        for (String name : NAMES) {
            try (InputStream golden = getClass().getResourceAsStream("/golden/" + folder + "/" + name)) {
                assertThat(golden).as(folder + "/" + name).isNotNull();
                world.disk().replace(FOLDER.resolve(name), golden.readAllBytes());
            }
        }
    }
}
