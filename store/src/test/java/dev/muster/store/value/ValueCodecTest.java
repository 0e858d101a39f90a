package dev.muster.store.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueCodecTest {
    private static final List<Object> VALUES = Arrays.asList(
            null,
            true,
            false,
            0L,
            -1L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            0.0,
            -0.0,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            "",
            "ä ß 漢 😀",
            List.of(),
            List.of(1L, 2L),
            List.of("a", "b"),
            List.of(-0.0, Double.NaN),
            LocalDate.of(-999_999_999, 1, 1),
            LocalDate.of(2026, 11, 21),
            LocalTime.MIN,
            LocalTime.MAX,
            OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHours(-18)),
            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999),
            ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 1, ZoneOffset.ofHoursMinutes(5, 30)),
            ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneId.of("Europe/Berlin")),
            ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneOffset.UTC),
            ZonedDateTime.ofLocal(
                    LocalDateTime.of(2026, 10, 25, 2, 30), ZoneId.of("Europe/Berlin"), ZoneOffset.ofHours(1)),
            new DurationValue(-1, 2, Long.MIN_VALUE, 999_999_999),
            new PointValue(7203, List.of(1.0, -0.0)),
            new PointValue(4979, List.of(1.0, 2.0, 3.0)),
            Map.of("key", List.of(List.of(1L), Map.of("inner", "value"))));

    @Test
    void everyValueComesBackEqualAndEncodesAlike() {
        for (Object value : VALUES) {
            byte[] bytes = encode(value);
            ByteBuffer source = ByteBuffer.wrap(bytes);
            Object back = ValueCodec.read(source);
            assertThat(back).isEqualTo(value);
            assertThat(source.hasRemaining()).isFalse();
            assertThat(encode(back)).isEqualTo(bytes);
            source.rewind();
            ValueCodec.skip(source);
            assertThat(source.hasRemaining()).isFalse();
        }
        byte[] bytes = {1, 0, -1};
        assertThat((byte[]) ValueCodec.read(ByteBuffer.wrap(encode(bytes)))).isEqualTo(bytes);
    }

    @Test
    void minusZeroIsNotZeroAndEveryNanIsTheSame() {
        assertThat(encode(-0.0)).isNotEqualTo(encode(0.0));
        assertThat(encode(Double.longBitsToDouble(0x7FF8_0000_0000_0001L))).isEqualTo(encode(Double.NaN));
    }

    @Test
    void whatIsNoValueIsRefused() {
        for (Object wrong : List.of(1, 1.5f, 'c', Map.of(1L, 2L), List.of(1))) {
            assertThatThrownBy(() -> encode(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> encode("half \uD83D")).hasMessageContaining("surrogate");
    }

    @Test
    void nestingHasALimitOnBothWays() {
        Object deep = 1L;
        for (int i = 0; i < ValueCodec.NESTING_MAX; i++) {
            deep = List.of(deep);
        }
        Object tooDeep = List.of(deep);
        assertThat(ValueCodec.read(ByteBuffer.wrap(encode(deep)))).isEqualTo(deep);
        assertThatThrownBy(() -> encode(tooDeep)).hasMessageContaining("nested more than 32");
        byte[] bomb = new byte[100_000];
        for (int i = 0; i < bomb.length; i += 2) {
            bomb[i] = 7;
            bomb[i + 1] = 1;
        }
        assertThatThrownBy(() -> ValueCodec.read(ByteBuffer.wrap(bomb))).hasMessageContaining("nested more than 32");
        assertThatThrownBy(() -> ValueCodec.skip(ByteBuffer.wrap(bomb))).hasMessageContaining("nested more than 32");
    }

    @Test
    void brokenBytesAreAnIllegalArgumentAndNothingElse() {
        Random random = new Random(1);
        for (Object value : VALUES) {
            byte[] bytes = encode(value);
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> ValueCodec.read(ByteBuffer.wrap(cut)))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> ValueCodec.skip(ByteBuffer.wrap(cut)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            for (int attempt = 0; attempt < 200; attempt++) {
                byte[] broken = bytes.clone();
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
                try {
                    ValueCodec.read(ByteBuffer.wrap(broken));
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining(" ");
                }
            }
        }
    }

    @Test
    void propertiesHoldWhatTheyMayAndNothingElse() {
        for (Object value : VALUES) {
            if (value != null && !(value instanceof Map)) {
                assertThat(PropertyValues.checked(value)).isEqualTo(value);
            }
        }
        List<Object> wrong =
                new ArrayList<>(List.of(1, List.of(1L, "a"), List.of(List.of(1L)), Map.of(), new Object()));
        wrong.add(null);
        wrong.add(Arrays.asList(1L, null));
        wrong.add(new LinkedHashMap<>());
        for (Object value : wrong) {
            assertThatThrownBy(() -> PropertyValues.checked(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a property cannot hold");
        }
    }

    private static byte[] encode(Object value) {
        ByteSink sink = new ByteSink();
        ValueCodec.write(sink, value);
        return sink.toBytes();
    }
}
