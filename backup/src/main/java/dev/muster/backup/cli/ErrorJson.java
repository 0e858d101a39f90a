package dev.muster.backup.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The document that a command prints in the place of its result if it was asked for JSON and fails: {@code {"error":
 * {"message", "hint", "exitCode"}}}, without a hint if there is none. Pure.
 */
public final class ErrorJson {
    /** The option that asks for it. */
    public static final String OPTION = "--json";

    private ErrorJson() {}

    /** The document, over several lines, without an end of line. */
    public static String of(String message, String hint, int exitCode) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        if (!hint.isEmpty()) {
            error.put("hint", hint);
        }
        error.put("exitCode", exitCode);
        return Json.of(Map.of("error", error));
    }

    /** Whether the words of a command line ask for it. */
    public static boolean isWanted(String... words) {
        return List.of(words).contains(OPTION);
    }
}
