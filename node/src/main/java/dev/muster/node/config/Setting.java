package dev.muster.node.config;

import java.util.List;

/**
 * One thing that can be set.
 *
 * @param name the present name
 * @param olderNames names of earlier generations, newest first; accepted alike
 * @param type how values are written and what they mean
 * @param defaultText the value if nothing is set, as one would write it; null if that is worked out from other settings
 * @param defaultNote how it is worked out, for the listing; null if {@code defaultText} says it
 */
public record Setting<T>(
        String name,
        List<String> olderNames,
        ValueType<T> type,
        String defaultText,
        String defaultNote,
        String description) {
    static <T> Setting<T> of(String name, ValueType<T> type, String defaultText, String description) {
        return new Setting<>(name, List.of(), type, defaultText, null, description);
    }

    static <T> Setting<T> derived(String name, ValueType<T> type, String defaultNote, String description) {
        return new Setting<>(name, List.of(), type, null, defaultNote, description);
    }

    Setting<T> alsoCalled(String... older) {
        return new Setting<>(name, List.of(older), type, defaultText, defaultNote, description);
    }

    @Override
    public String toString() {
        return name;
    }
}
