package dev.muster.node.discovery;

import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.DatabaseReport.LogPosition;
import dev.muster.catalog.DatabaseReport.ReportedRole;
import dev.muster.node.discovery.ServerInfo.StatusDigest;
import dev.muster.runtime.SocketAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Frames as bytes: one byte of protocol version, one of kind, then the fields. What comes from the wire is bounded before
 * anything is allocated for it; what does not fit is an {@link IOException}.
 */
public final class FrameCodec {
    /** A SWIM message reaches the library's Kryo, so it is kept short (facts/raft.md 3). */
    public static final int SWIM_BYTES_MAX = 256 * 1024;

    /** Room for the reports of some thousand databases. */
    static final int FRAME_BYTES_MAX = 4 * 1024 * 1024;

    private static final int READ_ONLY = 1;
    private static final int ASKED_READ_ONLY = 2;
    private static final int VERSION = 4;
    private static final int SERVERS_MAX = 10_000;
    private static final int DATABASES_MAX = 100_000;
    private static final int MESSAGE_CHARS_MAX = 1_000;

    private static final int HELLO = 1;
    private static final int LEAVE = 2;
    private static final int FETCH = 3;
    private static final int REPORT = 4;
    private static final int SWIM = 5;
    private static final int ANSWER = 6;
    private static final int HEARD = 7;

    private FrameCodec() {}

