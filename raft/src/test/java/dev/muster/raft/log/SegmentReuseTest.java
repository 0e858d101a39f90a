package dev.muster.raft.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/**
 * Files of the log that become later segments. All entries are of one length, and so are all heads: what an earlier segment
 * left stands exactly where the records of a later one would go on.
 */
class SegmentReuseTest {
    private static final int ENTRY_BYTES = 2 * RecordFrame.HEADER_BYTES + 1 + text(1).length();
    private static final int CUT_EVERY = 18;

    private static String text(long index) {
        return "entry " + "%06d".formatted(index) + "x".repeat(108);
    }

    private static String otherText(long index) {
        return "again " + "%06d".formatted(index) + "x".repeat(108);
    }

    /** Writes three entries a round, and lets all of them go now and then. Returns whether the log went on to the end. */
    private static boolean write(LogLife life, long from, long to) {
        for (long i = from; i <= to; i++) {
            life.entry(life.sales, i, text(i));
            if (i % 3 == 0) {
                life.run();
            }
            if (i % CUT_EVERY == 0) {
                life.small(life.sales, RecordKind.SNAPSHOT, i);
                life.small(life.sales, RecordKind.CUT_UNTIL, i);
                life.run();
            }
        }
        life.run();
        return life.failure == null;
    }

    private static LogLife after(int seed, long entries) {
        LogLife life = new LogLife(seed);
        life.open();
        life.bear(life.sales);
        assertThat(write(life, 1, entries)).isTrue();
        return life;
    }

