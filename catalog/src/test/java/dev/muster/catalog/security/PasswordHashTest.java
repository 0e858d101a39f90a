package dev.muster.catalog.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of passwords. */
class PasswordHashTest {
    private static final byte[] SALT = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Test
    void aHashFitsItsPasswordOnlyAndDependsOnTheSalt() {
        String hash = PasswordHash.of("s3cret", SALT, 4);
        assertThat(hash).startsWith("$2a$04$").hasSize(60).doesNotContain("s3cret");
        assertThat(PasswordHash.isOne(hash)).isTrue();
        assertThat(PasswordHash.matches("s3cret", hash)).isTrue();
        assertThat(PasswordHash.matches("S3cret", hash)).isFalse();
        assertThat(PasswordHash.matches("", hash)).isFalse();
        assertThat(PasswordHash.of("s3cret", new byte[16], 4)).isNotEqualTo(hash);
    }

    @Test
    void allOfALongPasswordCounts() {
        String start = "ü".repeat(40); // 80 bytes
        String hash = PasswordHash.of(start + "a", SALT, 4);
        assertThat(PasswordHash.matches(start + "a", hash)).isTrue();
        assertThat(PasswordHash.matches(start + "b", hash)).isFalse();
        String zero = PasswordHash.of("a\0b", SALT, 4);
        assertThat(PasswordHash.matches("a\0b", zero)).isTrue();
        assertThat(PasswordHash.matches("a\0c", zero)).isFalse();
    }

    @Test
    void aPasswordThatNeo4jHashedFits() {
        // From Neo4j's manual, where it stands for the password neo4j.
        String hash = "1,6d57a5e0b3317055454e455f96c98c750c77fb371f3f0634a1b8ff2a55c5b825,"
                + "190ae47c661e0668a0c8be8a21ff78a4a34cdf918cae3c407e907b73932bd16c";
        assertThat(PasswordHash.isOne(hash)).isTrue();
        assertThat(PasswordHash.matches("neo4j", hash)).isTrue();
        assertThat(PasswordHash.matches("neo4k", hash)).isFalse();
        assertThat(PasswordHash.matches("neo4j", "0" + hash.substring(1)))
                .as("hashed once")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "2,6d57a5e0b3317055454e455f96c98c750c77fb371f3f0634a1b8ff2a55c5b825,19",
                "1,6d57,19",
                "$2a$31$......................................................",
                "$2a$10$short"
            })
    void whatCannotBeAHashIsNone(String text) {
        assertThat(PasswordHash.isOne(text)).isFalse();
    }

    @Test
    void passwordsAndCredentialsDoNotPrintThemselves() {
        assertThat(GivenPassword.plain("s3cret").toString()).doesNotContain("s3cret");
        assertThat(SecurityStory.createUser("ann", "s3cret").toString()).doesNotContain("s3cret");
        assertThat(Security.initial(new InitialUser("ann", "1,ff,ff", false)).toString())
                .doesNotContain("1,ff,ff");
        assertThat(new InitialUser("ann", "1,ff,ff", false).toString()).doesNotContain("1,ff,ff");
    }
}
