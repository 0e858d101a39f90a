package dev.muster.sim.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.raft.GroupId;
import dev.muster.raft.MemberId;
import dev.muster.raft.Membership;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.sim.seam.LogRecords;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What counts as a vote that was given, or an entry that was applied, too early. */
class EntryLedgerTest {
    private static final UUID GROUP = new UUID(0, 7);

    private final EntryLedger ledger = new EntryLedger();

    @Test
    void aVoteThatIsDurableMayBeGiven() {
        ledger.keptVote("s1", GROUP, 3, "s2");
        ledger.votes("s1", GROUP, 3, "s2");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void aVoteOfWhichNothingIsDurableMayNot() {
        ledger.votes("s1", GROUP, 3, "s2");

        assertThatThrownBy(this::check)
                .hasMessageContaining("s1 votes for s2 in term 3 of " + GROUP + ", durable is null");
    }

    @Test
    void aVoteMayBeGivenThatBecameDurableTogetherWithTheEndOfTheMember() {
        ledger.keptVote("s1", GROUP, 3, "s2");
        ledger.forgot("s1", GROUP);
        ledger.votes("s1", GROUP, 3, "s2");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void butAMemberThatIsForgottenMayNotVoteForAnotherNorLater() {
        ledger.keptVote("s1", GROUP, 3, "s2");
        ledger.forgot("s1", GROUP);
        ledger.votes("s1", GROUP, 3, "s3");

        assertThatThrownBy(this::check).hasMessageContaining("s1 votes for s3 in term 3");
    }

    @Test
    void anEntryMayNotBeAppliedThatOneServerHas() {
        begin(0, 0, 0);
        synced("s1", 5);
        applying("s3", 5, group(0, 0, 0));

        assertThatThrownBy(this::check)
                .hasMessageContaining("s3 applies entry 5 of " + GROUP + ", which is durable on [s1] of 3 servers");
    }

    @Test
    void anEntryMayBeAppliedThatAMajorityHas() {
        begin(0, 0, 0);
        synced("s1", 5);
        synced("s2", 5);
        applying("s3", 5, group(0, 0, 0));

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void whatAMajorityHadBeforeADiskWasLostMayBeAppliedLater() {
        begin(0, 0, 0);
        synced("s1", 5);
        synced("s2", 5);
        ledger.lostDisk("s1");
        start("s1", 1, group(1, 0, 0));
        applying("s3", 5, group(1, 0, 0));

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void butWhatNoMajorityHadByThenIsNotOnTheDiskOfTheLifeThatFollows() {
        begin(0, 0, 0);
        synced("s1", 5);
        ledger.lostDisk("s1");
        start("s1", 1, group(1, 0, 0));
        synced("s2", 5);
        applying("s2", 5, group(1, 0, 0));

        assertThatThrownBy(this::check)
                .hasMessageContaining("s2 applies entry 5 of " + GROUP + ", which is durable on [s2] of 3 servers");
    }

    @Test
    void norOnThatOfTheSameLifeIfItBeginsAgainOnNothing() {
        begin(0, 0, 0);
        synced("s1", 5);
        ledger.lostDisk("s1");
        start("s1", 0, group(0, 0, 0));
        synced("s2", 5);
        applying("s2", 5, group(0, 0, 0));

        assertThatThrownBy(this::check).hasMessageContaining("durable on [s2] of 3 servers");
    }

    /** What it confirmed was true then, and its leader cannot know better. */
    @Test
    void aLifeThatConfirmedAnEntryCountsForItUntilAnotherTakesItsPlace() {
        begin(0, 0, 0);
        synced("s1", 5);
        ledger.lostDisk("s1");
        synced("s2", 5);
        applying("s2", 5, group(0, 0, 0));

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private void begin(int... lives) {
        for (int i = 1; i <= lives.length; i++) {
            ledger.began("s" + i, "id" + i);
            start("s" + i, lives[i - 1], group(lives));
        }
    }

    private void start(String server, int life, RaftGroup group) {
        ledger.started(server, group, life);
    }

    private void synced(String server, long index) {
        ledger.synced(
                server,
                GROUP,
                index,
                3L << Integer.SIZE | Integer.toUnsignedLong(LogRecords.sumOfEntry(payload(index))));
    }

    private void applying(String server, long index, RaftGroup group) {
        ledger.applying(server, group, index, payload(index));
    }

    private static byte[] payload(long index) {
        return ("entry " + index).getBytes(StandardCharsets.UTF_8);
    }

    /** The group as it shows itself with three voters, each in one of its lives. */
    private static RaftGroup group(int... lives) {
        List<MemberId> voters = IntStream.rangeClosed(1, lives.length)
                .mapToObj(i -> new MemberId("id" + i, lives[i - 1]))
                .toList();
        Membership membership = new Membership(0, voters, List.of(), false);
        RaftStatus status = new RaftStatus(Role.FOLLOWER, 3, null, membership, 0, 0, 0, 0, List.of());
        return (RaftGroup) Proxy.newProxyInstance(
                RaftGroup.class.getClassLoader(),
                new Class<?>[] {RaftGroup.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "id" -> new GroupId(GROUP);
                    case "status" -> status;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private void check() {
        ledger.look();
    }
}