    private static List<String> texts(LogLife life) {
        return life.restored(LogLife.SALES).entries().stream()
                .map(entry -> new String(entry.payload(), 1, entry.payload().length - 1, StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> texts(long from, long to) {
        List<String> result = new ArrayList<>();
        for (long i = from; i <= to; i++) {
            result.add(text(i));
        }
        return result;
    }

    private static byte[] content(LogLife life, Path file) throws IOException {
        return life.server.disk().readAll(file);
    }

    private static void overwrite(LogLife life, Path file, int position, byte[] bytes) throws IOException {
        try (DiskFile open = life.server.disk().open(file, Disk.Open.WRITE)) {
            open.write(ByteBuffer.wrap(bytes), position);
            open.force(true);
        }
    }

    /** Where the records end that were written to the file as the segment it is now. */
    private static int endOf(byte[] content, Path file) {
        return LogScan.lastRecordEnd(
                content, RecordFrame.salt(Segment.numberOf(file.getFileName().toString())));
    }

    private static Path last(LogLife life) throws IOException {
        List<Path> segments = life.segments();
        return segments.get(segments.size() - 1);
    }

    /** Writes on until the last segment is a used file in which an old record stands right behind the last new one. */
    private static long untilAnOldRecordFollows(LogLife life, long written) throws IOException {
        long index = written;
        while (!anOldRecordFollows(life)) {
            assertThat(index).as("an old record fits now and then").isLessThan(written + 500);
            index++;
            assertThat(write(life, index, index)).isTrue();
        }
        return index;
    }

    private static boolean anOldRecordFollows(LogLife life) throws IOException {
        Path file = last(life);
        byte[] content = content(life, file);
        int end = endOf(content, file);
        int number = Segment.numberOf(file.getFileName().toString());
        for (int earlier = number - 1; earlier > 0; earlier--) {
            if (RecordFrame.isHeader(content, end, content.length, RecordFrame.salt(earlier))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void afterAFewSegmentsNoFileIsMadeAnyMore() throws IOException {
        List<String> made = new ArrayList<>();
        LogLife life = new LogLife(1);
        life.around = disk -> counting(disk, made);
        life.open();
        life.bear(life.sales);

        assertThat(write(life, 1, 1_000)).isTrue();

        int used = Segment.numberOf(last(life).getFileName().toString());
        assertThat(used).as("segments used").isGreaterThan(60);
        assertThat(made).as("files made").hasSizeLessThanOrEqualTo(4);
        assertThat(life.server.disk().list(life.directory()))
                .as("files kept, the lock included")
                .hasSizeLessThanOrEqualTo(7);
    }

    private static Disk counting(Disk disk, List<String> made) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (self, method, arguments) -> {
                    if (method.getName().equals("open") && arguments[1] == Disk.Open.CREATE_NEW) {
                        made.add(arguments[0].toString());
                    }
                    try {
                        return method.invoke(disk, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void anOldRecordThatStandsExactlyBehindTheLastOneIsNotRead() throws IOException {
        LogLife life = after(2, 200);
        long index = untilAnOldRecordFollows(life, 200);
        List<String> before = texts(life);
        life.kill();

        life.open();

        assertThat(life.log.counters().tailRepair()).isEmpty();
        assertThat(life.log.damageOf(LogLife.SALES)).isNull();
        assertThat(texts(life)).isEqualTo(before).endsWith(text(index));
        assertThat(write(life, index + 1, index + 1)).isTrue();
        life.kill();
        life.open();
        assertThat(texts(life)).endsWith(text(index + 1));
    }

    @Test
    void aTornWriteInAUsedFileIsCutAndReported() throws IOException {
        LogLife life = after(3, 200);
        long index = untilAnOldRecordFollows(life, 200) + 2;
        life.entry(life.sales, index - 1, text(index - 1));
        life.entry(life.sales, index, text(index));
        life.run();
        Path file = last(life);
        byte[] content = content(life, file);
        int end = endOf(content, file);
        life.kill();
        int torn = end - 2 * ENTRY_BYTES;
        overwrite(life, file, torn, new byte[2 * RecordFrame.HEADER_BYTES]);

        life.open();

        assertThat(life.log.counters().tailRepair())
                .isEqualTo("cut " + (end - torn) + " bytes of an unfinished write off the end of " + file.getFileName()
                        + " (at byte " + torn + ")");
        assertThat(texts(life)).endsWith(text(index - 2));
        life.entry(life.sales, index - 1, otherText(index - 1));
        life.run();
        life.kill();
        life.open();
        assertThat(texts(life))
                .as("the whole record behind the torn one does not come back")
                .endsWith(text(index - 2), otherText(index - 1));
    }

    @Test
    void whereverThePowerIsCutNothingIsLostAndNothingOldIsBelieved() {
        int cut = 0;
        while (!cutAndGoOn(cut)) {
            cut++;
        }
        assertThat(cut).as("cut points").isGreaterThan(150);
    }

    /** Cuts the power after so many changes to the disk, goes on, and is killed once more. Returns whether all was written before. */
    private static boolean cutAndGoOn(int cut) {
        String where = "cut at " + cut;
        LogLife life = new LogLife(cut);
        life.server.disk().powerOffAfterChanges(cut);
        boolean whole = begin(life) && write(life, 1, 150);
        life.crash();
        life.open();
        assertThat(life.log.damageOf(LogLife.SALES)).as(where).isNull();
        if (!life.restored(LogLife.SALES).isBorn()) {
            assertThat(life.durable).as(where).isEmpty();
            return whole;
        }
        long end = end(life);
        assertThat(texts(life)).as(where).isEqualTo(texts(firstOf(life), end));
        for (long index = end + 1; index <= 150; index++) {
            assertThat(life.durable).as(where).doesNotContain(LogLife.SALES + " " + index);
        }

        life.entry(life.sales, end + 1, otherText(end + 1));
        life.run();
        List<String> before = texts(life);
        life.kill();
        life.open();

        assertThat(life.log.damageOf(LogLife.SALES)).as(where).isNull();
        assertThat(texts(life)).as(where).isEqualTo(before).endsWith(otherText(end + 1));
        return whole;
    }

    private static boolean begin(LogLife life) {
        try {
            life.open();
        } catch (CompletionException e) {
            return false;
        }
        life.bear(life.sales);
        return life.failure == null;
    }

    private static long firstOf(LogLife life) {
        List<Long> indexes = life.indexes(LogLife.SALES);
        return indexes.isEmpty() ? end(life) + 1 : indexes.get(0);
    }

    private static long end(LogLife life) {
        List<Long> indexes = life.indexes(LogLife.SALES);
        RestoredGroup.Record snapshot = life.restored(LogLife.SALES).snapshot();
        long state = snapshot == null ? 0 : snapshot.index();
        return indexes.isEmpty() ? state : Math.max(state, indexes.get(indexes.size() - 1));
    }

    @Test
    void damageAtTheVeryEndOfASealedSegmentIsFound() throws IOException {
        LogLife life = withASealedUsedFile();
        List<Path> segments = life.segments();
        Path sealed = segments.get(segments.size() - 2);
        int end = endOf(content(life, sealed), sealed);
        life.kill();
        overwrite(life, sealed, end - ENTRY_BYTES + RecordFrame.HEADER_BYTES + 4, new byte[] {-1});

        life.open();

        assertThat(life.log.damageOf(LogLife.SALES)).contains("of the group are missing");
        assertThat(life.log.damageOf(LogLife.HR)).isNull();
    }

    @Test
    void anUnreadableHeaderCostsNothing() throws IOException {
        for (int back = 1; back <= 2; back++) {
            LogLife life = withASealedUsedFile();
            List<Path> segments = life.segments();
            List<String> before = texts(life);
            life.kill();
            overwrite(life, segments.get(segments.size() - back), 0, new byte[] {-1});

            life.open();

            assertThat(life.log.damageOf(LogLife.SALES)).isNull();
            assertThat(texts(life)).isEqualTo(before);
            assertThat(life.log.counters().tailRepair()).isEmpty();
        }
    }

    /** With an entry in the last segment but one that is live, and the last one not empty. */
    private static LogLife withASealedUsedFile() throws IOException {
        LogLife life = after(4, 200);
        life.bear(life.hr);
        Path before = last(life);
        long index = 200;
        while (last(life).equals(before)) {
            index++;
            life.entry(life.sales, index, text(index));
            life.run();
        }
        assertThat(Segment.readHeader(content(life, before)).used()).isTrue();
        assertThat(life.indexes(LogLife.SALES)).contains(index - 2, index - 1, index);
        return life;
    }

    @Test
    void aLogOfFormatOneIsReadAndGoesOnInFormatTwo() throws IOException {
        LogLife life = new LogLife(5);
        life.server.disk().createDirectories(life.directory());
        LogGroup sales = new LogGroup(LogLife.SALES);
        LogBatch first = new LogBatch();
        first.add(sales, RecordKind.IDENTITY, 0, 0, LogLife.bytes("me"));
        first.add(sales, RecordKind.MEMBERS, 0, 0, LogLife.bytes("us"));
        first.addEntry(sales, 1, 1, (byte) 0, LogLife.bytes(text(1)));
        LogBatch second = new LogBatch();
        sales.records().chain = 3;
        second.addCopy(sales, RecordKind.IDENTITY, 0, 0, LogLife.bytes("me"));
        second.addCopy(sales, RecordKind.MEMBERS, 0, 0, LogLife.bytes("us"));
        second.addEntry(sales, 2, 1, (byte) 0, LogLife.bytes(text(2)));
        writeFormatOne(life, 1, first);
        writeFormatOne(life, 2, second);
        life.open();
        assertThat(texts(life)).isEqualTo(texts(1, 2));

        life.entry(life.sales, 3, text(3));
        life.run();
        life.kill();
        life.open();
        assertThat(texts(life)).as("on in the file of format 1").isEqualTo(texts(1, 3));
        assertThat(life.segments()).hasSize(2);
        life.kill();
        for (Path file : life.segments()) {
            overwrite(life, file, 0, new byte[] {-1});
        }
        life.open();
        assertThat(texts(life)).as("without sound headers").isEqualTo(texts(1, 3));
        for (long i = 4; i <= 60; i++) {
            life.entry(life.sales, i, text(i));
            life.run();
        }
        life.kill();
        life.open();

        assertThat(texts(life)).isEqualTo(texts(1, 60));
        assertThat(Segment.readHeader(content(life, last(life))).format()).isEqualTo(2);
        assertThat(life.log.damageOf(LogLife.SALES)).isNull();
    }

    private static void writeFormatOne(LogLife life, int number, LogBatch batch) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(LogLife.SEGMENT_BYTES);
        file.putLong(0x4D55535452414654L).putInt(1).putInt(number).putInt(1).put((byte) 'a');
        CRC32C crc = new CRC32C();
        crc.update(file.array(), 0, file.position());
        file.putInt((int) crc.getValue());
        file.position(Segment.RECORDS_START);
        file.put(Arrays.copyOf(batch.seal(number, Segment.RECORDS_START, 0), batch.size()));
        Path path = life.directory().resolve(Segment.nameOf(number));
        try (DiskFile open = life.server.disk().open(path, Disk.Open.CREATE_NEW)) {
            open.write(ByteBuffer.wrap(file.array()), 0);
            open.force(true);
        }
        life.server.disk().syncDirectory(life.directory());
    }
}
