package dev.muster.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.neo4j.driver.Bookmark;
import org.neo4j.driver.NotificationSeverity;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.internal.InternalSession;
import org.neo4j.driver.summary.GqlStatusObject;
import org.neo4j.driver.summary.ResultSummary;
import org.neo4j.driver.types.Node;

/** What differs between the generations of the Java driver: this is 5, and 6. Same class, same methods in each module. */
public final class DriverGeneration {
    /** The Bolt version it agrees on with us. */
    public static final String PROTOCOL = "5.8";

    private DriverGeneration() {}

    /** What a managed transaction can do. */
    @FunctionalInterface
    public interface Work {
        Result run(String query, Map<String, Object> parameters);
    }

    /** A managed write transaction. */
    public static <T> T write(Session session, Function<Work, T> work) {
        return session.executeWrite(tx -> work.apply(tx::run));
    }

    /** A managed read transaction. */
    public static <T> T read(Session session, Function<Work, T> work) {
        return session.executeRead(tx -> work.apply(tx::run));
    }

    /** The bookmarks that the session's next transaction would carry. */
    public static List<String> bookmarks(Session session) {
        return session.lastBookmarks().stream().map(Bookmark::value).toList();
    }

    /** Lets the session begin with these bookmarks. */
    public static SessionConfig.Builder after(SessionConfig.Builder session, List<String> bookmarks) {
        return session.withBookmarks(bookmarks.stream().map(Bookmark::from).toList());
    }

    /** What names the node for the client. */
    public static String id(Node node) {
        return node.elementId();
    }

    /** The Cypher function that gives the same. */
    public static final String ID_FUNCTION = "elementId(n)";

    /** Ends what the session does, with RESET, as the shell does upon Ctrl-C; from any thread. */
    public static void reset(Session session) {
        ((InternalSession) session).reset();
    }

    /** The GQLSTATUS codes of a summary, in order; none if the protocol has none. */
    public static List<String> statuses(ResultSummary summary) {
        return summary.gqlStatusObjects().stream()
                .map(GqlStatusObject::gqlStatus)
                .toList();
    }

    /** The GQLSTATUS codes of a failure and of its causes, likewise. */
    public static List<String> statusesOf(Neo4jException failure) {
        List<String> statuses = new ArrayList<>();
        for (Neo4jException at = failure; at != null; at = at.gqlCause().orElse(null)) {
            statuses.add(at.gqlStatus());
        }
        return statuses;
    }

    /** Lets the session be told of warnings, and not of what only informs; as far as the protocol can. */
    public static SessionConfig.Builder warningsOnly(SessionConfig.Builder session) {
        return session.withMinimumNotificationSeverity(NotificationSeverity.WARNING);
    }
}
