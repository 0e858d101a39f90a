package dev.muster.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.DiskFull;
import dev.muster.runtime.sim.DiskOperation;
import dev.muster.runtime.sim.SimulatedDisk;
import dev.muster.store.RetentionPolicy;
import dev.muster.store.StoreSettings;
import dev.muster.store.TransactionLog;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The transaction log on a disk that runs full. */
class FullLogTest {
    private static final Path DIRECTORY = Path.of("/muster/transactions");
    private static final UUID DATABASE = new UUID(1, 2);
    private static final long WAITING_MAX = 10_000;
    private static final int RECORD_BYTES = RecordReader.HEADER_BYTES + 76;

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void readersFindWhatIsInFilesAndWhatIsInMemoryAsOne() throws Exception {
        TransactionLogFiles log = open(LogPosition.START, 0);
        append(log, 1, 3);
        disk.setFull(true);
        append(log, 4, 6);

        assertThat(log.waitsForSpace()).hasMessageContaining("muster.transaction.log.0");
        assertThat(log.first()).isEqualTo(1);
        assertThat(log.last()).isEqualTo(6);
        assertThat(read(log, 1, 6)).containsExactlyElementsOf(ids(1, 6));
        assertThat(read(log, 2, 5)).containsExactlyElementsOf(ids(2, 5));
        assertThat(read(log, 3, 3)).containsExactlyElementsOf(ids(3, 3));
        assertThat(read(log, 5, 100)).containsExactlyElementsOf(ids(5, 6));
    }

    @Test
    void aReaderThatBeganWhileTheDiskWasFullReadsOnAfterThereIsSpace() throws Exception {
        TransactionLogFiles log = open(LogPosition.START, 0);
        append(log, 1, 3);
        disk.setFull(true);
        append(log, 4, 6);
        try (TransactionLog.Cursor cursor = log.read(1, 6)) {
            assertThat(cursor.next().transactionId()).isEqualTo(1);
            disk.setFull(false);
            append(log, 7, 7);
            assertThat(idsOf(cursor)).containsExactlyElementsOf(ids(2, 6));
        }
    }

    @Test
    void aLogWhoseFirstFileCannotBeBegunIsInMemoryWhole() throws Exception {
        TransactionLogFiles log = open(LogPosition.START, 0);
        disk.setFull(true);
        append(log, 1, 2);
        assertThat(log.first()).isEqualTo(1);
        assertThat(read(log, 1, 2)).containsExactlyElementsOf(ids(1, 2));
        assertThat(disk.list(DIRECTORY)).isEmpty();

        disk.setFull(false);
        log.sync();
        assertThat(log.waitsForSpace()).isNull();
        assertThat(read(reopened(log), 1, 2)).containsExactlyElementsOf(ids(1, 2));
    }

    @Test
    void whatWaitsIsWrittenBeforeTheNextTransaction() throws Exception {
        TransactionLogFiles log = open(LogPosition.START, 0);
        append(log, 1, 1);
        disk.setFull(true);
        append(log, 2, 4);
        disk.setFull(false);
        append(log, 5, 5);

        assertThat(log.waitsForSpace()).isNull();
        assertThat(log.end().offset()).isEqualTo(LogHeader.BYTES + 5 * RECORD_BYTES);
        log.sync();
        assertThat(read(reopened(log), 1, 5)).containsExactlyElementsOf(ids(1, 5));
    }

    @Test
    void aPartThatFoundRoomIsCutOff() throws Exception {
        for (int free = 0; free <= RECORD_BYTES; free++) {
            SimulatedDisk small = new SimulatedDisk(free);
            TransactionLogFiles log = open(small, LogPosition.START, 0);
            append(log, 1, 1);
            long end = log.end().offset();
            small.setFreeBytes(free);
            append(log, 2, 2);
            long whole = free == RECORD_BYTES ? RECORD_BYTES : 0;
            assertThat(small.readAll(file(0))).as("%d bytes free", free).hasSize((int) (end + whole));
        }
    }

