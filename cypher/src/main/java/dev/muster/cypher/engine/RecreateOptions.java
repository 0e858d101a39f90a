package dev.muster.cypher.engine;

import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.error.CypherError;
import java.util.List;
import java.util.Map;

/** The options of {@code dbms.recreateDatabase} (facts/backup-and-admin.md B.7). */
final class RecreateOptions {
    private RecreateOptions() {}

    /** Options of the wrong type are refused, and so are those that are not known. */
    static AdminCommand command(String database, Map<?, ?> options) {
        List<String> servers = null;
        String uri = null;
        Integer primaries = null;
        Integer secondaries = null;
        for (Map.Entry<?, ?> option : options.entrySet()) {
            switch (String.valueOf(option.getKey())) {
                case "seedingServers" -> servers = texts(option);
                case "seedURI" -> uri = typed(option, String.class, "String");
                case "primaries" -> primaries = Math.toIntExact(clamped(typed(option, Long.class, "Integer")));
                case "secondaries" -> secondaries = Math.toIntExact(clamped(typed(option, Long.class, "Integer")));
                default ->
                    throw CypherError.NOT_SUPPORTED.exception(
                            "option '" + option.getKey() + "' of dbms.recreateDatabase");
            }
        }
        return new AdminCommand.RecreateDatabase(database, servers, uri, primaries, secondaries);
    }

    private static long clamped(long count) {
        return Math.max(-1, Math.min(Short.MAX_VALUE, count));
    }

    private static List<String> texts(Map.Entry<?, ?> option) {
        List<?> list = typed(option, List.class, "List of Strings");
        if (!list.stream().allMatch(String.class::isInstance)) {
            throw wrong(option, "List of Strings");
        }
        return list.stream().map(String.class::cast).toList();
    }

    private static <T> T typed(Map.Entry<?, ?> option, Class<T> type, String typeName) {
        if (!type.isInstance(option.getValue())) {
            throw wrong(option, typeName);
        }
        return type.cast(option.getValue());
    }

    private static RuntimeException wrong(Map.Entry<?, ?> option, String typeName) {
        return CypherError.TYPE.exception(
                "Type mismatch: option '" + option.getKey() + "' of dbms.recreateDatabase must be a " + typeName);
    }
}
