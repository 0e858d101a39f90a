package dev.muster.bolt.message;

import dev.muster.bolt.handshake.ProtocolVersion;
import dev.muster.bolt.packstream.Dialect;
import dev.muster.bolt.packstream.MalformedBytes;
import dev.muster.bolt.packstream.PackReader;
import dev.muster.bolt.status.NotificationFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client's request with all fields checked. Those that say nothing but their kind are {@link Plain}. */
public sealed interface Request {
    /** What {@code n} is when everything is wanted. */
    long ALL = -1;
    /** What {@code qid} is when the transaction's latest query is meant. */
    long LATEST = -1;

    /** GOODBYE, RESET, COMMIT, ROLLBACK and LOGOFF. */
    record Plain(MessageType type) implements Request {}

    /**
     * The first message.
     *
     * @param routing null if the client connected by {@code bolt://}
     * @param utcPatch whether a 4.x client asks for UTC date-times
     * @param token how to log in, before 5.1; else empty
     * @param notifications which are wanted in this session
     */
    record Hello(
            String userAgent,
            Map<String, Object> routing,
            boolean utcPatch,
            Map<String, Object> token,
            NotificationFilter notifications)
            implements Request {}

    /** Who the client wants to be. */
    record Logon(Map<String, Object> token) implements Request {}

    /** A query. */
    record Run(String query, Map<String, Object> parameters, TransactionExtra extra) implements Request {}

    /** The start of an explicit transaction. */
    record Begin(TransactionExtra extra) implements Request {}

    /** The next {@code n} rows of a query's result (or {@link #ALL}), or to skip them. */
    record Rows(boolean pull, long n, long qid) implements Request {}

    /** A question for the routing table; {@code database} and {@code impersonatedUser} may be null. */
    record Route(Map<String, Object> context, List<String> bookmarks, String database, String impersonatedUser)
            implements Request {}

    /** How the client's programmer called the driver; we only check it. */
    record Telemetry(long api) implements Request {}

    /** Reads a message whose kind is known. Throws {@link InvalidMessage} or what {@link PackReader} throws. */
    static Request read(MessageType type, byte[] message, ProtocolVersion version, Dialect dialect) {
        PackReader in = new PackReader(message, dialect);
        int count = in.structureFields();
        in.tag();
        List<Object> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(in.value());
        }
        if (!in.atEnd()) {
            throw new MalformedBytes("a " + type.title() + " has bytes left after its last field");
        }
        if (count != type.fields()) {
            throw new MalformedBytes("a " + type.title() + " has " + type.fields() + " fields, not " + count);
        }
        return switch (type) {
            case HELLO -> hello(Fields.asMap(fields.get(0), "HELLO"), version);
            case LOGON -> new Logon(token(Fields.asMap(fields.get(0), "LOGON")));
            case RUN -> run(fields);
            case BEGIN -> new Begin(TransactionExtra.of(new Fields(Fields.asMap(fields.get(0), "extra"))));
            case PULL -> rows(true, fields);
            case DISCARD -> rows(false, fields);
            case ROUTE -> route(fields, version);
            case TELEMETRY -> telemetry(fields.get(0));
            case GOODBYE, RESET, COMMIT, ROLLBACK, LOGOFF -> new Plain(type);
        };
    }

    private static Hello hello(Map<String, Object> values, ProtocolVersion version) {
        Fields fields = new Fields(values);
        if (version.atLeast(5, 3)) {
            new Fields(fields.map("bolt_agent")).required("product");
        }
        boolean authenticates = !version.atLeast(5, 1);
        return new Hello(
                fields.required("user_agent"),
                values.get("routing") == null ? null : fields.map("routing"),
                !version.atLeast(5, 0) && fields.strings("patch_bolt").contains("utc"),
                authenticates ? token(values) : Map.of(),
                Filters.of(fields));
    }

    private static Map<String, Object> token(Map<String, Object> values) {
        new Fields(values).required("scheme");
        Map<String, Object> token = new LinkedHashMap<>();
        for (String key : List.of("scheme", "principal", "credentials", "realm", "parameters")) {
            if (values.get(key) != null) {
                token.put(key, values.get(key));
            }
        }
        return token;
    }

    private static Run run(List<Object> fields) {
        if (!(fields.get(0) instanceof String query)) {
            throw new InvalidMessage("query must be a string");
        }
        return new Run(
                query,
                Fields.asMap(fields.get(1), "parameters"),
                TransactionExtra.of(new Fields(Fields.asMap(fields.get(2), "extra"))));
    }

    private static Rows rows(boolean pull, List<Object> fields) {
        Fields extra = new Fields(Fields.asMap(fields.get(0), "extra"));
        long n = extra.integer("n", 0);
        if (n != ALL && n <= 0) {
            throw new InvalidMessage(
                    extra.values().get("n") == null ? "Must provide the \"n\" field" : "n must be -1 or positive");
        }
        return new Rows(pull, n, extra.integer("qid", LATEST));
    }

    private static Route route(List<Object> fields, ProtocolVersion version) {
        Map<String, Object> context = Fields.asMap(fields.get(0), "routing");
        List<String> bookmarks = Fields.asStrings(fields.get(1), "bookmarks");
        Fields extra = version.atLeast(4, 4)
                ? new Fields(Fields.asMap(fields.get(2), "extra"))
                : new Fields(fields.get(2) == null ? Map.of() : Map.of("db", fields.get(2)));
        String database = extra.string("db", "");
        return new Route(context, bookmarks, database.isEmpty() ? null : database, extra.string("imp_user", null));
    }

    private static Telemetry telemetry(Object api) {
        if (api instanceof Long number && number >= 0 && number <= 3) {
            return new Telemetry(number);
        }
        throw new InvalidMessage("api must be an integer from 0 to 3");
    }
}
