package dev.muster.catalog;

import java.util.List;
import java.util.Locale;

/**
 * The table of what an administration command tells although it did not fail: codes and texts are those of Neo4j 5 (its
 * manual of status codes), with {@code %1$s}, {@code %2$s} … for what differs.
 */
public enum CatalogNotice {
    /** A home database that there is not: its name. */
    HOME_NOT_FOUND(
            "Database.HomeDatabaseNotFound",
            "00N50",
            Topic.UNRECOGNIZED,
            "The request referred to a home database that does not exist.",
            "The home database provided does not currently exist in the DBMS. This command will not take effect until this"
                    + " database is created. (HOME DATABASE: `%1$s`)",
            "note: successful completion - home database not found. The database `%1$s` does not exist. Verify that the"
                    + " spelling is correct or create the database for the command to take effect."),
    /** A role that the user has already: the command. */
    ROLE_ASSIGNED(
            Texts.NO_EFFECT_CODE,
            "00N70",
            Topic.SECURITY,
            Texts.NO_EFFECT,
            "The user already has the role. See Status Codes documentation for more information.",
            Texts.ASSIGNED),
    /** A privilege that the role has already: the command. */
    PRIVILEGE_ASSIGNED(
            Texts.NO_EFFECT_CODE,
            "00N70",
            Topic.SECURITY,
            Texts.NO_EFFECT,
            "The role already has the privilege. See Status Codes documentation for more information.",
            Texts.ASSIGNED),
    /** A role that the user did not have: the command. */
    ROLE_NOT_ASSIGNED(
            Texts.NO_EFFECT_CODE,
            "00N71",
            Topic.SECURITY,
            Texts.NO_EFFECT,
            "The user does not have the role. See Status Codes documentation for more information.",
            Texts.NOT_ASSIGNED),
    /** A privilege that the role did not have: the command. */
    PRIVILEGE_NOT_ASSIGNED(
            Texts.NO_EFFECT_CODE,
            "00N71",
            Topic.SECURITY,
            Texts.NO_EFFECT,
            "The role does not have the privilege. See Status Codes documentation for more information.",
            Texts.NOT_ASSIGNED),
    /** REVOKE that names something that there is not: the command, and what is missing. */
    IMPOSSIBLE_REVOKE(
            "Security.ImpossibleRevokeCommand",
            "01N70",
            Topic.SECURITY,
            Texts.NO_EFFECT,
            "%2$s Make sure nothing is misspelled. This notification will become an error in a future major version. See"
                    + " Status Codes documentation for more information.",
            "warn: inoperational revoke command. The command `%1$s` has no effect. Make sure nothing is misspelled. This"
                    + " notification will become an error in a future major version. Cause: %2$s"),
    /** The server, as it was named. */
    SERVER_ENABLED(
            "Cluster.ServerAlreadyEnabled",
            "00N80",
            Topic.TOPOLOGY,
            "`ENABLE SERVER` has no effect.",
            "Server `%1$s` is already enabled. Verify that this is the intended server.",
            "note: successful completion - server already enabled. The command `ENABLE SERVER` has no effect. Server `%1$s`"
                    + " is already enabled. Verify that this is the intended server."),
    /** The server, as it was named. */
    SERVER_CORDONED(
            "Cluster.ServerAlreadyCordoned",
            "00N81",
            Topic.TOPOLOGY,
            "`CORDON SERVER` has no effect.",
            "Server `%1$s` is already cordoned. Verify that this is the intended server.",
            "note: successful completion - server already cordoned. The command `CORDON SERVER` has no effect. Server `%1$s`"
                    + " is already cordoned. Verify that this is the intended server."),
    /** REALLOCATE DATABASES that moves nothing. */
    NOTHING_REALLOCATED(
            "Cluster.NoDatabasesReallocated",
            "00N82",
            Topic.TOPOLOGY,
            "`REALLOCATE DATABASES` has no effect.",
            "No databases were reallocated. No better allocation is currently possible.",
            "note: successful completion - no databases reallocated. The command `REALLOCATE DATABASES` has no effect. No"
                    + " databases were reallocated. No better allocation is currently possible."),
    /** Somebody decided where copies go while servers take none: their names. */
    CORDONED_SERVERS(
            "Cluster.CordonedServersExistedDuringAllocation",
            "00N83",
            Topic.TOPOLOGY,
            "Cordoned servers existed when making an allocation decision.",
            "Server(s) %1$s are cordoned. This can impact allocation decisions.",
            "note: successful completion - cordoned servers existed during allocation. Cordoned servers existed when making"
                    + " an allocation decision. Server(s) %1$s are cordoned. This can impact allocation decisions."),
    /** ALTER DATABASE … SET TOPOLOGY to what it is. */
    TOPOLOGY_MATCHED(
            "Cluster.RequestedTopologyMatchedCurrentTopology",
            "00N84",
            Topic.TOPOLOGY,
            "`ALTER DATABASE` has no effect.",
            "The requested topology matched the current topology. No allocations were changed.",
            "note: successful completion - requested topology matched current topology. The command `ALTER DATABASE` has no"
                    + " effect. The requested topology matched the current topology. No allocations were changed.");

    /** What it is about: its category, or classification. */
    public enum Topic {
        UNRECOGNIZED,
        SECURITY,
        TOPOLOGY
    }

    /** A notice with what differs filled in. */
    public record Told(CatalogNotice notice, List<String> details) {
        public Told {
            details = List.copyOf(details);
        }

        /** What kind of notice it is, in a sentence. */
        public String title() {
            return filled(notice.title);
        }

        /** What it is about here. */
        public String description() {
            return filled(notice.description);
        }

        /** What its GQLSTATUS says. */
        public String statusDescription() {
            return filled(notice.statusDescription);
        }

        private String filled(String text) {
            return String.format(Locale.ROOT, text, details.toArray());
        }
    }

    private final String code;
    private final String gqlStatus;
    private final Topic topic;
    private final String title;
    private final String description;
    private final String statusDescription;

    CatalogNotice(
            String code, String gqlStatus, Topic topic, String title, String description, String statusDescription) {
        this.code = "Neo.ClientNotification." + code;
        this.gqlStatus = gqlStatus;
        this.topic = topic;
        this.title = title;
        this.description = description;
        this.statusDescription = statusDescription;
    }

    /** The notice about these. */
    public Told of(String... details) {
        return new Told(this, List.of(details));
    }

    /** For instance {@code Neo.ClientNotification.Security.CommandHasNoEffect}. */
    public String code() {
        return code;
    }

    public String gqlStatus() {
        return gqlStatus;
    }

    public Topic topic() {
        return topic;
    }

    /** Whether something is likely to be wrong; the others are information only. */
    public boolean isWarning() {
        return gqlStatus.startsWith("01");
    }

    /** What several have in common. */
    private static final class Texts {
        static final String NO_EFFECT_CODE = "Security.CommandHasNoEffect";
        static final String NO_EFFECT = "`%1$s` has no effect.";
        static final String ASSIGNED =
                "note: successful completion - role or privilege already assigned. The command `%1$s`"
                        + " has no effect. The role or privilege is already assigned.";
        static final String NOT_ASSIGNED =
                "note: successful completion - role or privilege not assigned. The command `%1$s`"
                        + " has no effect. The role or privilege is not assigned.";
    }
}
