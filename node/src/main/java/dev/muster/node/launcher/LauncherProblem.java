package dev.muster.node.launcher;

/** Everything that can go wrong with a local cluster and that a user can meet: one sentence each, with what to do. */
public enum LauncherProblem {
    NAME_INVALID("'%s' cannot be a cluster's name: use up to 32 of a-z, 0-9, '-' and '_', beginning with a letter"),
    NAME_IN_USE(
            "there is a cluster '%s' already, in %s: choose another name, or remove it with `muster cluster destroy %s`"),
    DATABASE_NAME_INVALID(
            "'%s' cannot be a database's name: use 3 to 63 of a-z, 0-9, '.' and '-', beginning with a letter"),
    SETTING_INVALID("'%s' is not a setting: write it as name=value"),
    SETTINGS_REFUSED("no server would start with these settings: %s"),
    AUTH_INVALID("no cluster can be started with this --auth: %s"),
    CLUSTER_UNKNOWN("there is no cluster '%s'; %s"),
    SERVER_UNKNOWN("cluster '%s' has no server '%s'; it has %s"),
    STATE_UNREADABLE(
            "the state of cluster '%s' cannot be read: %s is damaged (%s); end its servers by hand and remove %s, nothing else is affected"),
    STATE_TOO_NEW("%s was written by a newer Muster (its version is %d, this one knows %d): use that one"),
    DIRECTORY_MISSING("there is no directory %s: create it first"),
    DIRECTORY_IN_USE("the directory %s already holds a cluster's servers: choose another, or empty it"),
    FILE_MISSING("there is no file or directory %s to load"),
    PORT_TAKEN(
            "%s of cluster '%s' cannot start: its %s port %d is taken by another program; end that program, then try again"),
    NO_FREE_PORT("no free port was found on 127.0.0.1 in %d attempts between %d and %d"),
    START_FAILED("%s of cluster '%s' did not start: %s"),
    START_TIMED_OUT("%s of cluster '%s' was not ready after %d seconds: %s"),
    DATABASES_TIMED_OUT("cluster '%s' runs, but after %d seconds its databases are not usable everywhere: %s"),
    DATABASE_REFUSED("cluster '%s' refused to create database '%s': %s"),
    COMMAND_REFUSED("cluster '%s' refused %s: %s"),
    NOBODY_RUNS("no server of cluster '%s' runs: start them with `muster cluster restart %s`"),
    LAST_SERVER("%s is the last server of cluster '%s': remove it all with `muster cluster destroy %s`"),
    ADD_TIMED_OUT("%s has joined cluster '%s' and runs, but after %d seconds it is %s; look at SHOW SERVERS"),
    REMOVE_TIMED_OUT(
            "%s still belongs to cluster '%s' after %d seconds (it is %s) and goes on; look at SHOW DATABASES for what it still hosts, then try again"),
    STATEMENT_REFUSED("a statement of %s failed: %s"),
    ALREADY_RUNNING("%s of cluster '%s' is running already"),
    NOT_RUNNING("%s of cluster '%s' is not running"),
    NOT_PAUSED("%s of cluster '%s' is not paused"),
    PAUSED("%s of cluster '%s' is paused: resume it first with `muster fault resume %s %s`"),
    EFFECT_NOT_SEEN("%s of cluster '%s' was sent %s, but after %d seconds it is still %s"),
    CANNOT_SPAWN("the server program cannot be started: %s"),
    INTERRUPTED("cluster '%s' is not started any further: this command was told to end"),
    FAULTS_NOT_ENABLED(
            "%s of cluster '%s' cannot be broken so: it was started without the setting muster.faults.enabled=true"),
    EFFECT_NOT_CONFIRMED("%s of cluster '%s' did not confirm what is to be wrong around it: %s"),
    FILES_FAILED("%s: %s");

    private final String pattern;

    LauncherProblem(String pattern) {
        this.pattern = pattern;
    }

    /** The problem as an exception, its sentence filled in. */
    public LauncherException with(Object... details) {
        return new LauncherException(this, String.format(java.util.Locale.ROOT, pattern, details), "");
    }

    /** The same, with lines (the end of a log) to show below the sentence. */
    LauncherException withLines(String lines, Object... details) {
        return new LauncherException(this, String.format(java.util.Locale.ROOT, pattern, details), lines);
    }
}
