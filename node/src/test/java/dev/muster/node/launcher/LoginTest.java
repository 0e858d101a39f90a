package dev.muster.node.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.catalog.security.InitialUser;
import dev.muster.catalog.security.PasswordHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --auth} takes. */
class LoginTest {
    @Test
    void theFirstSlashEndsTheUsersName() {
        assertThat(Login.parse("ann/pass/word")).isEqualTo(new Login("ann", "pass/word"));
        assertThat(Login.parse("ann/password").toString()).doesNotContain("password");
    }

    @Test
    void theAdministratorKeepsThePasswordThatWasGiven() {
        InitialUser user = Login.parse("ann/password").administrator();
        assertThat(user.name()).isEqualTo("ann");
        assertThat(user.passwordChangeRequired()).isFalse();
        assertThat(PasswordHash.matches("password", user.credentials())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "password, write it as user/password",
        "/password, write it as user/password",
        "a b/password, write it as user/password",
        "a:b/password, write it as user/password",
        "ann/short, the password must have at least 8 characters"
    })
    void whatCannotBeALoginIsRefused(String text, String reason) {
        assertThatThrownBy(() -> Login.parse(text))
                .isInstanceOf(LauncherException.class)
                .hasMessage("no cluster can be started with this --auth: " + reason);
    }
}
