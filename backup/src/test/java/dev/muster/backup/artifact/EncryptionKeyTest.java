package dev.muster.backup.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key is 32 bytes in one of two spellings, has an id that never changes, and keeps its secret. */
class EncryptionKeyTest {
    private static final String HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    @Test
    void isTheSameInEitherSpellingWithOrWithoutAnEndOfLine() {
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(HEX));

        assertThat(EncryptionKey.parse(HEX).id()).isEqualTo("9fdbca673e828a81").hasSize(16);
        for (String text : new String[] {HEX + "\n", HEX + "\r\n", HEX.toUpperCase(), base64, base64 + "\n"}) {
            assertThat(EncryptionKey.parse(text).id())
                    .isEqualTo(EncryptionKey.parse(HEX).id());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "swordfish",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n\n",
                " 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
            })
    void isNothingElse(String text) {
        assertThatThrownBy(() -> EncryptionKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "there are \\d+ characters that are neither 64 hexadecimal digits nor 44 of base64");
    }

    @Test
    void isAnotherForEachArtifactAndPrintsNoSecret() {
        EncryptionKey key = EncryptionKey.parse(HEX);

        assertThat(key.of(new UUID(1, 1)).getEncoded())
                .hasSize(32)
                .isEqualTo(key.of(new UUID(1, 1)).getEncoded())
                .isNotEqualTo(key.of(new UUID(1, 2)).getEncoded())
                .isNotEqualTo(HexFormat.of().parseHex(HEX));
        assertThat(key).hasToString("key " + key.id());
    }
}
