package dev.muster.sim.cluster;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.node.query.ServerTransaction;
import dev.muster.node.query.Transactions;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Where clients come in, in the place of the Bolt port: each frame names one transaction in the {@link Exchange}, which is
 * run on the server's own {@link Transactions}, as Bolt's sessions are.
 */
final class FrontDoor {
    static final int PORT = 7687;

    /** Committing has begun, so a failure without a verdict leaves the outcome open. */
    private static final String OUTCOME_UNKNOWN_CODE = "Neo.DatabaseError.Transaction.TransactionCommitFailed";

    private static final String DEFECT_CODE = "Neo.DatabaseError.General.UnknownError";

    private final String server;
    private final Transactions transactions;
    private final Exchange exchange;
    private final Seams seams;
    private final Lane lane;

    private FrontDoor(String server, Transactions transactions, Exchange exchange, Seams seams, Lane lane) {
        this.server = server;
        this.transactions = transactions;
        this.exchange = exchange;
        this.seams = seams;
        this.lane = lane;
    }

    /** Listens; completes once it does. */
    static CompletionStage<Network.Listener> open(
            String server, World world, Transactions transactions, Exchange exchange, Seams seams) {
        FrontDoor door = new FrontDoor(
                server, transactions, exchange, seams, world.scheduler().newLane("clients"));
        return world.network().listen(new SocketAddress("0.0.0.0", PORT), connection -> door.new Guest());
    }

    private final class Guest implements Connection.FrameHandler {
        @Override
        public void received(Connection connection, byte[] frame) {
            long number = ByteBuffer.wrap(frame).getLong();
            ClientRequest request = exchange.request(number);
            if (request != null) {
                lane.execute(() -> serve(seams.request(server, request)).thenAccept(answer -> {
                    exchange.answer(number, seams.answer(server, request, answer));
                    connection.send(frame);
                }));
            }
        }

        @Override
        public void closed(Connection connection, Throwable cause) {
            // What was asked for is done all the same; only nobody hears of it.
        }
    }

    private CompletionStage<ClientAnswer> serve(ClientRequest request) {
        TransactionRequest wanted = new TransactionRequest(
                null, request.database(), request.write(), request.bookmarks(), 0, Map.of(), false, true);
        return transactions
                .begin(wanted)
                .thenComposeAsync(transaction -> run(transaction, request), lane)
                .exceptionally(failure -> refusal(Stages.causeOf(failure)));
    }

    private CompletionStage<ClientAnswer> run(ServerTransaction transaction, ClientRequest request) {
        CompletionStage<List<List<Object>>> rows = Stages.of(() -> runFrom(0, transaction, request));
        return rows.whenComplete((done, failure) -> {
                    if (failure != null) {
                        transaction.rollback();
                    }
                })
                .thenCompose(read -> transaction
                        .commit()
                        .thenApply(bookmark -> ClientAnswer.done(server, read, bookmark))
                        .exceptionally(failure -> refusal(Stages.causeOf(failure))));
    }

    private CompletionStage<List<List<Object>>> runFrom(
            int next, ServerTransaction transaction, ClientRequest request) {
        ClientRequest.Statement statement = request.statements().get(next);
        return transaction.run(statement.query(), statement.parameters()).thenCompose(result -> {
            List<List<Object>> rows = readAll(result);
            return next + 1 == request.statements().size()
                    ? java.util.concurrent.CompletableFuture.completedStage(rows)
                    : runFrom(next + 1, transaction, request);
        });
    }

    private static List<List<Object>> readAll(QueryService.Result result) {
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row = result.next(); row != null; row = result.next()) {
            rows.add(row);
        }
        return rows;
    }

    /** Administration commands commit as they run, so any failure may be one of unknown outcome. */
    private ClientAnswer refusal(Throwable failure) {
        if (failure instanceof BoltFailure known) {
            ClientAnswer.Outcome outcome = known.code().equals(OUTCOME_UNKNOWN_CODE)
                    ? ClientAnswer.Outcome.UNKNOWN
                    : ClientAnswer.Outcome.REFUSED;
            return ClientAnswer.failed(outcome, server, known.code(), known.getMessage());
        }
        return ClientAnswer.failed(ClientAnswer.Outcome.UNKNOWN, server, DEFECT_CODE, String.valueOf(failure));
    }
}
