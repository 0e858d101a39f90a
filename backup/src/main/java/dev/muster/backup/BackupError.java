package dev.muster.backup;

import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Every error of backup and restore that a user can meet: code, text, what to do next (DESIGN, D8). Texts take their
 * arguments as {@link String#format} does; where {@code facts/backup-and-admin.md} fixes a text it is that one.
 */
public enum BackupError {
    // Artifacts.
    NOT_AN_ARTIFACT(
            "'%s' is not a backup artifact: %s", "check the path; only files made by 'database backup' can be used"),
    ARTIFACT_NEWER(
            "artifact '%s' has format version %d, this program reads up to %d",
            "use the program version that made it, or a newer one"),
    ARTIFACT_DAMAGED(
            "artifact '%s' is damaged at byte %d: %s",
            "do not use it; restore from another artifact or chain, and check the disk it lay on"),
    ARTIFACT_CHANGED(
            "artifact '%s' changed while it was being read", "find out who writes there; artifacts never change"),
    ARTIFACT_ENCRYPTED(
            "artifact '%s' is encrypted with key %s, and no key was given",
            "give the key with --encryption-key-file or --encryption-key-command"),
    WRONG_KEY(
            "artifact '%s' was made with key %s, given is key %s",
            "find the key that has the first id; after a key was changed, older chains still need the old one"),
    BAD_KEY(
            "the encryption key cannot be used: %s",
            "a key is 32 random bytes as 64 hexadecimal digits or as base64, in a file only its owner may read: umask 077;"
                    + " openssl rand -hex 32 > backup.key"),
    KEY_MISSING(
            "the artifacts of database '%s' in '%s' are encrypted with key %s, and no key was given",
            "give it with --encryption-key-file or --encryption-key-command; or begin a chain that is not encrypted with"
                    + " --type=FULL, in another folder"),
    KEY_CHANGED(
            "'%s', which would be continued, is %s, and given is %s: a chain has one key",
            "begin a new chain with --type=FULL or AUTO; the old one still needs what it was made with"),
    FOLDER_MISSING("folder '%s' does not exist", "make it first, owned by the user who runs the backup"),
    FOLDER_IN_USE(
            "another backup of '%s' into '%s' is running%s", "wait for it to end; two at a time would break the chain"),
    TARGET_FAILED("cannot write to '%s': %s", "free space or choose another --to-path, then run the backup again"),

    NO_BUCKET("the address names no bucket", "write s3://bucket/prefix"),
    S3_UNCONFIGURED(
            "bucket '%s' cannot be opened: %s",
            "set AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile; for another store than Amazon's"
                    + " AWS_ENDPOINT_URL_S3"),
    NOT_INTO_OBJECTS("%s is not possible with the object store '%s'", "leave it out, or name a local folder"),

    // Choosing what to copy.
    NO_DATABASE_MATCHES(
            "no database matches '%s' on the servers that answered", "check the pattern and the --from list"),
    DATABASE_NOT_FOUND("no server that answered hosts a database '%s'", "check the name and the --from list"),
    BAD_PATTERN(
            "'%s' is no database name or pattern: use 1 to 63 letters, numbers, dots, question marks, asterisk and dashes",
            "quote patterns, so that the shell leaves them alone"),
    BAD_ADDRESS("'%s' is not an address of the form host[:port]", "write for instance --from=server01:6362"),
    NO_SERVER_ANSWERED("none of the servers answered", "check that they run and that the backup port is reachable"),
    NOT_AVAILABLE("database '%s' is not available for backup: %s", "start the database, then run the backup again"),
    ALL_SOURCES_FAILED("no server could deliver database '%s': %s", "see the reason of each server"),
    INTERRUPTED("the backup of database '%s' was interrupted", "nothing half-written was left; run it again"),

    // Chains.
    NO_FULL_IN_FOLDER(
            "Differential backups require that a full backup of the same database exists in the folder defined in"
                    + " --to-path.",
            "take a full backup first, or use --type=AUTO"),
    CHAIN_BROKEN(
            "the artifacts of database '%s' in '%s' do not form a chain: %s",
            "take a full backup; keep all artifacts from the last full on"),

    // Folders that are brought up to date, as up to 4.x.
    DIRECTORY_MISSING("Directory '%s' does not exist.", "make it first, owned by the user who runs the backup"),
    NO_PREVIOUS_BACKUP(
            "there is no backup of database '%s' in '%s' that could be continued",
            "take a full backup first: --fallback-to-full=true"),
    BACKUP_OF_ANOTHER(
            "You tried to perform a backup from database '%s', but the target directory '%s' contained a backup from database"
                    + " '%s'.",
            "name another directory; nothing was changed"),
    NO_FREE_LOCATION(
            "Unable to find a free backup location beside '%s': all possible locations were already taken.",
            "remove the directories .err.0 and so on that are no longer needed"),
    NOT_EMPTY(
            "Can only perform a full backup into an empty directory but %s is not empty",
            "name an empty directory, or continue the backup that is there"),

    // Looking after a folder of artifacts.
    NO_FOLDER("'%s' is no folder of artifacts", "check the path"),
    NO_ARTIFACT("there is no artifact in '%s'%s", "check the path and the name"),
    AGGREGATE_FAILED("cannot aggregate '%s': %s", "the old chain is untouched; see the reason"),
    AGGREGATE_BROKEN_OFF("the aggregation of '%s' was broken off", "the old chain is untouched; run it again"),
    NAME_A_DATABASE(
            "'%s' holds artifacts of several databases (%s): name one of them, or a pattern such as \"*\"",
            "give the database's name after the options"),
    VERIFY_BROKEN_OFF("the verification of '%s' was broken off", "nothing was changed; run it again"),

    // Restore.
    NOTHING_TO_RESTORE("there is no artifact in '%s'%s", "check --from-path"),
    SEVERAL_DATABASES(
            "'%s' holds artifacts of several databases (%s)", "name one with --source-database, or give the artifact"),
    SEVERAL_ARTIFACTS(
            "a database name is only possible with a single artifact or folder", "restore the artifacts one by one"),
    DATABASE_EXISTS("Database already exists: %s", "restore under another name, or use --overwrite-destination"),
    DATABASE_IN_USE(
            "The database is in use. Stop database '%s' and try again.",
            "stop the server, or DROP DATABASE first and CREATE it again after the restore"),
    BAD_DATABASE_NAME("'%s' is not a database name", "use 3 to 63 letters, numbers, dots and dashes"),
    RESTORED_DIFFERS(
            "the store built from '%s' differs from what was backed up: digest %s, expected %s",
            "do not use it; this is a defect or a damaged artifact: please report it"),
    RESTORE_FAILED("cannot restore '%s': %s", "nothing was changed; see the reason"),
    SCRIPT_FAILED(
            "database '%s' is restored, but the script for its users and roles, %s, cannot be written: %s",
            "see the reason; restore once more to another directory, with --to-path-data and --to-path-txn, to have the script"),
    RESTORE_BROKEN_OFF("the restore of '%s' was broken off", "nothing was changed; run it again"),
    RESTORE_UNTIL("%s is not covered: %s", "name an artifact that covers that moment; only differentials can be cut"),

    SEED_FAILED("cannot be seeded from '%s': %s", "mend the cause, then START DATABASE; or drop the database"),
    SEED_PROVIDER_OFF(
            "%s is not among dbms.databases.seed_from_uri_providers of this server",
            "add it there, and restart the server"),

    // Databases that do not run, and dumps of them.
    DATABASE_MISSING(
            "Database does not exist: %s", "check the name, and that NEO4J_CONF or NEO4J_HOME names the right server"),
    STORE_IN_USE(
            "The database is in use. Stop database '%s' and try again.",
            "run STOP DATABASE on the system database, or stop the server; another command may be at it, too"),
    NEEDS_RECOVERY(
            "Active logical log detected, this might be a source of inconsistencies: the store of '%s' was not closed in"
                    + " order, and holds nothing that was committed after transaction %d.",
            "start the server, then run STOP DATABASE or stop the server in order"),
    NO_PERMISSION(
            "You do not have permission to %s the database.", "run it as the user who owns the server's files: %s"),
    ARCHIVE_EXISTS("Archive already exists: %s", "choose another folder, or use --overwrite-destination"),
    ARCHIVE_MISSING("Archive does not exist: %s", "check the path; a dump is called <database>.dump"),
    ARCHIVE_INVALID(
            "Not a valid Neo4j archive: %s",
            "dumps and full backups made by Muster can be loaded; of a differential, 'database restore' makes a database"),
    DUMP_FAILED("Unable to dump database: %s: %s", "no archive was left; see the reason"),
    DUMP_BROKEN_OFF("the dump of '%s' was broken off", "nothing half-written was left; run it again"),
    DUMPS_FAILED("Dump failed for databases: %s", "see the reason of each"),
    LOADS_FAILED("Load failed for databases: %s", "see the reason of each"),
    LOAD_INFO_FAILED("Print metadata failed for databases: %s", "see the reason of each"),
    CHECK_BROKEN_OFF("the check of '%s' was broken off", "nothing was changed; run it again"),
    CHECK_FAILED("cannot check '%s': %s", "nothing was changed; see the reason"),
    REPORT_FAILED("cannot write the report '%s': %s", "name a folder that exists with --report-path"),
    COPY_FAILED("cannot copy '%s': %s", "nothing was changed; see the reason"),
    COPY_BROKEN_OFF("the copy of '%s' was broken off", "nothing was changed; run it again"),
    NOT_STARTED_YET("the server has no id yet", "it gets one when it is started for the first time"),

    UNBIND_REFUSED("the server was not taken out of its cluster: %s", "stop the server first"),
    UNBIND_LEFT_OPEN(
            "the server was not taken out of its cluster: database '%s' was not closed in order, and what it lacks is only in the"
                    + " log that would go",
            "start the server and stop it in order, then unbind it"),

    // The command line.
    NOT_SUPPORTED("not supported yet: %s", "see docs/roadmap.md"),
    BAD_CONFIGURATION("%s", "correct the configuration"),
    BAD_PASSWORD("the initial password was not set: %s", "choose another password"),
    INITIAL_PASSWORD_LATE(
            "the initial password was not set: the server has been started before, and there is a system database in %s",
            "change the password with ALTER USER neo4j SET PASSWORD, while the server runs"),
    INITIAL_PASSWORD_FAILED("the initial password was not set: %s cannot be written: %s", "see the reason"),
    UNEXPECTED("unexpected failure: %s", "run again with --verbose and report it");

    private final String text;
    private final String hint;

    BackupError(String text, String hint) {
        this.text = text;
        this.hint = hint;
    }

    /** The sentence with its arguments. */
    public String text(Object... arguments) {
        return String.format(text, Stream.of(arguments).map(BackupError::named).toArray());
    }

    /** Paths that stand for addresses are shown as these. */
    private static Object named(Object argument) {
        return argument instanceof Path path ? Locations.text(path) : argument;
    }

    /** What to do next. */
    public String hint() {
        return hint;
    }

    /** The error as an exception. */
    public BackupException with(Object... arguments) {
        return new BackupException(this, text(arguments), null);
    }

    /** The error as an exception with a sentence that was made before. */
    public BackupException saying(String sentence) {
        return new BackupException(this, sentence, null);
    }

    /** The error as an exception with what caused it. */
    public BackupException because(Throwable cause, Object... arguments) {
        return new BackupException(this, text(arguments), cause);
    }
}
