package dev.muster.cypher.value;

import dev.muster.store.value.DurationValue;
import dev.muster.store.value.PointValue;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/** The kinds of values, in the order in which ORDER BY puts them. */
public enum Kind {
    MAP("Map"),
    NODE("Node"),
    RELATIONSHIP("Relationship"),
    LIST("List<Any>"),
    PATH("Path"),
    POINT("Point"),
    DATE_TIME("DateTime"),
    LOCAL_DATE_TIME("LocalDateTime"),
    DATE("Date"),
    TIME("Time"),
    LOCAL_TIME("LocalTime"),
    DURATION("Duration"),
    BYTES("ByteArray"),
    STRING("String"),
    BOOLEAN("Boolean"),
    NUMBER("Number"),
    NULL("Null");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    public static Kind of(Object value) {
        if (value == null) {
            return NULL;
        } else if (value instanceof Number) {
            return NUMBER;
        } else if (value instanceof String) {
            return STRING;
        } else if (value instanceof Boolean) {
            return BOOLEAN;
        } else if (value instanceof NodeRef) {
            return NODE;
        } else if (value instanceof RelationshipRef) {
            return RELATIONSHIP;
        } else if (value instanceof List) {
            return LIST;
        } else if (value instanceof Map) {
            return MAP;
        } else if (value instanceof PathRef) {
            return PATH;
        } else if (value instanceof ZonedDateTime) {
            return DATE_TIME;
        } else if (value instanceof LocalDateTime) {
            return LOCAL_DATE_TIME;
        } else if (value instanceof LocalDate) {
            return DATE;
        } else if (value instanceof OffsetTime) {
            return TIME;
        } else if (value instanceof LocalTime) {
            return LOCAL_TIME;
        } else if (value instanceof DurationValue) {
            return DURATION;
        } else if (value instanceof PointValue) {
            return POINT;
        } else if (value instanceof byte[]) {
            return BYTES;
        }
        throw new IllegalStateException("not a value of Cypher: " + value.getClass());
    }

    /** As messages name it. */
    public static String name(Object value) {
        return value instanceof Long ? "Integer" : value instanceof Double ? "Float" : of(value).text;
    }
}
