package dev.muster.node.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.node.query.Members;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemberMessageTest {
    static Stream<MemberMessage> messages() {
        return Stream.of(
                new MemberMessage.Propose(1, new UUID(3, 4), new byte[] {1, 2, 3}),
                new MemberMessage.Barrier(7, new UUID(5, 6), 65_536),
                new MemberMessage.Stands(8, 41, 3, 1_000, 2_000, 65_536),
                new MemberMessage.Committed(2, 17),
                new MemberMessage.Conflicted(3, "node 7 has changed"),
                new MemberMessage.Refused(4, MemberMessage.Failure.NOT_LEADER, "server02 leads"),
                new MemberMessage.FindStore(5, "routes2"),
                new MemberMessage.Secure(9, new UUID(3, 4)),
                new MemberMessage.FoundStore(6, -1),
                new MemberMessage.Probe(11, new UUID(3, 4)),
                new MemberMessage.Probed(11, 4_711),
                new MemberMessage.AskPosition(12, new UUID(3, 4)),
                new MemberMessage.PositionIs(12, new Members.Position("server02", 3, 4_712, 4_711)),
                new MemberMessage.PositionIs(13, new Members.Position(null, 3, 4_712, 4_711)),
                new MemberMessage.Lift(14, "sales", "keepStateKeepStore"),
                new MemberMessage.Told(14, false, "it is not in quarantine"),
                new MemberMessage.AskSystemCopy(
                        9, new SystemCopy.Question("server03", new UUID(7, 8), SystemCopy.Reason.NO_LEADER, 19)),
                new MemberMessage.SystemCopyIs(9, SystemCopy.decided(12), new UUID(5, 6)),
                new MemberMessage.SystemCopyIs(10, SystemCopy.NOT_KNOWN, new UUID(7, 8)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void arriveAsTheyWereSent(MemberMessage message) throws IOException {
        assertThat(MemberMessage.decode(message.encode()))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void cutAnywhereAreRefused(MemberMessage message) {
        byte[] whole = message.encode();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> MemberMessage.decode(cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void ofAnotherVersionAreRefused() {
        byte[] frame = new MemberMessage.Committed(2, 17).encode();
        frame[0] = 9;

        assertThatThrownBy(() -> MemberMessage.decode(frame))
                .hasMessage("routing protocol version 9 is not known here, only 1");
    }
}
