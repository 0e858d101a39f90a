package dev.muster.node.shell;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes the word before the cursor: a keyword of Cypher, in upper case unless the word begins with a small letter, or, at
 * the beginning, a command of the shell. Within quotes it completes nothing. Stateless.
 */
final class WordCompleter implements Completer {
    /** A command, or a word that is neither a label nor a property nor a parameter. */
    private static final Pattern WORD = Pattern.compile("(?<=^|\\s):[a-z]*$|(?<![:.$\\w])[A-Za-z]+$");

    private static final Pattern QUOTED = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`");

    private static final List<String> COMMANDS = List.of(
            ":begin", ":commit", ":exit", ":help", ":history", ":param", ":params", ":rollback", ":source", ":use");

    private static final List<String> KEYWORDS = List.of("""
            ACCESS ALIAS ALIASES ALL ALTER AND ANY AS ASC ASSERT BEGINS BY CALL CASE CONCURRENT CONSTRAINT CONSTRAINTS CONTAINS
            CORDON COUNT CREATE CSV CURRENT DATABASE DATABASES DBMS DEALLOCATE DEFAULT DELETE DENY DESC DETACH DISTINCT DROP
            ELSE ENABLE END ENDS EXISTS EXPLAIN FALSE FINISH FOR FOREACH FROM GRANT GROUP GROUPS HEADERS HOME IF IN INDEX INDEXES
            IS KEY LIMIT LOAD MATCH MERGE NODE NONE NOT NULL NULLS OFFSET ON OPTIONAL OPTIONS OR ORDER PASSWORD PATH PRIMARIES
            PRIMARY PRIVILEGES PROFILE PUBLIC REALLOCATE RELATIONSHIP REMOVE RENAME REPLACE REPORT REQUIRE RETURN REVOKE ROLE ROLES
            ROW ROWS SECONDARIES SECONDARY SERVER SERVERS SET SHORTEST SHOW SINGLE SKIP START STARTS STATUS STOP SUSPENDED TARGET
            THEN TO TOPOLOGY TRANSACTIONS TRUE UNION UNIQUE UNWIND USE USER USERS USING WAIT WHEN WHERE WITH WRITE XOR YIELD""".split("\\s+"));

    /** The beginning of a word that stands before the cursor; empty if none does, or if it is quoted. */
    static String begun(String line, int cursor) {
        String before = QUOTED.matcher(line.substring(0, cursor)).replaceAll("");
        boolean quoted = before.chars().anyMatch(c -> c == '\'' || c == '"' || c == '`');
        Matcher word = WORD.matcher(before);
        return !quoted && word.find() ? word.group() : "";
    }

    /** What the word may become. */
    static List<String> completions(String begun) {
        if (begun.isEmpty()) {
            return List.of();
        } else if (begun.startsWith(":")) {
            return COMMANDS.stream()
                    .filter(command -> command.startsWith(begun))
                    .toList();
        }
        boolean small = Character.isLowerCase(begun.charAt(0));
        String upper = begun.toUpperCase(Locale.ROOT);
        return KEYWORDS.stream()
                .filter(keyword -> keyword.startsWith(upper))
                .map(keyword -> small ? keyword.toLowerCase(Locale.ROOT) : keyword)
                .toList();
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        completions(line.word().substring(0, line.wordCursor())).forEach(word -> candidates.add(new Candidate(word)));
    }
}
