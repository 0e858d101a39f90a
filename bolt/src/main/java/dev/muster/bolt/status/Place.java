package dev.muster.bolt.status;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where in a statement something stands: offset from 0, line and column from 1. */
public record Place(int offset, int line, int column) {
    /** As clients get it. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("offset", (long) offset);
        map.put("line", (long) line);
        map.put("column", (long) column);
        return map;
    }
}
