package dev.muster.backup;

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
    FOLDER_MISSING("folder '%s' does not exist", "make it first, owned by the user who runs the backup"),
    FOLDER_IN_USE(
            "another backup of '%s' into '%s' is running", "wait for it to end; two at a time would break the chain"),
    TARGET_FAILED("cannot write to '%s': %s", "free space or choose another --to-path, then run the backup again"),

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

    // Looking after a folder of artifacts.
    NO_FOLDER("'%s' is no folder of artifacts", "check the path"),
    NO_ARTIFACT("there is no artifact in '%s'%s", "check the path and the name"),
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
    RESTORE_BROKEN_OFF("the restore of '%s' was broken off", "nothing was changed; run it again"),
    RESTORE_UNTIL(
            "--restore-until=%s is not covered: %s",
            "name an artifact that covers that moment; only differentials can be cut"),

    // The command line.
    NOT_SUPPORTED("not supported yet: %s", "see docs/roadmap.md"),
    BAD_CONFIGURATION("%s", "correct the configuration"),
    UNEXPECTED("unexpected failure: %s", "run again with --verbose and report it");

    private final String text;
    private final String hint;

    BackupError(String text, String hint) {
        this.text = text;
        this.hint = hint;
    }

    /** The sentence with its arguments. */
    public String text(Object... arguments) {
        return String.format(text, arguments);
    }

    /** What to do next. */
    public String hint() {
        return hint;
    }

    /** The error as an exception. */
    public BackupException with(Object... arguments) {
        return new BackupException(this, text(arguments), null);
    }

    /** The error as an exception with what caused it. */
    public BackupException because(Throwable cause, Object... arguments) {
        return new BackupException(this, text(arguments), cause);
    }
}
