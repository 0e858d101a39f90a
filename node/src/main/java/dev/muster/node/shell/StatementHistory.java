package dev.muster.node.shell;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/** What was typed, but for what may contain a password: that is neither listed nor written to the file. */
final class StatementHistory extends DefaultHistory {
    /** Also parameters of that name, and the word in a text: better one line too few. */
    private static final Pattern SECRET = Pattern.compile("password", Pattern.CASE_INSENSITIVE);

    @Override
    public void add(Instant time, String line) {
        if (!SECRET.matcher(line).find()) {
            super.add(time, line);
        }
    }
}