    @Test
    void neitherSyncsNorHasAPositionWhileTransactionsWait() throws Exception {
        TransactionLogFiles log = open(LogPosition.START, 0);
        append(log, 1, 1);
        disk.setFull(true);
        append(log, 2, 2);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(log::sync).isInstanceOf(DiskFull.class);
            assertThatThrownBy(log::end).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesWhatWouldBeTooMuchInMemoryAndIsAsItWas() throws Exception {
        TransactionLogFiles log = open(LogPosition.START, 0);
        append(log, 1, 1);
        disk.setFull(true);
        long fit = WAITING_MAX / RECORD_BYTES;
        append(log, 2, 1 + fit);
        assertThatThrownBy(() -> append(log, 2 + fit, 2 + fit)).isInstanceOf(DiskFull.class);
        assertThat(log.last()).isEqualTo(1 + fit);

        disk.setFull(false);
        append(log, 2 + fit, 2 + fit);
        disk.setFull(true);
        append(log, 3 + fit, 2 + 2 * fit);
        assertThat(read(log, 1, 2 + 2 * fit)).containsExactlyElementsOf(ids(1, 2 + 2 * fit));
    }

    @Test
    void anErrorOfTheDiskIsNotTakenForAFullOne() throws Exception {
        TransactionLogFiles log = open(LogPosition.START, 0);
        append(log, 1, 1);
        disk.faults().setFailures(DiskOperation.WRITE, 1);
        assertThatThrownBy(() -> append(log, 2, 2))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(DiskFull.class);
        assertThat(log.waitsForSpace()).isNull();
        assertThat(log.last()).isEqualTo(1);
    }

    @Test
    void aFullDiskAtARotationLeavesNoFileWithoutItsRecord() throws Exception {
        TransactionLogFiles log = open(LogPosition.START, 0);
        long perFile = StoreSettings.ROTATION_BYTES_MIN / RECORD_BYTES + 1;
        append(log, 1, perFile);
        disk.setFull(true);
        append(log, perFile + 1, perFile + 2);
        assertThat(disk.list(DIRECTORY)).containsExactly("muster.transaction.log.0");

        disk.setFreeBytes(LogHeader.BYTES); // for the header, not for the record
        disk.faults().setFull(false);
        append(log, perFile + 3, perFile + 3);
        assertThat(read(log, perFile, perFile + 3)).containsExactlyElementsOf(ids(perFile, perFile + 3));

        disk.setFreeBytes(1_000_000);
        log.sync();
        log.prune(RetentionPolicy.parse("keep_none"), 0);
        assertThat(log.first()).isEqualTo(perFile + 1);
        assertThat(read(reopened(log), perFile + 1, perFile + 3))
                .containsExactlyElementsOf(ids(perFile + 1, perFile + 3));
    }

    private TransactionLogFiles open(LogPosition position, long last) throws IOException {
        return open(disk, position, last);
    }

    private static TransactionLogFiles open(SimulatedDisk disk, LogPosition position, long last) throws IOException {
        return TransactionLogFiles.open(
                disk, DIRECTORY, DATABASE, StoreSettings.ROTATION_BYTES_MIN, position, last, WAITING_MAX);
    }

    private TransactionLogFiles reopened(TransactionLogFiles log) throws IOException {
        LogPosition end = log.end();
        log.close();
        return open(end, log.last());
    }

    private static Path file(long number) {
        return DIRECTORY.resolve("muster.transaction.log." + number);
    }

    private static void append(TransactionLogFiles log, long from, long to) throws IOException {
        for (long id = from; id <= to; id++) {
            byte[] changeSet = new byte[RECORD_BYTES - RecordReader.HEADER_BYTES];
            changeSet[0] = (byte) id;
            log.append(new TransactionRecord(id, id * 10, changeSet));
        }
    }

    private static List<Long> read(TransactionLog log, long from, long to) throws Exception {
        try (TransactionLog.Cursor cursor = log.read(from, to)) {
            return idsOf(cursor);
        }
    }

    private static List<Long> idsOf(TransactionLog.Cursor cursor) {
        List<Long> ids = new ArrayList<>();
        cursor.forEachRemaining(record -> {
            assertThat(record.changeSet()[0]).isEqualTo((byte) record.transactionId());
            ids.add(record.transactionId());
        });
        return ids;
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
