package dev.muster.cypher.ast;

import dev.muster.catalog.AdminCommand;
import dev.muster.store.schema.PropertyType;
import dev.muster.store.schema.SchemaRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** An administration command; names, counts and options may be parameters. */
public sealed interface Command {
    /** {@code primaries}, {@code secondaries} and {@code options} may be null. */
    record Create(
            Expr name,
            boolean ifNotExists,
            boolean orReplace,
            Expr primaries,
            Expr secondaries,
            Expr options,
            Waiting waiting)
            implements Command {}

    record Drop(Expr name, boolean ifExists, boolean cascadeAliases, boolean dumpData, Waiting waiting)
            implements Command {}

    record CreateAlias(Expr alias, boolean ifNotExists, boolean orReplace, Expr target) implements Command {}

    record AlterAlias(Expr alias, boolean ifExists, Expr target) implements Command {}

    record DropAlias(Expr alias, boolean ifExists) implements Command {}

    record Start(Expr name, Waiting waiting) implements Command {}

    record Stop(Expr name, Waiting waiting) implements Command {}

    /** {@code ALTER DATABASE}; {@code readOnly} and {@code topology} are null where nothing is said of them. */
    record AlterDatabase(
            Expr name,
            boolean ifExists,
            Boolean readOnly,
            Counts topology,
            Map<String, Expr> options,
            List<String> removedOptions,
            Waiting waiting)
            implements Command {}

    /** A TOPOLOGY; a count that is not written is null. */
    record Counts(Expr primaries, Expr secondaries) {}

    /** {@code alter}: ALTER SERVER … SET OPTIONS; otherwise ENABLE SERVER, whose options may be null. */
    record EnableServer(Expr server, boolean alter, Expr options) implements Command {}

    record RenameServer(Expr server, Expr newName) implements Command {}

    record DropServer(Expr server) implements Command {}

    record DeallocateServers(List<Expr> servers, boolean dryRun) implements Command {}

    record ReallocateDatabases(boolean dryRun) implements Command {}

    /** {@code name} only for {@link Scope#ONE} and, if one is meant, {@link Scope#ALIASES}; the others are null where not written. */
    record Show(Scope scope, Expr name, Expr where, Clause.Projection yield, Clause.Projection returns)
            implements Command {}

    /** CREATE INDEX or CONSTRAINT; {@code name} is null if none is given, {@code type} unless it is about types. */
    record CreateRule(
            Expr name,
            SchemaRule.Kind kind,
            String label,
            List<String> properties,
            PropertyType type,
            boolean ifNotExists)
            implements Command {}

    record DropRule(Expr name, boolean constraint, boolean ifExists) implements Command {}

    /** SHOW INDEXES or, of the kinds given, CONSTRAINTS; {@code shaping} holds its YIELD, WHERE and RETURN. */
    record ShowRules(boolean constraints, Set<SchemaRule.Kind> kinds, Show shaping) implements Command {}

    /**
     * A SHOW of what the server has, whatever its database: its procedures, functions, settings or transactions; and ending these, which
     * lists what became of them.
     *
     * @param executable by whom; null if all are meant
     * @param names of which, an expression; null if all are meant
     */
    record Listing(Listed listed, ExecutableBy executable, Expr names, Show shaping) implements Command {}

    /** What is listed. */
    enum Listed {
        PROCEDURES,
        FUNCTIONS,
        BUILT_IN_FUNCTIONS,
        USER_DEFINED_FUNCTIONS,
        TRANSACTIONS,
        ENDED_TRANSACTIONS,
        SETTINGS
    }

    /** {@code user} null: whoever asks. */
    record ExecutableBy(String user) {}

    /**
     * A command about users, roles or privileges.
     *
     * @param arguments all names and passwords in it, in order: literals and parameters
     * @param making makes the command of the arguments' values
     * @param shaping of a SHOW: its YIELD, WHERE and RETURN; null for others
     * @param secrets which parts of the text are passwords
     */
    record Security(
            List<Expr> arguments, Function<List<String>, AdminCommand> making, Show shaping, List<Secret> secrets)
            implements Command {}

    /**
     * A procedure that administers: its call is the whole statement, but for a RETURN.
     *
     * @param arguments null if they are taken from parameters
     * @param shaping its YIELD, WHERE and RETURN
     */
    record Procedure(String name, List<Expr> arguments, Show shaping) implements Command {}

    /** A part of a statement's text that must not be written down: from its first character to before {@code end}. */
    record Secret(int start, int end) {}

    /** Which databases a SHOW means; or the servers, or aliases. */
    enum Scope {
        ALL,
        ONE,
        DEFAULT,
        HOME,
        SERVERS,
        ALIASES
    }

    /** How long to wait; 0 is not at all. */
    record Waiting(int seconds) {}
}
