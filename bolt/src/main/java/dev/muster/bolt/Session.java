package dev.muster.bolt;

import dev.muster.bolt.OpenTransaction.OpenResult;
import dev.muster.bolt.OpenTransaction.Sending;
import dev.muster.bolt.handshake.ProtocolVersion;
import dev.muster.bolt.message.InvalidMessage;
import dev.muster.bolt.message.MessageType;
import dev.muster.bolt.message.Request;
import dev.muster.bolt.message.TransactionExtra;
import dev.muster.bolt.packstream.Dialect;
import dev.muster.bolt.packstream.InvalidValue;
import dev.muster.bolt.packstream.MalformedBytes;
import dev.muster.bolt.status.NotificationFilter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client is doing: the state machine of facts/bolt.md 6. Messages are worked on by one worker at a time and in
 * order; only {@link #resetArrived} and {@link #lost} come from the I/O thread, to interrupt it.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Services services;
    private final QueryService.Client client;
    private final String id;
    private final ProtocolVersion version;
    private final boolean manifest;
    private final Answers answers;
    private final Outbox out;

    private final AtomicInteger resetsComing = new AtomicInteger();
    private volatile boolean lost;
    private volatile boolean authenticated;
    /** How to interrupt what runs or is waited for; null if nothing is. */
    private volatile Consumer<BoltFailure> interruptible;

    private SessionState state = SessionState.NEGOTIATION;
    private Dialect dialect;
    private boolean routed;
    private NotificationFilter wanted = NotificationFilter.UNSAID;
    private Authenticator.Login login;
    /** How long the last answer is held back. */
    private long answerDelayMillis;

    private OpenTransaction open;
    private Sending sending;

    /** What all sessions of a server share. */
    record Services(
            BoltSettings settings,
            String advertised,
            QueryService queries,
            Router router,
            Authenticator authenticator,
            Tally tally) {}

    Session(Services services, QueryService.Client client, ProtocolVersion version, boolean manifest, Outbox out) {
        this.services = services;
        this.client = client;
        this.id = client.connectionId();
        this.version = version;
        this.manifest = manifest;
        this.answers = new Answers(version);
        this.out = out;
        speak(version.atLeast(5, 0) ? Dialect.MODERN : Dialect.LEGACY);
    }

    private void speak(Dialect agreed) {
        dialect = agreed;
        out.speak(agreed);
    }

    /** Whether the client has ever logged in. Any thread. */
    boolean isAuthenticated() {
        return authenticated;
    }

    /** A RESET is among the messages that wait: whatever runs is to fail soon. I/O thread. */
    void resetArrived() {
        resetsComing.incrementAndGet();
        interrupt(BoltError.TERMINATED);
    }

    /** The client has gone: whatever runs is to fail soon, and {@link #end} follows. I/O thread. */
    void lost() {
        lost = true;
        interrupt(BoltError.CONNECTION_LOST);
    }

    private void interrupt(BoltError reason) {
        Consumer<BoltFailure> running = interruptible;
        if (running != null) {
            running.accept(reason.failure());
        }
    }

    /** Whether what runs is to fail at its next step. Any thread. */
    boolean isInterrupted() {
        return lost || resetsComing.get() > 0;
    }

    /** Whether rows are being sent, so that {@link #proceed} is to be called before the next message. */
    boolean isSending() {
        return sending != null;
    }

    /**
     * Works on a message.
     *
     * @param begun whether it counts as begun before any RESET that has arrived since, because nothing was before it
     */
    void work(byte[] message, boolean begun) {
        services.tally().messages.increment();
        Optional<MessageType> type = MessageType.of(message, version);
        if (state == SessionState.CLOSED) {
            return;
        }
        if (type.isEmpty()) {
            failAndClose(BoltError.UNKNOWN_MESSAGE.failure(
                    version, HexFormat.ofDelimiter(" ").formatHex(message, 0, Math.min(2, message.length))));
        } else if (type.get() == MessageType.GOODBYE) {
            close();
        } else if (state.ignores(type.get(), resetsComing.get() > 0 && !begun)) {
            out.ignored();
        } else if (!state.takes(type.get())) {
            failAndClose(BoltError.UNEXPECTED_MESSAGE.failure(type.get().title(), state));
        } else {
            guarded(() -> {
                obey(Request.read(type.get(), message, version, dialect));
                return true;
            });
        }
    }

    /** Answers a message that was too large to be taken in, and hangs up. */
    void refuse(ChunkDecoder.Oversized message) {
        failAndClose(BoltError.TOO_LARGE.failure(message.bytesMax()));
    }

    /** Sends more rows; false if the client must read before more can be sent. */
    boolean proceed() {
        return guarded(this::sendRows);
    }

    /** Leaves nothing behind. The last call. */
    void end() {
        rollBack();
        out.discard();
        state = SessionState.CLOSED;
    }

    /** Runs a step and answers its failure; what the step says, and true after a failure. */
    private boolean guarded(BooleanSupplier step) {
        try {
            return step.getAsBoolean();
        } catch (BoltFailure e) {
            fail(e);
        } catch (InvalidMessage | InvalidValue e) {
            fail(BoltError.INVALID_FIELD.failure(e.getMessage()));
        } catch (MalformedBytes e) {
            failAndClose(BoltError.MALFORMED.failure(e.getMessage()));
        } catch (RuntimeException | Error e) { // a defect somewhere below: the client gets an answer, the log the trace
            LOG.error("{}: unexpected failure in state {}", id, state, e);
            fail(BoltError.UNKNOWN.failure(id));
        }
        return true;
    }

    private void obey(Request request) {
        if (request instanceof Request.Hello hello) {
            hello(hello);
        } else if (request instanceof Request.Logon logon) {
            logIn(logon.token());
            out.success(answers.login(login.credentialsExpired(), services.advertised()));
        } else if (request instanceof Request.Run run) {
            run(run);
        } else if (request instanceof Request.Rows rows) {
            sending = new Sending(open.result(rows.qid()), rows.pull(), rows.n());
        } else if (request instanceof Request.Begin begin) {
            begin(begin.extra(), begin.extra().implicit());
            state = SessionState.TX;
            out.success(begun(begin.extra()));
        } else if (request instanceof Request.Route route) {
            out.success(answers.routing(awaited(services.router()
                    .route(
                            login.user(),
                            route.impersonatedUser(),
                            route.database(),
                            route.bookmarks(),
                            route.context()))));
        } else if (request instanceof Request.Telemetry) {
            out.success(Map.of());
        } else if (request instanceof Request.Plain plain) {
            obey(plain.type());
        }
    }

    private void obey(MessageType type) {
        switch (type) {
            case COMMIT -> {
                String bookmark = commit();
                out.success(Map.of("bookmark", bookmark));
            }
            case ROLLBACK -> {
                rollBack();
                state = SessionState.READY;
                out.success(Map.of());
            }
            case LOGOFF -> {
                login = null;
                state = SessionState.AUTHENTICATION;
                out.success(Map.of());
            }
            case RESET -> {
                rollBack();
                state = SessionState.READY;
                resetsComing.decrementAndGet();
                out.success(Map.of());
            }
            default -> throw new IllegalStateException("a " + type.title() + " says more than its kind");
        }
    }

    private void hello(Request.Hello hello) {
        LOG.debug("{}: Bolt {}, {}", id, version, hello.userAgent());
        routed = hello.routing() != null;
        wanted = hello.notifications();
        if (hello.utcPatch()) {
            speak(Dialect.LEGACY_UTC);
        }
        Map<String, Object> metadata = answers.hello(
                id,
                manifest,
                hello.utcPatch(),
                new Answers.Promises(
                        services.settings().timeouts().receiveSeconds(),
                        services.settings().serverSideRouting()));
        if (version.atLeast(5, 1)) {
            state = SessionState.AUTHENTICATION;
        } else {
            logIn(hello.token());
            metadata.putAll(answers.login(login.credentialsExpired(), services.advertised()));
        }
        out.success(metadata);
    }

    private void logIn(Map<String, Object> token) {
        try {
            login = services.authenticator().authenticate(token);
        } catch (BoltFailure e) {
            answerDelayMillis = services.settings().timeouts().failedLoginMillis();
            throw e;
        }
        authenticated = true;
        state = SessionState.READY;
    }

    private void run(Request.Run run) {
        boolean inTransaction = state == SessionState.TX;
        refuseUnlessPasswordFresh(
                run.query(),
                inTransaction ? open.transaction.database() : run.extra().database());
        if (!inTransaction) {
            begin(run.extra(), true);
        }
        OpenResult result = open.run(run.query(), run.parameters());
        Map<String, Object> metadata = inTransaction ? new LinkedHashMap<>() : begun(run.extra());
        metadata.put("t_first", result.ageMillis());
        metadata.put("fields", result.result.fields());
        if (inTransaction) {
            metadata.put("qid", result.qid);
        } else {
            state = SessionState.STREAMING;
        }
        out.success(metadata);
    }

    private void begin(TransactionExtra extra, boolean autoCommit) {
        QueryService.Transaction transaction = awaited(services.queries()
                .begin(new QueryService.TransactionRequest(
                        login.user(),
                        extra.database(),
                        extra.write(),
                        extra.bookmarks(),
                        extra.timeoutMillis(),
                        extra.metadata(),
                        autoCommit,
                        routed,
                        extra.impersonatedUser(),
                        client)));
        open = new OpenTransaction(transaction, extra.notifications().or(wanted));
        interruptWith(transaction::terminate);
    }

    private <T> T awaited(Pending<T> pending) {
        interruptWith(pending::terminate);
        try {
            return pending.await();
        } finally {
            interruptible = null;
        }
    }

    private void interruptWith(Consumer<BoltFailure> way) {
        interruptible = way;
        if (isInterrupted()) { // just before it could be seen
            way.accept(BoltError.TERMINATED.failure());
        }
    }

    private Map<String, Object> begun(TransactionExtra extra) {
        return answers.begun(extra.database() != null, open.transaction.database());
    }

    private boolean sendRows() {
        Sending now = sending;
        if (isInterrupted()) {
            throw BoltError.TERMINATED.failure();
        }
        out.flush(); // the next row may take long; the client should not wait for what is known
        if (!now.pull && now.left == Request.ALL) {
            now.result.discard();
            finish(now.result);
            return true;
        }
        while (now.left != 0) {
            if (isInterrupted()) {
                throw BoltError.TERMINATED.failure();
            }
            if (!out.isWritable()) {
                return false;
            }
            var row = now.result.next();
            if (row == null) {
                finish(now.result);
                return true;
            }
            if (now.pull) {
                out.row(row);
            }
            now.left = now.left == Request.ALL ? Request.ALL : now.left - 1;
        }
        sending = null;
        out.success(Map.of("has_more", true));
        return true;
    }

    private void finish(OpenResult result) {
        QueryService.Summary summary = result.result.summary();
        NotificationFilter filter = open.notifications;
        sending = null;
        open.finished(result);
        String bookmark = state == SessionState.STREAMING ? commit() : null;
        out.success(answers.finished(summary, result.ended(), filter, bookmark));
    }

    private String commit() {
        String bookmark = open.commit();
        forget();
        state = SessionState.READY;
        return bookmark;
    }

    private void rollBack() {
        OpenTransaction ending = open;
        forget();
        if (ending != null) {
            try {
                ending.transaction.rollback();
            } catch (RuntimeException e) { // nothing more can be done for it, and the client has had its answer
                LOG.warn("{}: rollback failed", id, e);
            }
        }
    }

    private void forget() {
        interruptible = null;
        open = null;
        sending = null;
    }

    /** Until an expired password is changed, only that goes through, and a ping of system, as on the real server. */
    private void refuseUnlessPasswordFresh(String query, String database) {
        if (!login.credentialsExpired()) {
            return;
        }
        String start = query.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        if (!start.startsWith("ALTER CURRENT USER SET PASSWORD")
                && !(start.startsWith("CALL DB.PING()") && "system".equalsIgnoreCase(database))) {
            throw BoltError.CREDENTIALS_EXPIRED.failure();
        }
    }

    private void fail(BoltFailure failure) {
        if (state.failureIsFatal()) {
            failAndClose(failure);
            return;
        }
        rollBack();
        state = SessionState.FAILED;
        services.tally().failures.increment();
        out.failure(answers.failure(failure));
    }

    private void failAndClose(BoltFailure failure) {
        LOG.debug("{}: closing: {}", id, failure.getMessage());
        services.tally().failures.increment();
        out.failure(answers.failure(failure));
        close();
    }

    private void close() {
        rollBack();
        state = SessionState.CLOSED;
        out.flushAndClose(answerDelayMillis);
    }
}
