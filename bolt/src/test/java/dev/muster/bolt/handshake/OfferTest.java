package dev.muster.bolt.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferTest {
    @ParameterizedTest
    @CsvSource({
        "00020404000001040000000400000003, 00000404", // Java 4.4
        "00080805000204040000000300000000, 00000805", // Java 5 without the manifest
        "00000503000000000000000000000000, 00000000", // 3.5
        "00000505000000000000000000000000, 00000000", // 5.5 was never released
        "00010505000000000000000000000000, 00000405", // 5.5 down to 5.4
        "00000905000000000000000000000000, 00000000", // 5.9
        "00030905000000000000000000000000, 00000805", // 5.9 down to 5.6
        "00000006000000000000000000000000, 00000000", // 6.0
        "00000006000000050000000000000000, 00000005", // 6.0, then 5.0
        "00000304000008050000000000000000, 00000304", // the client's order counts
        "00020204000000000000000000000000, 00000000", // 4.2 to 4.0
        "00000000000000000000000000000000, 00000000"
    })
    void the_first_slot_that_fits_wins_with_its_highest_version(String slots, String answer) {
        assertThat(HexFormat.of().formatHex(answer(slots).bytes())).isEqualTo(answer);
    }

    @Test
    void the_manifest_names_exactly_what_we_speak() {
        Offer.Answer answer = answer("000001ff00080805000204040000" + "0003");
        assertThat(answer.manifest()).isTrue();
        assertThat(HexFormat.of().formatHex(answer.bytes()))
                .isEqualTo("000001ff" + "03" + "00010404" + "00040405" + "00020805" + "00");
    }

    @Test
    void a_client_may_only_pick_what_was_offered() {
        for (ProtocolVersion version : ProtocolVersion.SPOKEN) {
            assertThat(Offer.picked(version.minor() << 8 | version.major())).contains(version);
        }
        assertThat(Offer.picked(0x0505)).isEmpty();
        assertThat(Offer.picked(0x0006)).isEmpty();
        assertThat(Offer.picked(0x00080805)).isEmpty();
    }

    private static Offer.Answer answer(String slots) {
        int[] numbers = new int[4];
        for (int i = 0; i < 4; i++) {
            numbers[i] = Integer.parseUnsignedInt(slots.substring(8 * i, 8 * i + 8), 16);
        }
        return Offer.answer(numbers);
    }
}
