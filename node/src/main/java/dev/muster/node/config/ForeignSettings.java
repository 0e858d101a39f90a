package dev.muster.node.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Settings of Neo4j that Muster knows of and does not honour. Some are accepted because nothing a user relies on depends
 * on them (tuning of parts that are not here); others are refused unless they ask for what is so anyway, since whoever
 * sets them counts on them.
 */
final class ForeignSettings {
    /** Accepted whatever the value. */
    private static final List<Pattern> WITHOUT_EFFECT = List.of(
            pattern("server\\.memory\\..+"),
            pattern("dbms\\.memory\\..+"),
            pattern("db\\.memory\\..+"),
            pattern("(?:server|dbms)\\.jvm\\.additional"),
            pattern("(?:db|dbms|server)\\.logs\\..+"),
            pattern("(?:server\\.)?metrics\\..+|server\\.metrics\\..+"),
            pattern("dbms\\.usage_report\\.enabled"),
            pattern("dbms\\.ssl\\.policy\\.bolt\\.verify_hostname"), // of those who connect, which no server does by
            // Bolt
            pattern("(?:server\\.config|dbms\\.config)\\.strict_validation(?:\\.enabled)?"),
            pattern("server\\.bolt\\.thread_pool_.+|dbms\\.connector\\.bolt\\.thread_pool_.+"),
            pattern("(?:server|dbms)\\.windows_service_name"),
            pattern("server\\.threads\\.worker_count"),
            pattern("(?:db|dbms)\\.tx_log\\.preallocate"),
            // Checkpoints come by the entries of consensus and their bytes (muster.raft.segment_size), not by time.
            pattern("(?:db|dbms)\\.checkpoint\\.interval\\.(?:tx|time|volume)"),
            pattern("(?:db|dbms)\\.checkpoint\\.iops\\.limit"),
            pattern("(?:db|dbms)\\.tx_state\\.memory_allocation"),
            pattern(
                    "(?:server|dbms)\\.directories\\.(?:plugins|lib|licenses|run|certificates|metrics|cluster\\.state)"),
            pattern("causal_clustering\\.minimum_core_cluster_size_at_(?:formation|runtime)"),
            pattern("dbms\\.cluster\\.minimum_initial_system_primaries_count"),
            pattern("dbms\\.query_cache_size|server\\.db\\.query_cache_size"),
            pattern("cypher\\..+"));

    /** Accepted with one of these values (any case), refused with others. */
    private static final Map<String, Set<String>> ONLY_AS = Map.ofEntries(
            Map.entry("server.https.enabled", Set.of("false")),
            Map.entry("dbms.connector.https.enabled", Set.of("false")),
            Map.entry("dbms.mode", Set.of("single", "core")),
            Map.entry("server.cluster.system_database_mode", Set.of("primary")),
            Map.entry("db.checkpoint", Set.of("periodic")),
            Map.entry("dbms.checkpoint", Set.of("periodic")),
            Map.entry("initial.server.mode_constraint", Set.of("none")));

    /** Refused whatever the value, except {@code false}. */
    private static final List<Pattern> REFUSED = List.of(
            pattern("dbms\\.ssl\\.policy\\.(?!bolt\\.|backup\\.|cluster\\.).+"),
            pattern("dbms\\.security\\..+"),
            pattern("initial\\.server\\..+"),
            pattern("initial\\.dbms\\.(?!default_database$).+"),
            pattern("server\\.https\\..+"),
            pattern("server\\.backup\\.store_copy_max_retry_time_per_request"),
            pattern("dbms\\.backup\\.incremental\\.strategy"),
            pattern("server\\.directories\\.seeds"));

    private ForeignSettings() {}

    /** What is to be done with a key that is none of ours. */
    enum Verdict {
        ACCEPTED,
        NOT_SUPPORTED,
        UNKNOWN
    }

    static Verdict judge(String key, String value) {
        if (WITHOUT_EFFECT.stream().anyMatch(pattern -> pattern.matcher(key).matches())) {
            return Verdict.ACCEPTED;
        }
        Set<String> allowed = ONLY_AS.get(key);
        if (allowed != null) {
            return allowed.stream().anyMatch(value::equalsIgnoreCase) ? Verdict.ACCEPTED : Verdict.NOT_SUPPORTED;
        }
        if (REFUSED.stream().anyMatch(pattern -> pattern.matcher(key).matches())) {
            return value.equalsIgnoreCase("false") ? Verdict.ACCEPTED : Verdict.NOT_SUPPORTED;
        }
        return Verdict.UNKNOWN;
    }

    /** The values that would be accepted, for the message; empty if none. */
    static List<String> allowed(String key) {
        return ONLY_AS.getOrDefault(key, Set.of()).stream().sorted().toList();
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex);
    }
}
