package dev.muster.store.change;

import dev.muster.store.schema.Element;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.SchemaRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;

/** The index keys of the nodes, or the relationships, that a transaction touched, brought up to date when they are asked for. */
final class IndexOverlay {
    private final LongFunction<Element> edited;
    private final List<SchemaRule> rules;
    private final TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    private final Map<Long, List<byte[]>> keysOfElement = new HashMap<>();
    private final Set<Long> stale = new HashSet<>();

    /** {@code edited} gives what was touched as it is now, null if that was deleted. */
    IndexOverlay(LongFunction<Element> edited, List<SchemaRule> rules) {
        this.edited = edited;
        this.rules = rules;
    }

    void touched(long id) {
        if (!rules.isEmpty()) {
            stale.add(id);
        }
    }

    /** Those touched with a key in the range. */
    List<Long> in(KeyRange range) {
        stale.forEach(this::refresh);
        stale.clear();
        List<Long> found = new ArrayList<>();
        keys.subSet(range.from(), true, range.to(), true).forEach(key -> found.add(IndexKeys.id(key)));
        return found;
    }

    private void refresh(long id) {
        keysOfElement.getOrDefault(id, List.of()).forEach(keys::remove);
        List<byte[]> now = new ArrayList<>();
        Element element = edited.apply(id);
        for (SchemaRule rule : element == null ? List.<SchemaRule>of() : rules) {
            List<Object> values = rule.isIndexed() ? rule.values(element) : null;
            if (values != null) {
                now.add(IndexKeys.key(rule, values, id));
            }
        }
        keys.addAll(now);
        keysOfElement.put(id, now);
    }
}
