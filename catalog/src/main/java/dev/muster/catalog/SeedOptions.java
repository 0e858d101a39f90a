package dev.muster.catalog;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The OPTIONS of CREATE DATABASE (facts/backup-and-admin.md B.7), in whatever case, as they are read. */
final class SeedOptions {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String name;
    private boolean existingData;
    private String serverOption;
    private String serverId;
    private String uri;
    private String until;
    private String sourceDatabase;

    private SeedOptions(String name) {
        this.name = name;
    }

    /** Throws {@link CatalogException} at an option that is not known, or has a value it cannot have. */
    static SeedOptions read(String name, Map<String, Object> options) {
        SeedOptions read = new SeedOptions(name);
        new TreeMap<>(options).forEach(read::take);
        return read;
    }

    private void take(String option, Object value) {
        switch (option.toLowerCase(Locale.ROOT)) {
            case "existingdata" -> {
                require("use".equalsIgnoreCase(String.valueOf(value)), option, "'use'");
                existingData = true;
            }
            case "existingdataseedserver", "existingdataseedinstance" -> {
                serverOption = option;
                serverId = text(option, value, "the id of a server");
            }
            case "seeduri" -> {
                require(
                        value instanceof String address && CreateRules.isSeedUri(address),
                        option,
                        "an address of the form s3://bucket/path or file:///path of an artifact or of a folder"
                                + " of one database's");
                uri = (String) value;
            }
            case "seedrestoreuntil" -> until = until(option, value);
            case "seedsourcedatabase" ->
                sourceDatabase = text(option, value, "the name of a database").toLowerCase(Locale.ROOT);
            default -> throw CatalogError.NOT_SUPPORTED.exception("option '" + option + "'");
        }
    }

    private String text(String option, Object value, String wanted) {
        require(value instanceof String text && !text.isEmpty(), option, wanted);
        return (String) value;
    }

    /** Commit times are whole milliseconds, so those before a fraction of one are those before the next. */
    private String until(String option, Object value) {
        if (value instanceof Long id && id > 0) {
            return id.toString();
        }
        Instant moment = value instanceof ZonedDateTime zoned
                ? zoned.toInstant()
                : value instanceof OffsetDateTime offset ? offset.toInstant() : null;
        require(moment != null, option, "a transaction id or a datetime with a time zone");
        long fraction = moment.getNano() % NANOS_PER_MILLI;
        return (fraction == 0 ? moment : moment.plusNanos(NANOS_PER_MILLI - fraction)).toString();
    }

    private void require(boolean held, String option, String wanted) {
        if (!held) {
            throw CatalogError.OPTION_VALUE.exception(name, option, wanted);
        }
    }

    /** What they come to. Throws {@link CatalogException} if they do not go together. */
    CreateRules.SeedWish wish(boolean orReplace, List<String> members) {
        if (serverOption != null && !existingData) {
            throw CatalogError.OPTION_NEEDS_EXISTING_DATA.exception(name, serverOption);
        }
        if (uri != null && !existingData) {
            throw CatalogError.OPTION_NEEDS_EXISTING_DATA.exception(name, "seedURI");
        }
        if (uri != null && serverOption != null) {
            throw CatalogError.SEED_TWICE.exception(name, serverOption);
        }
        if (uri == null && (until != null || sourceDatabase != null)) {
            throw CatalogError.OPTION_NEEDS_SEED_URI.exception(
                    name, until != null ? "seedRestoreUntil" : "seedSourceDatabase");
        }
        if (existingData && orReplace) {
            throw CatalogError.OPTION_WITH_REPLACE.exception(
                    name, serverOption == null ? "existingData" : serverOption);
        }
        if (serverId != null && !members.contains(serverId)) {
            throw CatalogError.SEED_SERVER_UNKNOWN.exception(name, serverId);
        }
        ArtifactSeed artifact = uri == null ? null : new ArtifactSeed(uri, until, sourceDatabase);
        return new CreateRules.SeedWish(existingData, serverId, artifact);
    }
}
