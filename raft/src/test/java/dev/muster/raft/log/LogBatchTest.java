package dev.muster.raft.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A batch is filled again once the log has let it go. */
class LogBatchTest {
    private static final UUID ID = new UUID(1, 2);

    @Test
    void aClearedBatchIsWrittenLikeANewOne() {
        LogGroup group = new LogGroup(ID);
        LogBatch used = new LogBatch();
        fill(used, group, 40, 100);
        used.seal(1, 512, 0x1234);
        used.clear();
        assertThat(used.isEmpty()).isTrue();

        LogGroup same = new LogGroup(ID);
        same.resumeChain(40);
        LogBatch fresh = new LogBatch();
        fill(used, group, 3, 50);
        fill(fresh, same, 3, 50);

        assertThat(sealed(used)).isEqualTo(sealed(fresh));
        assertThat(used.count()).isEqualTo(3);
    }

    @Test
    void oneThatWasLargeGivesItsRoomBack() {
        LogBatch batch = new LogBatch();
        fill(batch, new LogGroup(ID), 8_000, 100);
        assertThat(batch.bytes()).hasSizeGreaterThan(512 * 1024);

        batch.clear();

        assertThat(batch.bytes()).isEmpty();
    }

    @Test
    void whatIsDetachedStaysWhateverTheBatchIsUsedFor() {
        LogGroup group = new LogGroup(ID);
        LogBatch batch = new LogBatch();
        fill(batch, group, 2, 50);
        byte[] before = sealed(batch);

        LogBatch kept = batch.detach();
        assertThat(batch.isEmpty()).isTrue();
        fill(batch, group, 2, 50);

        assertThat(sealed(kept)).isEqualTo(before);
        assertThat(batch.group(0)).isSameAs(group);
    }

    private static void fill(LogBatch batch, LogGroup group, int entries, int length) {
        byte[] operation = new byte[length];
        for (int i = 1; i <= entries; i++) {
            Arrays.fill(operation, (byte) i);
            batch.addEntry(group, i, 1, (byte) 0, operation);
        }
    }

    private static byte[] sealed(LogBatch batch) {
        return Arrays.copyOf(batch.seal(7, 512, 0x5678), batch.size());
    }
}
