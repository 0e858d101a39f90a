package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Disk;
import dev.muster.runtime.real.RealDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private static final UUID CLUSTER = new UUID(1, 1);
    private static final UUID DATA = new UUID(4, 4);

    private final Disk disk = new RealDisk();

    @TempDir
    Path data;

    @Test
    void belongsToTheServerThatUsedItFirst() {
        hold("server01", CLUSTER).close();

        assertThatThrownBy(() -> hold("server02", CLUSTER))
                .hasMessage(
                        "the data directory " + data
                                + " belongs to server 'server01', and this is 'server02'; point server.directories.data at this server's own data");
        hold("server01", CLUSTER).close();
    }

    @Test
    void remembersTheClusterOfItsFirstStart() {
        hold("server01", CLUSTER).close();

        try (DataDirectory again = hold("server01", new UUID(2, 2))) {
            assertThat(again.clusterId()).isEqualTo(CLUSTER);
        }
    }

    @Test
    void isHeldByOneServerAtATime() {
        try (DataDirectory held = hold("server01", CLUSTER)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> hold("server01", CLUSTER))
                    .isInstanceOfSatisfying(
                            ServerError.Refusal.class,
                            refusal -> assertThat(refusal.error()).isEqualTo(ServerError.DATA_IN_USE));
        }
        hold("server01", CLUSTER).close();
    }

    @Test
    void hasAnIdOfItsOwnThatItKeeps() {
        UUID id;
        try (DataDirectory first = hold("server01", CLUSTER)) {
            id = first.id();
        }
        try (DataDirectory again = hold("server01", CLUSTER)) {
            assertThat(again.id()).isEqualTo(id).isEqualTo(DATA);
        }
    }

    @Test
    void ofFormat1HasTheSameIdEachTime() throws Exception {
        mark("format=1\nserver=server01\ncluster=" + CLUSTER + "\n");

        UUID id;
        try (DataDirectory first = hold("server01", CLUSTER)) {
            id = first.id();
        }
        try (DataDirectory again = hold("server01", CLUSTER)) {
            assertThat(again.id()).isEqualTo(id).isNotEqualTo(DATA);
        }
    }

    @Test
    void ofANewerFormatIsRefused() throws Exception {
        mark("format=3\nserver=server01\n");

        assertThatThrownBy(() -> hold("server01", CLUSTER))
                .hasMessage("the data directory " + data
                        + " has format 3, which is newer than this program knows (2); use a newer Muster");
    }

    @Test
    void withADamagedMarkIsRefusedAndLeftAsItIs() throws Exception {
        mark("nonsense");

        assertThatThrownBy(() -> hold("server01", CLUSTER)).hasMessageContaining("server-id cannot be read");
        assertThat(disk.readAll(clusterState().resolve("server-id"))).asString().isEqualTo("nonsense");
    }

    @Test
    void withAClusterInWhichABitFlippedIsRefused() throws Exception {
        hold("server01", CLUSTER).close();
        Path file = clusterState().resolve("server-id");
        String text = new String(disk.readAll(file), StandardCharsets.UTF_8);
        disk.replace(
                file,
                text.replace(CLUSTER.toString(), new UUID(1, 3).toString()).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> hold("server01", CLUSTER)).hasMessageContaining("its checksum is wrong");
    }

    private void mark(String text) throws Exception {
        disk.createDirectories(clusterState());
        disk.replace(clusterState().resolve("server-id"), text.getBytes(StandardCharsets.UTF_8));
    }

    private Path clusterState() {
        return data.resolve("cluster-state");
    }

    private DataDirectory hold(String serverId, UUID cluster) {
        DataDirectory held = DataDirectory.hold(disk, data, clusterState(), serverId);
        if (held.clusterId() == null) {
            held.belongTo(cluster, DATA);
        }
        return held;
    }
}
