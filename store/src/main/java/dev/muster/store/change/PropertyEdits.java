package dev.muster.store.change;

import dev.muster.store.value.PropertyValues;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The properties of a touched entity: as they were, and as they are. */
final class PropertyEdits {
    private final Map<String, Object> base;
    private final TreeMap<String, Object> present;

    PropertyEdits(Map<String, Object> base) {
        this.base = base;
        this.present = new TreeMap<>(base);
    }

    /** Sets, or removes with null; returns whether that changed anything. */
    boolean set(String key, Object value) {
        if (value == null) {
            return present.remove(key) != null;
        }
        Object checked = PropertyValues.checked(value);
        return !PropertyValues.same(present.put(key, checked), checked);
    }

    Map<String, Object> now() {
        return Collections.unmodifiableMap(new TreeMap<>(present));
    }

    /** What has to be set, or removed by null, to come from what was to what is. */
    TreeMap<String, Object> differences() {
        TreeMap<String, Object> set = new TreeMap<>();
        present.forEach((key, value) -> {
            if (!PropertyValues.same(base.get(key), value)) {
                set.put(key, value);
            }
        });
        base.keySet().forEach(key -> {
            if (!present.containsKey(key)) {
                set.put(key, null);
            }
        });
        return set;
    }
}
