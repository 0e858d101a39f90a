package dev.muster.backup.online;

import dev.muster.backup.BackupError;
import java.util.regex.Pattern;

/** A database name as the command line takes it: exact, or with {@code *} (any sequence) and {@code ?} (one character). */
public final class DatabasePattern {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9.*?-]{1,63}");

    private final String text;
    private final Pattern pattern;

    private DatabasePattern(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        for (char c : text.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        this.pattern = Pattern.compile(regex.toString());
    }

    /** Reads a name or pattern in lower case. Throws {@link BackupError#BAD_PATTERN}. */
    public static DatabasePattern parse(String text) {
        if (!ALLOWED.matcher(text).matches()) {
            throw BackupError.BAD_PATTERN.with(text);
        }
        return new DatabasePattern(text);
    }

    /** Whether it may stand for several databases, or none. */
    public boolean isGlob() {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    public boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
