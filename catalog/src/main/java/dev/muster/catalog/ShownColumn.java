package dev.muster.catalog;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns of SHOW DATABASES, their order in each generation, and their values (facts/backup-and-admin.md F.5). */
enum ShownColumn {
    NAME("name"),
    TYPE("type"),
    ALIASES("aliases"),
    ACCESS("access"),
    DATABASE_ID("databaseID"),
    SERVER_ID("serverID"),
    ADDRESS("address"),
    ROLE("role"),
    WRITER("writer"),
    REQUESTED_STATUS("requestedStatus"),
    CURRENT_STATUS("currentStatus"),
    ERROR("error"),
    STATUS_MESSAGE("statusMessage"),
    DEFAULT("default"),
    HOME("home"),
    CURRENT_PRIMARIES("currentPrimariesCount"),
    CURRENT_SECONDARIES("currentSecondariesCount"),
    REQUESTED_PRIMARIES("requestedPrimariesCount"),
    REQUESTED_SECONDARIES("requestedSecondariesCount"),
    CREATION_TIME("creationTime"),
    LAST_START_TIME("lastStartTime"),
    LAST_STOP_TIME("lastStopTime"),
    STORE("store"),
    LAST_COMMITTED_TXN("lastCommittedTxn"),
    REPLICATION_LAG("replicationLag"),
    CONSTITUENTS("constituents"),
    OPTIONS("options");

    private static final List<ShownColumn> V4_0 =
            List.of(NAME, ADDRESS, ROLE, REQUESTED_STATUS, CURRENT_STATUS, ERROR, DEFAULT);
    private static final List<ShownColumn> V4_3 =
            List.of(NAME, ADDRESS, ROLE, REQUESTED_STATUS, CURRENT_STATUS, ERROR, DEFAULT, HOME);
    private static final List<ShownColumn> V4_4 =
            List.of(NAME, ALIASES, ACCESS, ADDRESS, ROLE, REQUESTED_STATUS, CURRENT_STATUS, ERROR, DEFAULT, HOME);
    private static final List<ShownColumn> V4_4_ALL = List.of(
            NAME,
            ALIASES,
            ACCESS,
            DATABASE_ID,
            SERVER_ID,
            ADDRESS,
            ROLE,
            REQUESTED_STATUS,
            CURRENT_STATUS,
            ERROR,
            DEFAULT,
            HOME,
            LAST_COMMITTED_TXN,
            REPLICATION_LAG);
    private static final List<ShownColumn> V5 = List.of(
            NAME,
            TYPE,
            ALIASES,
            ACCESS,
            ADDRESS,
            ROLE,
            WRITER,
            REQUESTED_STATUS,
            CURRENT_STATUS,
            STATUS_MESSAGE,
            DEFAULT,
            HOME,
            CONSTITUENTS);
    private static final List<ShownColumn> V5_ALL = List.of(
            NAME,
            TYPE,
            ALIASES,
            ACCESS,
            DATABASE_ID,
            SERVER_ID,
            ADDRESS,
            ROLE,
            WRITER,
            REQUESTED_STATUS,
            CURRENT_STATUS,
            STATUS_MESSAGE,
            DEFAULT,
            HOME,
            CURRENT_PRIMARIES,
            CURRENT_SECONDARIES,
            REQUESTED_PRIMARIES,
            REQUESTED_SECONDARIES,
            CREATION_TIME,
            LAST_START_TIME,
            LAST_STOP_TIME,
            STORE,
            LAST_COMMITTED_TXN,
            REPLICATION_LAG,
            CONSTITUENTS,
            OPTIONS);

    private final String title;

    ShownColumn(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** In order. {@code ofDefault}: SHOW DEFAULT and SHOW HOME leave out what their rows all say. */
    static List<ShownColumn> of(Vocabulary vocabulary, boolean allColumns, boolean ofDefault) {
        List<ShownColumn> columns = switch (vocabulary) {
            case V4_0 -> V4_0;
            case V4_3 -> V4_3;
            case V4_4 -> allColumns ? V4_4_ALL : V4_4;
            case V5 -> allColumns ? V5_ALL : V5;
        };
        return columns.stream()
                .filter(column -> !ofDefault || (column != DEFAULT && column != HOME))
                .toList();
    }

    static List<Object> values(List<ShownColumn> columns, ShownCopy copy, Vocabulary vocabulary) {
        List<Object> values = new ArrayList<>(columns.size());
        columns.forEach(column -> values.add(column.value(copy, vocabulary)));
        return Collections.unmodifiableList(values);
    }

    private Object value(ShownCopy copy, Vocabulary vocabulary) {
        DatabaseEntry entry = copy.stored().entry();
        return switch (this) {
            case NAME -> entry.name();
            case TYPE -> entry.name().equals(DatabaseNames.SYSTEM) ? "system" : "standard";
            case ALIASES -> copy.aliases();
            case CONSTITUENTS -> List.of();
            case ACCESS -> copy.readOnly() ? "read-only" : "read-write";
            case DATABASE_ID -> serving(copy.status()) ? entry.databaseId().toString() : null;
            case SERVER_ID -> copy.serverId();
            case ADDRESS -> copy.address();
            case ROLE -> copy.role();
            case WRITER -> copy.writer();
            case REQUESTED_STATUS -> entry.requestedStatus().name().toLowerCase(Locale.ROOT);
            case CURRENT_STATUS -> statusText(copy.status(), vocabulary);
            case ERROR, STATUS_MESSAGE -> copy.message();
            case DEFAULT -> copy.isDefault();
            case HOME -> copy.isHome();
            case CURRENT_PRIMARIES -> copy.primariesOnline();
            case CURRENT_SECONDARIES -> copy.secondariesOnline();
            case REQUESTED_PRIMARIES -> (long) entry.topology().primaries();
            case REQUESTED_SECONDARIES -> (long) entry.topology().secondaries();
            case CREATION_TIME -> time(entry.createdAtMillis());
            case LAST_START_TIME -> time(copy.stored().startedAtMillis());
            case LAST_STOP_TIME -> time(copy.stored().stoppedAtMillis());
            case STORE -> null;
            case LAST_COMMITTED_TXN ->
                copy.report() == null ? null : copy.report().lastTransactionId();
            case REPLICATION_LAG -> copy.replicationLag();
            case OPTIONS -> Map.of();
        };
    }

    /** Generation 4 had no words for being under way: such a database is not yet, or still, what it was. */
    private static String statusText(CurrentStatus status, Vocabulary vocabulary) {
        if (vocabulary == Vocabulary.V5) {
            return status.text();
        }
        return switch (status) {
            case STARTING -> CurrentStatus.OFFLINE.text();
            case STOPPING, DEALLOCATING -> CurrentStatus.ONLINE.text();
            default -> status.text();
        };
    }

    private static boolean serving(CurrentStatus status) {
        return status == CurrentStatus.ONLINE || status == CurrentStatus.DEALLOCATING;
    }

    private static Object time(Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
    }
}