    /** The frame's bytes. */
    public static byte[] encode(Frame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, frame);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    static Frame decode(byte[] bytes) throws IOException {
        if (bytes.length > FRAME_BYTES_MAX) {
            throw new IOException("frame of " + bytes.length + " bytes; at most " + FRAME_BYTES_MAX + " are allowed");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("discovery protocol version " + version + "; this server speaks " + VERSION);
            }
            Frame frame = read(in);
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes too many in a frame");
            }
            return frame;
        } catch (IllegalArgumentException e) {
            throw new IOException("not a frame: " + e.getMessage(), e);
        }
    }

    /** A server's description alone, for engines that carry it their own way. */
    public static byte[] encodeInfo(ServerInfo info) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeInfo(out, info);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    public static ServerInfo decodeInfo(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return readInfo(in);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a server's description: " + e.getMessage(), e);
        }
    }

    /** The same for equal reports in every process, unlike {@code hashCode} of what contains enums. */
    static int hash(List<DatabaseReport> databases) {
        CRC32 crc = new CRC32();
        crc.update(encode(new Frame.Report("", "", 0, StatusDigest.NONE, databases)));
        return (int) crc.getValue();
    }

    private static void write(DataOutputStream out, Frame frame) throws IOException {
        if (frame instanceof Frame.Hello hello) {
            out.writeByte(HELLO);
            out.writeUTF(hello.clusterId());
            out.writeBoolean(hello.reply());
            writeInfo(out, hello.self());
            out.writeInt(hello.known().size());
            for (SocketAddress address : hello.known()) {
                writeAddress(out, address);
            }
        } else if (frame instanceof Frame.Leave leave) {
            out.writeByte(LEAVE);
            out.writeUTF(leave.clusterId());
            out.writeUTF(leave.serverId());
            out.writeLong(leave.incarnation());
        } else if (frame instanceof Frame.Fetch fetch) {
            out.writeByte(FETCH);
            out.writeUTF(fetch.clusterId());
        } else if (frame instanceof Frame.Report report) {
            out.writeByte(REPORT);
            writeReport(out, report);
        } else if (frame instanceof Frame.Swim swim) {
            out.writeByte(SWIM);
            out.writeUTF(swim.clusterId());
            out.writeLong(swim.id());
            out.writeBoolean(swim.answered());
            writeAddress(out, swim.from());
            out.writeUTF(swim.subject());
            writeBytes(out, swim.payload());
        } else if (frame instanceof Frame.Answer answer) {
            out.writeByte(ANSWER);
            out.writeLong(answer.id());
            out.writeUTF(answer.failure());
            writeBytes(out, answer.payload());
        } else {
            out.writeByte(HEARD);
        }
    }

    private static Frame read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case HELLO -> new Frame.Hello(in.readUTF(), in.readBoolean(), readInfo(in), readAddresses(in));
            case LEAVE -> new Frame.Leave(in.readUTF(), in.readUTF(), in.readLong());
            case FETCH -> new Frame.Fetch(in.readUTF());
            case REPORT ->
                new Frame.Report(
                        in.readUTF(),
                        in.readUTF(),
                        in.readLong(),
                        new StatusDigest(in.readLong(), in.readInt()),
                        readReports(in));
            case SWIM ->
                new Frame.Swim(
                        in.readUTF(), in.readLong(), in.readBoolean(), readAddress(in), in.readUTF(), readBytes(in));
            case ANSWER -> new Frame.Answer(in.readLong(), in.readUTF(), readBytes(in));
            case HEARD -> new Frame.Heard();
            default -> throw new IOException("unknown kind of frame " + kind);
        };
    }

    private static void writeInfo(DataOutputStream out, ServerInfo info) throws IOException {
        out.writeUTF(info.serverId());
        out.writeUTF(info.name());
        out.writeUTF(info.version());
        out.writeLong(info.incarnation());
        out.writeByte(info.addresses().size());
        for (Map.Entry<Purpose, SocketAddress> address : info.addresses().entrySet()) {
            out.writeUTF(address.getKey().name());
            writeAddress(out, address.getValue());
        }
        out.writeBoolean(info.reachable());
        out.writeLong(info.status().version());
        out.writeInt(info.status().hash());
    }

    private static ServerInfo readInfo(DataInputStream in) throws IOException {
        String serverId = in.readUTF();
        String name = in.readUTF();
        String version = in.readUTF();
        long incarnation = in.readLong();
        int count = in.readUnsignedByte();
        Map<Purpose, SocketAddress> addresses = new EnumMap<>(Purpose.class);
        for (int i = 0; i < count; i++) {
            addresses.put(Purpose.valueOf(in.readUTF()), readAddress(in));
        }
        return new ServerInfo(
                serverId,
                name,
                version,
                incarnation,
                addresses,
                in.readBoolean(),
                new StatusDigest(in.readLong(), in.readInt()));
    }

    private static void writeReport(DataOutputStream out, Frame.Report report) throws IOException {
        out.writeUTF(report.clusterId());
        out.writeUTF(report.serverId());
        out.writeLong(report.incarnation());
        out.writeLong(report.status().version());
        out.writeInt(report.status().hash());
        out.writeInt(report.databases().size());
        for (DatabaseReport database : report.databases()) {
            out.writeLong(database.databaseId().getMostSignificantBits());
            out.writeLong(database.databaseId().getLeastSignificantBits());
            out.writeUTF(database.name());
            out.writeUTF(database.status().name());
            out.writeUTF(database.role().name());
            out.writeInt(database.term());
            out.writeLong(database.lastTransactionId());
            writePosition(out, database.raft());
            out.writeUTF(shortened(database.message()));
            out.writeByte((database.readOnly() ? READ_ONLY : 0) | (database.askedReadOnly() ? ASKED_READ_ONLY : 0));
            out.writeLong(database.atMillis());
        }
    }

    private static void writePosition(DataOutputStream out, LogPosition position) throws IOException {
        out.writeUTF(position.leader());
        out.writeLong(position.lastIndex());
        out.writeLong(position.commitIndex());
        out.writeLong(position.appliedIndex());
    }

    private static String shortened(String message) {
        return message.length() <= MESSAGE_CHARS_MAX ? message : message.substring(0, MESSAGE_CHARS_MAX - 1) + "…";
    }

    private static List<DatabaseReport> readReports(DataInputStream in) throws IOException {
        int count = checkedCount(in.readInt(), DATABASES_MAX, "databases");
        List<DatabaseReport> reports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reports.add(readReport(in));
        }
        return reports;
    }

    private static DatabaseReport readReport(DataInputStream in) throws IOException {
        UUID databaseId = new UUID(in.readLong(), in.readLong());
        String name = in.readUTF();
        CurrentStatus status = CurrentStatus.valueOf(in.readUTF());
        ReportedRole role = ReportedRole.valueOf(in.readUTF());
        int term = in.readInt();
        long lastTransactionId = in.readLong();
        LogPosition position = new LogPosition(in.readUTF(), in.readLong(), in.readLong(), in.readLong());
        String message = in.readUTF();
        int access = in.readByte();
        return new DatabaseReport(
                databaseId,
                name,
                status,
                role,
                term,
                lastTransactionId,
                position,
                message,
                (access & READ_ONLY) != 0,
                (access & ASKED_READ_ONLY) != 0,
                in.readLong());
    }

    private static List<SocketAddress> readAddresses(DataInputStream in) throws IOException {
        int count = checkedCount(in.readInt(), SERVERS_MAX, "servers");
        List<SocketAddress> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            addresses.add(readAddress(in));
        }
        return addresses;
    }

    private static void writeAddress(DataOutputStream out, SocketAddress address) throws IOException {
        out.writeUTF(address.host());
        out.writeInt(address.port());
    }

    private static SocketAddress readAddress(DataInputStream in) throws IOException {
        return new SocketAddress(in.readUTF(), in.readInt());
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[checkedCount(in.readInt(), SWIM_BYTES_MAX, "bytes of payload")];
        in.readFully(bytes);
        return bytes;
    }

    private static int checkedCount(int count, int max, String what) throws IOException {
        if (count < 0 || count > max) {
            throw new IOException(count + " " + what + " in a frame; at most " + max + " are allowed");
        }
        return count;
    }
}
