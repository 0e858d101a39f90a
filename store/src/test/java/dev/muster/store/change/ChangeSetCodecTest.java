package dev.muster.store.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangeSetCodecTest {
    private static final ChangeSet CHANGES = new ChangeSet(
            new UUID(1, 2),
            1_700_000_000_000L,
            Map.of("application", "test", "nested", List.of(Map.of("a", 1L))),
            List.of(
                    new NodeChange.Created(1, new TreeSet<>(Set.of("B", "A")), Map.of("name", "x", "size", 1.5)),
                    new NodeChange.Changed(2, 7, Set.of("C"), Set.of("A"), withNull()),
                    new NodeChange.Deleted(ChangeSet.ID_MAX, 9)),
            List.of(
                    new RelationshipChange.Created(0, "KNOWS", 1, 2, Map.of("since", 2020L)),
                    new RelationshipChange.Changed(5, 3, withNull()),
                    new RelationshipChange.Deleted(6, 4)));

    @Test
    void whatIsWrittenIsReadAndWrittenAlikeAgain() {
        byte[] bytes = ChangeSetCodec.encode(CHANGES);
        ChangeSet back = ChangeSetCodec.decode(bytes);
        assertThat(back).isEqualTo(CHANGES);
        assertThat(ChangeSetCodec.encode(back)).isEqualTo(bytes);
        assertThat(ChangeSetCodec.committedAtMillis(bytes)).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void theFormatOnDiskStaysWhatItIs() {
        ChangeSet small = new ChangeSet(
                new UUID(1, 2),
                3,
                Map.of(),
                List.of(new NodeChange.Created(4, new TreeSet<>(Set.of("L")), Map.of("k", 5L))),
                List.of());
        assertThat(HexFormat.of().formatHex(ChangeSetCodec.encode(small)))
                .isEqualTo("0100000000000000010000000000000002060800010104" + "01014c01016b030a00");
    }

    @Test
    void aNewerFormatAndBrokenBytesAreRefusedInWords() {
        byte[] bytes = ChangeSetCodec.encode(CHANGES);
        byte[] newer = bytes.clone();
        newer[0] = 3;
        assertThatThrownBy(() -> ChangeSetCodec.decode(newer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its format is 3, this version reads up to 2");
        assertThatThrownBy(() -> ChangeSetCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("1 bytes follow its end");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ChangeSetCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        Random random = new Random(3);
        for (int attempt = 0; attempt < 5000; attempt++) {
            byte[] broken = bytes.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            try {
                ChangeSetCodec.decode(broken);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("are no change set");
            }
        }
    }

    @Test
    void entitiesOutOfOrderOrTwiceAreRefused() {
        ChangeSet twice = new ChangeSet(
                new UUID(1, 2),
                3,
                Map.of(),
                List.of(new NodeChange.Deleted(4, 1), new NodeChange.Deleted(4, 1)),
                List.of());
        assertThatThrownBy(() -> ChangeSetCodec.encode(twice)).hasMessageContaining("entity 4 is out of order");
    }

    private static Map<String, Object> withNull() {
        Map<String, Object> map = new HashMap<>();
        map.put("gone", null);
        map.put("set", true);
        return map;
    }
}
