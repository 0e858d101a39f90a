package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A group moves away from a server and back: each time the server is somebody else in it. */
class RaftLivesTest {
    private static final MemberId SECOND = new MemberId("c", 1);
    private static final MemberId THIRD = new MemberId("c", 2);

    private final SimCluster cluster = new SimCluster(8, 3).open();
    private final GroupSpec sales = cluster.startOn(1, "a", "b", "c");
    private final SimCluster.Host c = cluster.host("c");

    @Test
    void aServerThatDestroyedItsCopyJoinsAgainInALaterLifeAndRemembersItOverRestarts() {
        cluster.proposeMany(leader(), sales, "x", 20);
        moveAway(new MemberId("c", 0));
        joinAgain(SECOND);
        cluster.proposeMany(leader(), sales, "y", 20);
        cluster.untilEqual(sales);
        assertThat(c.state(sales).proposed()).hasSize(40);

        c.crash();
        cluster.proposeMany(leader(), sales, "z", 20);
        c.restart(List.of(joining(SECOND)));
        cluster.untilEqual(sales);

        assertThat(c.server.memberOnDisk(sales.id())).isEqualTo(SECOND);
        assertThat(c.group(sales).status().role()).isEqualTo(Role.FOLLOWER);
        moveAway(SECOND);
        joinAgain(THIRD);
        assertThat(leader().group(sales).status().membership().voters())
                .containsExactly(new MemberId("a", 0), new MemberId("b", 0), THIRD);
        assertThat(c.state(sales).proposed()).hasSize(60);
    }

    @Test
    void aLifeThatIsOverAndALifeBesideAnotherAreRefused() {
        cluster.propose(leader(), sales, "x");
        assertThatThrownBy(() -> c.server.start(joining(SECOND), new ListMachine(), c.lane))
                .hasMessage("this server takes part in group db1 as c and not as c#1"
                        + " (destroy that life's copy before another one begins)");
        moveAway(new MemberId("c", 0));
        joinAgain(SECOND);
        moveAway(SECOND);
        c.crash();
        c.restart(List.of());

        assertThat(c.server.memberOnDisk(sales.id())).isNull();
        for (GroupSpec former : List.of(sales, joining(SECOND))) {
            assertThatThrownBy(() -> c.server.start(former, new ListMachine(), c.lane))
                    .hasMessage("group db1 was destroyed on this server"
                            + " (a new database needs a new id; let the server join in a new life)");
        }
        joinAgain(THIRD);
    }

    @Test
    void whatIsMeantForAFormerLifeIsDropped() {
        cluster.propose(leader(), sales, "x");
        cluster.join(c.group(sales).destroy());
        c.start(joining(SECOND));
        long before = c.server.messagesForOtherLives();
        cluster.simulation.runFor(java.time.Duration.ofSeconds(2));

        assertThat(c.server.messagesForOtherLives()).isGreaterThan(before);
        assertThat(c.group(sales).status().leader()).isNull();
    }

    @Test
    void aServerKnowsWhetherItEverHadAnythingOfAGroup() {
        GroupId stranger = new GroupId(new UUID(9, 9));
        cluster.propose(leader(), sales, "x");
        cluster.untilEqual(sales);
        assertThat(c.server.hasHistoryOf(sales.id())).isTrue();
        c.crash();
        c.restart(List.of());
        assertThat(c.server.hasHistoryOf(sales.id())).isTrue();

        cluster.join(c.server.forget(sales.id()));
        assertThat(c.server.memberOnDisk(sales.id())).isNull();
        assertThat(c.server.hasHistoryOf(sales.id())).isTrue();
        assertThat(c.server.hasHistoryOf(stranger)).isFalse();
        c.start(GroupSpec.joining(stranger, "stranger"));
        cluster.simulation.runFor(java.time.Duration.ofSeconds(1));
        assertThat(c.server.memberOnDisk(stranger)).isNotNull();
        assertThat(c.server.hasHistoryOf(stranger)).isFalse();
    }

    private void moveAway(MemberId life) {
        if (leader() == c) {
            cluster.join(c.group(sales).transferLeadership(new MemberId("a", 0)));
            cluster.until("another leads", () -> cluster.leaderNow(sales) != null && cluster.leaderNow(sales) != c);
        }
        RaftGroup group = leader().group(sales);
        cluster.join(group.remove(life, group.status().membership().index()));
        cluster.join(c.group(sales).destroy());
        c.machines.remove(sales.id());
    }

    private void joinAgain(MemberId life) {
        c.start(joining(life));
        RaftGroup group = leader().group(sales);
        cluster.join(group.addLearner(life, group.status().membership().index()));
        cluster.until("it has caught up", () -> group.status().lag(life) == 0);
        cluster.join(group.promote(life, group.status().membership().index()));
        cluster.until("it votes", () -> c.group(sales).status().role() == Role.FOLLOWER);
    }

    private SimCluster.Host leader() {
        return cluster.leader(sales);
    }

    private GroupSpec joining(MemberId life) {
        return GroupSpec.joining(sales.id(), sales.label()).as(life);
    }
}
