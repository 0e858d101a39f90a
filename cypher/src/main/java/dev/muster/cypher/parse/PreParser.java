package dev.muster.cypher.parse;

import dev.muster.cypher.error.CypherError;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes off what may stand before a statement and is not in the grammar: {@code CYPHER 5 runtime=…}. It is blanked, so that
 * positions stay true. So are {@code EXPLAIN} and {@code PROFILE}, which are told apart.
 */
final class PreParser {
    private static final Pattern BLANK = Pattern.compile("(?:\\s|//[^\\n]*(?:\\n|$)|/\\*(?s:.*?)\\*/)+");
    private static final Pattern WORD = Pattern.compile("(?i)(EXPLAIN|PROFILE)\\b(?!\\s*[=(.])");
    private static final Pattern OPTIONS =
            Pattern.compile("(?i)CYPHER(?:\\s+\\d+(?:\\.\\d+)?)?(?:\\s+[A-Za-z_]\\w*\\s*=\\s*[\\w.]+)*(?=\\s)");
    private static final Pattern VERSION = Pattern.compile("(?i)CYPHER\\s+(\\d+(?:\\.\\d+)?)");

    private PreParser() {}

    /** A text with what the grammar does not know blanked, as long as before. */
    record Stripped(String text, Parsed.Mode mode) {}

    static Stripped strip(String text) {
        StringBuilder result = new StringBuilder(text);
        int at = skipBlank(text, 0);
        Matcher options = OPTIONS.matcher(text).region(at, text.length());
        if (options.lookingAt()) {
            checkVersion(options.group());
            blank(result, options);
            at = skipBlank(text, options.end());
        }
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            return new Stripped(result.toString(), Parsed.Mode.RUN);
        }
        blank(result, word);
        return new Stripped(result.toString(), Parsed.Mode.valueOf(word.group(1).toUpperCase(Locale.ROOT)));
    }

    private static void blank(StringBuilder text, Matcher found) {
        for (int i = found.start(); i < found.end(); i++) {
            if (text.charAt(i) != '\n') {
                text.setCharAt(i, ' ');
            }
        }
    }

    private static void checkVersion(String options) {
        Matcher version = VERSION.matcher(options);
        if (version.lookingAt() && !version.group(1).equals("5")) {
            throw CypherError.NOT_SUPPORTED.exception("Cypher version " + version.group(1));
        }
    }

    private static int skipBlank(String text, int from) {
        Matcher blank = BLANK.matcher(text).region(from, text.length());
        return blank.lookingAt() ? blank.end() : from;
    }
}
