package dev.muster.node.routing;

import dev.muster.bolt.packstream.Dialect;
import dev.muster.bolt.packstream.InvalidValue;
import dev.muster.bolt.packstream.MalformedBytes;
import dev.muster.bolt.packstream.PackReader;
import dev.muster.bolt.packstream.PackWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A frame about transactions on the routing port: a mark, a version, and a packed map. Questions have a {@link #NUMBER}, which
 * their answers repeat, and a {@link #KIND}; those about a transaction name it by a number that the asking side has given it.
 */
final class RoutedMessage {
    /** The first byte; other frames on the port begin with the version of theirs. */
    static final byte MARK = 'T';

    private static final byte VERSION = 1;

    static final String NUMBER = "number";
    static final String KIND = "kind";
    static final String TRANSACTION = "transaction";
    static final String RESULT = "result";
    static final String QUERY = "query";
    static final String PARAMETERS = "parameters";
    static final String FIELDS = "fields";
    static final String ROWS = "rows";
    static final String SUMMARY = "summary";
    static final String BOOKMARK = "bookmark";
    static final String DATABASE = "database";
    static final String FAILURE = "failure";

    /** What is asked for. */
    enum Kind {
        /** Begin the transaction that the request describes. */
        BEGIN,
        /** Run a statement; its result gets the number given. */
        RUN,
        /** The next rows of a result, and its summary once there are no more. */
        PULL,
        /** Run a result to its end; its summary. */
        DISCARD,
        COMMIT,
        /** No answer. */
        ROLLBACK,
        /** Let what runs fail with this failure. No answer. */
        TERMINATE,
        /** Are you there? */
        PING
    }

    private RoutedMessage() {}

    static Map<String, Object> question(Kind kind, long transaction) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put(KIND, kind.name());
        question.put(TRANSACTION, transaction);
        return question;
    }

    /** The frame. */
    static byte[] frame(Map<String, Object> message) {
        PackWriter writer = new PackWriter(Dialect.BETWEEN_SERVERS);
        writer.value(message);
        byte[] frame = new byte[writer.size() + 2];
        frame[0] = MARK;
        frame[1] = VERSION;
        System.arraycopy(writer.array(), 0, frame, 2, writer.size());
        return frame;
    }

    /** Whether a frame is one of these. */
    static boolean is(byte[] frame) {
        return frame.length > 0 && frame[0] == MARK;
    }

    @SuppressWarnings("unchecked") // PackReader makes maps with strings for keys only
    static Map<String, Object> read(byte[] frame) throws IOException {
        if (frame.length < 2 || frame[0] != MARK || frame[1] != VERSION) {
            throw new IOException("not a message about transactions of version " + VERSION);
        }
        try {
            Object value = new PackReader(Arrays.copyOfRange(frame, 2, frame.length), Dialect.BETWEEN_SERVERS).value();
            if (value instanceof Map<?, ?> map) {
                return (Map<String, Object>) map;
            }
        } catch (MalformedBytes | InvalidValue e) {
            throw new IOException("a message about transactions cannot be read: " + e.getMessage(), e);
        }
        throw new IOException("a message about transactions is no map");
    }

    /** A row on its own, so that pages can be measured while they are filled. */
    static byte[] row(List<Object> row) {
        PackWriter writer = new PackWriter(Dialect.BETWEEN_SERVERS);
        writer.value(row);
        return Arrays.copyOf(writer.array(), writer.size());
    }

    @SuppressWarnings("unchecked") // written by row
    static List<Object> row(byte[] packed) {
        return (List<Object>) new PackReader(packed, Dialect.BETWEEN_SERVERS).value();
    }
}
