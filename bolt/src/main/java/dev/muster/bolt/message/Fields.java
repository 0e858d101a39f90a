package dev.muster.bolt.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A map out of a message, read key by key. A missing or null key takes its default; unknown keys are ignored. */
record Fields(Map<String, Object> values) {
    /** A field of a message that must be a map; null counts as an empty one. */
    @SuppressWarnings("unchecked") // PackStream maps have string keys only
    static Map<String, Object> asMap(Object field, String name) {
        if (field == null) {
            return Map.of();
        }
        if (field instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new InvalidMessage(name + " must be a map");
    }

    /** A field of a message that must be a list of strings; null counts as an empty one. */
    static List<String> asStrings(Object field, String name) {
        if (field == null) {
            return List.of();
        }
        if (!(field instanceof List<?> list)) {
            throw new InvalidMessage(name + " must be a list of strings");
        }
        List<String> strings = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof String string)) {
                throw new InvalidMessage(name + " must be a list of strings");
            }
            strings.add(string);
        }
        return strings;
    }

    String string(String key, String otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text) {
            return text;
        }
        throw new InvalidMessage(key + " must be a string");
    }

    String required(String key) {
        String value = string(key, null);
        if (value == null) {
            throw new InvalidMessage("Must provide the \"" + key + "\" field");
        }
        return value;
    }

    long integer(String key, long otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number) {
            return number;
        }
        throw new InvalidMessage(key + " must be an integer");
    }

    List<String> strings(String key) {
        return asStrings(values.get(key), key);
    }

    Map<String, Object> map(String key) {
        return asMap(values.get(key), key);
    }
}
