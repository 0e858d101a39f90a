package dev.muster.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.DatabaseReport;
import dev.muster.node.discovery.ServerInfo.StatusDigest;
import dev.muster.runtime.SocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoardTest {
    private final Board board = new Board();

    @Test
    void wordOfAnEarlierStartIsIgnoredWhileTheLaterOneAnswers() {
        board.update(info(5, 1, true));
        board.update(info(4, 9, true));
        assertThat(board.server("s").incarnation()).isEqualTo(5);
    }

    @Test
    void aServerWhoseClockWasSetBackIsBelievedOnceItsFormerSelfIsGone() {
        board.update(info(5, 3, true));
        board.take(report(5, 3));
        board.unreachable("s");

        board.update(info(4, 1, true));

        assertThat(board.server("s").reachable()).isTrue();
        assertThat(board.wantsReport(board.server("s"))).isTrue();
        assertThat(board.take(report(4, 1))).isTrue();
    }

    @Test
    void aServerThatSaidFarewellStaysUnreachableUntilItsNextStart() {
        board.update(info(5, 1, true));
        board.left("s", 5);
        board.update(info(5, 1, true));
        assertThat(board.server("s").reachable()).isFalse();

        board.update(info(6, 1, true));
        assertThat(board.server("s").reachable()).isTrue();
    }

    @Test
    void aFarewellThatComesLateDoesNotConcernTheNextStart() {
        board.update(info(6, 1, true));
        board.left("s", 5);
        assertThat(board.server("s").reachable()).isTrue();
    }

    @Test
    void reportsAreTakenInTheirOrderOnly() {
        board.update(info(5, 3, true));
        assertThat(board.take(report(5, 2))).isTrue();
        assertThat(board.wantsReport(board.server("s"))).isTrue();
        assertThat(board.take(report(5, 3))).isTrue();
        assertThat(board.wantsReport(board.server("s"))).isFalse();
        assertThat(board.take(report(5, 2))).isFalse();
        assertThat(board.take(report(4, 9))).isFalse();
    }

    @Test
    void whatIsKnownAlreadyChangesNothing() {
        board.update(info(5, 1, true));
        board.take(report(5, 1));
        long before = board.changes();
        board.update(info(5, 1, true));
        board.take(report(5, 1));
        board.unreachable("nobody");
        assertThat(board.changes()).isEqualTo(before);

        board.update(info(5, 2, true));
        board.take(report(5, 2));
        board.unreachable("s");
        assertThat(board.changes()).isEqualTo(before + 3);
    }

    @Test
    void settlingTellsOnlyOfChanges() {
        board.update(info(5, 1, true));
        assertThat(board.settle()).isTrue();
        board.update(info(5, 1, true));
        assertThat(board.settle()).isFalse();
        board.unreachable("s");
        assertThat(board.settle()).isTrue();
        assertThat(board.reports().get(0).available()).isFalse();
    }

    private static ServerInfo info(long incarnation, long version, boolean reachable) {
        return new ServerInfo(
                "s",
                "name",
                "1.2.3",
                incarnation,
                Map.of(Purpose.BOLT, new SocketAddress("h", 7687)),
                reachable,
                new StatusDigest(version, 0));
    }

    private static Frame.Report report(long incarnation, long version) {
        List<DatabaseReport> none = List.of();
        return new Frame.Report("c", "s", incarnation, new StatusDigest(version, 0), none);
    }
}
