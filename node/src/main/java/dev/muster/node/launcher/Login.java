package dev.muster.node.launcher;

import dev.muster.catalog.CatalogException;
import dev.muster.catalog.security.InitialUser;
import dev.muster.catalog.security.PasswordHashing;
import java.security.SecureRandom;

/** Whom the launcher speaks to servers as. It is kept nowhere: each command is told anew. */
public record Login(String user, String password) {
    /** Of nobody, for servers that do not ask. */
    public static final Login NONE = new Login("", "");

    private static final int LENGTH_MIN = 8;

    /** Reads {@code user/password}. Throws {@link LauncherProblem#AUTH_INVALID}. */
    public static Login parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || !text.substring(0, slash).matches("[!-~&&[^,:]]+")) {
            throw LauncherProblem.AUTH_INVALID.with("write it as user/password");
        }
        Login login = new Login(text.substring(0, slash), text.substring(slash + 1));
        if (login.password().length() < LENGTH_MIN) {
            throw LauncherProblem.AUTH_INVALID.with("the password must have at least " + LENGTH_MIN + " characters");
        }
        return login;
    }

    public boolean isNone() {
        return user.isEmpty() && password.isEmpty();
    }

    /** The administrator that a new cluster begins with: this one, and the password stays. */
    InitialUser administrator() {
        try {
            PasswordHashing hashing = new PasswordHashing(LENGTH_MIN, PasswordHashing.COST, new SecureRandom());
            return new InitialUser(user, hashing.credentials(password), false);
        } catch (CatalogException e) {
            throw LauncherProblem.AUTH_INVALID.with(e.getMessage());
        }
    }

    @Override
    public String toString() {
        return user;
    }
}
