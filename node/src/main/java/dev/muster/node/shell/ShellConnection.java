package dev.muster.node.shell;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.QueryRunner;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.internal.InternalSession;
import org.neo4j.driver.summary.ResultSummary;

/**
 * The shell's line to the server: one driver, one session on the database in use, at most one transaction. Bookmarks are
 * carried from session to session. One thread at a time, except {@link #interrupt}.
 */
final class ShellConnection implements AutoCloseable {
    static final String UNAVAILABLE = "Neo.TransientError.General.DatabaseUnavailable";
    static final String PASSWORD_EXPIRED = "Neo.ClientError.Security.CredentialsExpired";
    private static final String NO_SUCH_PROCEDURE = "Neo.ClientError.Procedure.ProcedureNotFound";

    private final Driver driver;
    private final String user;
    private volatile Session session;
    private Transaction transaction;
    private String database;
    private boolean unavailable;

    /** Who and where; {@code user} and {@code password} empty for no authentication, {@code database} for the home one. */
    record Target(String address, String user, String password, String database) {
        Target withLogin(String otherUser, String otherPassword) {
            return new Target(address, otherUser, otherPassword, database);
        }

        @Override
        public String toString() {
            return user.isEmpty() ? address : user + "@" + address;
        }
    }

    private ShellConnection(Driver driver, Target target) {
        this.driver = driver;
        this.user = target.user();
        this.database = target.database();
        this.session = driver.session(config(database));
    }

    /** Connects and logs in; the database may still turn out to be unusable at {@link #ping}. */
    static ShellConnection open(Target target) {
        AuthToken token = target.user().isEmpty() && target.password().isEmpty()
                ? AuthTokens.none()
                : AuthTokens.basic(target.user(), target.password());
        Config config = Config.builder()
                .withLogging(Logging.none())
                .withUserAgent("muster-shell/0.1")
                .withConnectionTimeout(10, TimeUnit.SECONDS)
                .build();
        Driver driver;
        try {
            driver = GraphDatabase.driver(target.address(), token, config);
        } catch (IllegalArgumentException e) {
            throw ShellProblem.BAD_ADDRESS.with(target.address(), e.getMessage());
        }
        try {
            driver.verifyConnectivity();
            return new ShellConnection(driver, target);
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    /** Asks the database in use whether it answers, and learns its name. */
    void ping() {
        try {
            consume("CALL db.ping()", Map.of());
        } catch (Neo4jException e) {
            if (!NO_SUCH_PROCEDURE.equals(e.code())) {
                throw e;
            }
            consume("RETURN 1", Map.of());
        }
    }

    /** Runs a statement and lets {@code read} take its result. */
    <T> T run(String statement, Map<String, Object> parameters, Function<Result, T> read) {
        QueryRunner runner = transaction == null ? session : transaction;
        return watched(() -> read.apply(runner.run(statement, parameters)));
    }

    /** Runs a statement for its summary, from which the name of the database in use is learnt. */
    ResultSummary consume(String statement, Map<String, Object> parameters) {
        ResultSummary summary = run(statement, parameters, Result::consume);
        learn(summary);
        return summary;
    }

    /** The prompt names the database that the last statement ran on. */
    void learn(ResultSummary summary) {
        if (summary.database() != null && summary.database().name() != null) {
            database = summary.database().name();
        }
    }

    /**
     * Has the server end what runs (RESET), so that whoever waits for it is told; harmless if nothing does. Any thread. The
     * driver has no other way to it than the one that its own shell takes.
     */
    void interrupt() {
        try {
            ((InternalSession) session).reset();
        } catch (Neo4jException e) {
            // The connection has gone; whoever waits is told that.
        }
    }

    void begin() {
        if (transaction != null) {
            throw ShellProblem.TRANSACTION_OPEN.with(":begin");
        }
        transaction = watched(session::beginTransaction);
    }

    void commit() {
        Transaction ending = ended("commit");
        watched(() -> {
            try (ending) {
                ending.commit();
                return null;
            }
        });
    }

    void rollback() {
        Transaction ending = ended("rollback");
        watched(() -> {
            try (ending) {
                ending.rollback();
                return null;
            }
        });
    }

    private Transaction ended(String how) {
        if (transaction == null) {
            throw ShellProblem.NO_TRANSACTION.with(how);
        }
        Transaction ending = transaction;
        transaction = null;
        return ending;
    }

    /** Goes to another database (empty: the home database), or stays on this one and throws why. */
    void use(String other) {
        if (transaction != null) {
            throw ShellProblem.TRANSACTION_OPEN.with(":use");
        }
        String previous = database;
        Session left = session;
        session = driver.session(config(other));
        database = other;
        try {
            ping();
            left.close();
        } catch (Neo4jException e) {
            if (UNAVAILABLE.equals(e.code())) { // it exists: stay on it, as the prompt will show
                left.close();
            } else {
                session.close();
                session = left;
                database = previous;
                unavailable = false;
            }
            throw e;
        }
    }

    void changePassword(String current, String next) {
        try (Session system = driver.session(SessionConfig.forDatabase("system"))) {
            system.run("ALTER CURRENT USER SET PASSWORD FROM $o TO $n", Map.of("o", current, "n", next))
                    .consume();
        }
    }

    /** {@code user@db}, with a mark when the database was unavailable at the last try; {@code #} in a transaction. */
    String prompt() {
        String name = (user.isEmpty() ? "" : user + "@") + database + (unavailable ? "[UNAVAILABLE]" : "");
        return name + (transaction == null ? "> " : "# ");
    }

    String user() {
        return user;
    }

    boolean isInTransaction() {
        return transaction != null;
    }

    /** Remembers whether the database was unavailable; a transaction that failed is over. */
    private <T> T watched(java.util.function.Supplier<T> step) {
        try {
            T done = step.get();
            unavailable = false;
            return done;
        } catch (Neo4jException e) {
            unavailable = UNAVAILABLE.equals(e.code());
            dropTransaction();
            throw e;
        }
    }

    private void dropTransaction() {
        if (transaction != null) {
            try (Transaction failed = transaction) {
                transaction = null;
            } catch (Neo4jException e) {
                unavailable |= UNAVAILABLE.equals(e.code()); // what went wrong first is what is told
            }
        }
    }

    private SessionConfig config(String name) {
        SessionConfig.Builder config = SessionConfig.builder();
        if (!name.isEmpty()) {
            config.withDatabase(name);
        }
        if (session != null) {
            config.withBookmarks(session.lastBookmarks());
        }
        return config.build();
    }

    @Override
    public void close() {
        driver.close();
    }
}
