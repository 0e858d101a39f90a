package dev.muster.bolt.packstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.store.value.DurationValue;
import dev.muster.store.value.NodeValue;
import dev.muster.store.value.PathValue;
import dev.muster.store.value.PointValue;
import dev.muster.store.value.RelationshipValue;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackStreamTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 1, 2, 3, 4, 5, 500_000_000);

    static Stream<Object> values() {
        return Stream.of(
                true,
                false,
                0L,
                127L,
                -16L,
                -17L,
                128L,
                -128L,
                -129L,
                32_767L,
                32_768L,
                -32_769L,
                1L << 31,
                Integer.MIN_VALUE - 1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                0.0,
                -0.0,
                1.1,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                "",
                "é 漢 😀",
                "x".repeat(15),
                "x".repeat(16),
                "x".repeat(255),
                "x".repeat(256),
                "x".repeat(70_000),
                List.of(),
                List.of(1L, "two", 3.0, List.of(4L)),
                Map.of(),
                Map.of("a", Map.of("b", List.of(true))),
                longs(16),
                longs(256),
                longs(65_536),
                LocalDate.of(1, 1, 1),
                LocalDate.of(2024, 2, 29),
                LocalTime.MAX,
                NOON,
                OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHours(-5)),
                NOON.atZone(ZoneOffset.ofHoursMinutes(5, 30)),
                NOON.atZone(ZoneId.of("Europe/Stockholm")),
                NOON.withYear(1900).atZone(ZoneOffset.UTC),
                new DurationValue(-1, 2, Long.MIN_VALUE, 999_999_999),
                new PointValue(7203, List.of(1.0, 2.0)),
                new PointValue(4979, List.of(1.0, 2.0, 3.0)));
    }

    private static List<Object> longs(int count) {
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            list.add(i);
        }
        return list;
    }

    @ParameterizedTest
    @MethodSource("values")
    void what_is_written_is_read_back_in_every_dialect(Object value) {
        for (Dialect dialect : List.of(Dialect.MODERN, Dialect.LEGACY_UTC, Dialect.LEGACY)) {
            byte[] bytes = pack(dialect, value);
            PackReader in = new PackReader(bytes, dialect);
            assertThat(in.value()).isEqualTo(value);
            assertThat(in.atEnd()).isTrue();
        }
    }

    @Test
    void byte_arrays_of_every_size_and_nulls_in_containers_survive() {
        for (int size : List.of(0, 255, 256, 70_000)) {
            byte[] array = new byte[size];
            Arrays.fill(array, (byte) 0xAB);
            assertThat((byte[]) new PackReader(pack(Dialect.MODERN, array), Dialect.MODERN).value())
                    .isEqualTo(array);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("none", null);
        map.put("list", Arrays.asList(null, 1L));
        assertThat(new PackReader(pack(Dialect.MODERN, map), Dialect.MODERN).value())
                .isEqualTo(map);
    }

    @ParameterizedTest
    @CsvSource({
        "-16,f0",
        "127,7f",
        "-17,c8ef",
        "1000,c903e8",
        "300,c9012c",
        "1704161045,ca65936f15",
        "4294967296,cb0000000100000000"
    })
    void integers_take_the_shortest_form(long value, String hex) {
        assertThat(hex(pack(Dialect.MODERN, value))).isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c801", "c90001", "ca00000001", "cb0000000000000001"})
    void integers_of_any_width_are_taken(String hex) {
        assertThat(read(hex)).isEqualTo(1L);
    }

    @Test
    void recorded_bytes_of_points_times_and_durations_come_out_exactly() {
        assertPacks(
                Dialect.MODERN,
                new PointValue(7203, List.of(1.0, 2.0)),
                "b358c91c23c13ff0000000000000c14000000000000000");
        assertPacks(Dialect.MODERN, NOON.atZone(ZoneOffset.ofHours(1)).withHour(3), "b349ca65936f15ca1dcd6500c90e10");
        assertPacks(Dialect.MODERN, new DurationValue(1, 2, 3, 500_000_000), "b445010203ca1dcd6500");
        assertPacks(Dialect.MODERN, LocalTime.ofNanoOfDay(0x0a0b9d4d3200L), "b174cb00000a0b9d4d3200");
        assertPacks(
                Dialect.MODERN,
                java.time.Instant.ofEpochSecond(0x66835205L).atZone(ZoneId.of("Europe/Stockholm")),
                "b369ca6683520500d010" + hex("Europe/Stockholm".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** Facts 3.3: the same instant, measured in both forms. */
    @Test
    void date_times_below_5_are_local_seconds_without_the_utc_patch() {
        ZonedDateTime value = LocalDateTime.ofEpochSecond(1_704_164_645, 500_000_000, ZoneOffset.UTC)
                .atZone(ZoneOffset.ofHours(1));
        assertThat(value.toEpochSecond()).isEqualTo(1_704_161_045);
        assertPacks(Dialect.LEGACY_UTC, value, "b349ca65936f15ca1dcd6500c90e10");
        assertPacks(Dialect.LEGACY, value, "b346ca65937d25ca1dcd6500c90e10");
        assertThatThrownBy(() -> new PackReader(pack(Dialect.LEGACY, value), Dialect.MODERN).value())
                .isInstanceOf(InvalidValue.class);
    }

    /** Facts 9.9. */
    @Test
    void recorded_graph_values_come_out_exactly() {
        NodeValue one = new NodeValue(0, "4:x:0", List.of("P"), Map.of("n", 1L));
        NodeValue two = new NodeValue(1, "4:x:1", List.of("P"), Map.of("n", 2L));
        RelationshipValue knows = new RelationshipValue(
                0, "5:x:0", 0, "4:x:0", 1, "4:x:1", "K", Map.of("since", LocalDate.ofEpochDay(0x512a)));
        PathValue path = new PathValue(List.of(one, two), List.of(knows));
        assertPacks(
                Dialect.LEGACY,
                path,
                "b35092b34e009181" + "50a1816e01b34e01918150a1816e0291b37200814ba185" + "73696e6365b144c9512a920101");
        assertPacks(
                Dialect.MODERN,
                path,
                "b35092b44e00918150a1816e0185" + "343a783a30" + "b44e01918150a1816e0285" + "343a783a31"
                        + "91b47200814ba18573696e6365b144c9512a85" + "353a783a30" + "920101");
        RelationshipValue other =
                new RelationshipValue(1, "", 3, "", 4, "", "K", Map.of("since", LocalDate.ofEpochDay(0x512a)));
        assertPacks(Dialect.LEGACY, other, "b552010304814ba18573696e6365b144c9512a");
        assertThat(hex(pack(Dialect.MODERN, other))).isEqualTo("b852010304814ba18573696e6365b144c9512a808080");
    }

    @Test
    void a_path_walked_backwards_and_over_the_same_nodes_again_has_each_once() {
        NodeValue a = new NodeValue(10, "", List.of(), Map.of());
        NodeValue b = new NodeValue(20, "", List.of(), Map.of());
        RelationshipValue ab = new RelationshipValue(7, "", 10, "", 20, "", "T", Map.of());
        byte[] bytes = pack(Dialect.LEGACY, new PathValue(List.of(a, b, a), List.of(ab, ab)));
        assertThat(hex(bytes)).isEqualTo("b35092b34e0a90a0b34e1490a091b372078154a0940101ff00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c1",
                "c100",
                "d0",
                "d005ff",
                "d2ffffffff",
                "d67fffffff",
                "d680000000",
                "da7fffffff",
                "ce7fffffff",
                "91",
                "a1",
                "a18161",
                "a101c0",
                "c4",
                "dc",
                "82c328",
                "b1",
                "b344"
            })
    void bytes_that_are_no_value_are_refused_without_large_allocations(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(MalformedBytes.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b34e009090",
                "b55201020381" + "4ba0",
                "b350909090", // a node, a relationship, a path
                "b144cb7fffffffffffffff",
                "b174ff",
                "b174cbffffffffffffffff",
                "b254cb0000000000000000ca7fffffff",
                "b26400ca7fffffff",
                "b369000084" + "4e6f7065",
                "b358c91c23" + "0101",
                "b35801c13ff0000000000000c13ff0000000000000",
                "b2440000",
                "b15a00",
                "a2816101816102"
            })
    void well_formed_bytes_that_mean_nothing_are_refused_politely(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void values_may_be_nested_a_hundred_deep_and_no_deeper() {
        assertThat(read("91".repeat(100) + "c0")).isInstanceOf(List.class);
        assertThatThrownBy(() -> read("91".repeat(101) + "c0")).isInstanceOf(MalformedBytes.class);
        assertThatThrownBy(() -> read("91".repeat(100_000) + "c0")).isInstanceOf(MalformedBytes.class);
    }

    @Test
    void random_bytes_are_a_value_or_refused_and_nothing_else() {
        Random random = new Random(4711);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                new PackReader(bytes, i % 2 == 0 ? Dialect.MODERN : Dialect.LEGACY).value();
            } catch (MalformedBytes | InvalidValue e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void servers_hand_graph_entities_on_to_each_other_as_they_are() {
        NodeValue a = new NodeValue(1, "4:d:1", List.of("A", "B"), Map.of("name", "a"));
        NodeValue b = new NodeValue(2, "4:d:2", List.of(), Map.of());
        RelationshipValue there = new RelationshipValue(7, "5:d:7", 1, "4:d:1", 2, "4:d:2", "TO", Map.of("w", 1.5));
        PathValue thereAndBack = new PathValue(List.of(a, b, a), List.of(there, there));
        List<Object> row = List.of(a, there, thereAndBack, new PathValue(List.of(b), List.of()));

        byte[] packed = pack(Dialect.BETWEEN_SERVERS, row);

        assertThat(new PackReader(packed, Dialect.BETWEEN_SERVERS).value()).isEqualTo(row);
        assertThatThrownBy(() -> new PackReader(packed, Dialect.MODERN).value())
                .isInstanceOf(InvalidValue.class)
                .hasMessage("a node cannot be a parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b14e01", "b4529091a081", "b35090909101", "b35091b44e0190a0816190920101"})
    void an_entity_of_which_something_is_missing_is_refused(String hex) {
        assertThatThrownBy(() -> new PackReader(HexFormat.of().parseHex(hex), Dialect.BETWEEN_SERVERS).value())
                .isInstanceOfAny(InvalidValue.class, MalformedBytes.class);
    }

    @Test
    void a_foreign_object_is_refused_before_anything_is_sent() {
        assertThatThrownBy(() -> pack(Dialect.MODERN, new StringBuilder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.StringBuilder");
    }

    private static void assertPacks(Dialect dialect, Object value, String hex) {
        assertThat(hex(pack(dialect, value))).isEqualTo(hex);
    }

    private static Object read(String hex) {
        return new PackReader(HexFormat.of().parseHex(hex), Dialect.MODERN).value();
    }

    private static byte[] pack(Dialect dialect, Object value) {
        PackWriter out = new PackWriter(dialect);
        out.value(value);
        return Arrays.copyOf(out.array(), out.size());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
