package dev.muster.node.http;

import java.util.Map;

/**
 * A server's answer to "are you ready?".
 *
 * @param ready whether it can do its work
 * @param status one word, for instance {@code ready}, {@code starting}, {@code stopping}
 * @param reason why it is not ready, for people; empty if it is
 * @param details more for programs: values are strings, numbers, booleans, lists and maps of them
 */
public record Health(boolean ready, String status, String reason, Map<String, Object> details) {
    public static Health ready(Map<String, Object> details) {
        return new Health(true, "ready", "", details);
    }

    public static Health notReady(String status, String reason) {
        return new Health(false, status, reason, Map.of());
    }
}
