package dev.muster.sim.workload;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.cluster.ClientAnswer;
import dev.muster.sim.cluster.ClientRequest;
import dev.muster.sim.history.BankCheck;
import dev.muster.sim.history.BankModel.Balances;
import dev.muster.sim.history.BankModel.Input;
import dev.muster.sim.history.BankModel.Ledger;
import dev.muster.sim.history.BankModel.Output;
import dev.muster.sim.history.BankModel.ReadAll;
import dev.muster.sim.history.BankModel.ReadLedger;
import dev.muster.sim.history.BankModel.Refused;
import dev.muster.sim.history.BankModel.Transfer;
import dev.muster.sim.history.BankModel.Transferred;
import dev.muster.sim.history.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Clients that move money between accounts, in transactions that also write a ledger, and read all balances at once. */
final class BankWorkload extends RecordedWorkload<Input, Output> {
    private static final int ACCOUNTS = 6;
    private static final int CLIENTS = 4;
    private static final long OPENING = 100;
    private static final long AMOUNT_MAX = 40;
    private static final double READS = 0.3;

    private long lastTransfer;

    @Override
    public String name() {
        return "banks";
    }

    @Override
    public String database() {
        return "bank";
    }

    @Override
    public List<ClientRequest> setup() {
        return List.of(ClientRequest.write(
                database(),
                "UNWIND range(0, $last) AS id MERGE (a:Account {id: id}) ON CREATE SET a.balance = $opening",
                Map.of("last", (long) ACCOUNTS - 1, "opening", OPENING)));
    }

    @Override
    public int clients() {
        return CLIENTS;
    }

    @Override
    public Attempt next(SimulatedRandom dice) {
        if (dice.nextDouble() < READS) {
            return readAll();
        }
        int from = (int) dice.between(0, ACCOUNTS - 1);
        int to = (from + (int) dice.between(1, ACCOUNTS - 1)) % ACCOUNTS;
        return transfer(new Transfer(++lastTransfer, from, to, dice.between(1, AMOUNT_MAX)));
    }

    private Attempt transfer(Transfer transfer) {
        return recorded(
                transfer,
                ClientRequest.write(
                        database(),
                        "MATCH (a:Account {id: $from}), (b:Account {id: $to}) WHERE a.balance >= $amount "
                                + "SET a.balance = a.balance - $amount, b.balance = b.balance + $amount "
                                + "CREATE (:Transfer {id: $id}) RETURN 1",
                        Map.of(
                                "id",
                                transfer.id(),
                                "from",
                                (long) transfer.from(),
                                "to",
                                (long) transfer.to(),
                                "amount",
                                transfer.amount())),
                answer -> answer.rows().isEmpty() ? new Refused() : new Transferred());
    }

    private Attempt readAll() {
        return recorded(
                new ReadAll(),
                ClientRequest.write(database(), "MATCH (a:Account) RETURN a.balance ORDER BY a.id", Map.of()),
                answer -> Balances.of(numbers(answer)));
    }

    private static List<Long> numbers(ClientAnswer answer) {
        return answer.rows().stream().map(row -> (Long) row.get(0)).toList();
    }

    @Override
    public List<Attempt> finalReads() {
        return List.of(
                readAll(),
                recorded(
                        new ReadLedger(),
                        ClientRequest.write(database(), "MATCH (t:Transfer) RETURN t.id ORDER BY t.id", Map.of()),
                        answer -> new Ledger(numbers(answer))));
    }

    @Override
    Verdict verdict() {
        return BankCheck.check(recorder().history(), Collections.nCopies(ACCOUNTS, OPENING), STEPS_MAX);
    }
}
