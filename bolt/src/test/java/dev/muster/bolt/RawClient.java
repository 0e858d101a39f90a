package dev.muster.bolt;

import dev.muster.bolt.packstream.Dialect;
import dev.muster.bolt.packstream.PackReader;
import dev.muster.bolt.packstream.PackWriter;
import dev.muster.runtime.SocketAddress;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Bolt client that says exactly what a test wants, and shows answers as {@code "SUCCESS {...}"}. */
final class RawClient implements AutoCloseable {
    static final Map<String, Object> HELLO =
            Map.of("user_agent", "raw/1", "bolt_agent", Map.of("product", "raw/1"), "scheme", "none");
    static final Map<String, Object> NONE = Map.of("scheme", "none");
    static final int RESET = 0x0F;
    static final int RUN = 0x10;
    static final int BEGIN = 0x11;
    static final int COMMIT = 0x12;
    static final int ROLLBACK = 0x13;
    static final int DISCARD = 0x2F;
    static final int PULL = 0x3F;
    static final int TELEMETRY = 0x54;
    static final int ROUTE = 0x66;
    static final int LOGON = 0x6A;
    static final int LOGOFF = 0x6B;
    static final int GOODBYE = 0x02;

    private final Socket socket;
    private final DataInputStream in;
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
    private boolean batching;
    int noops;

    RawClient(SocketAddress address, int major, int minor) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new InetSocketAddress(address.host(), address.port()));
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        bytes(new byte[] {
            0x60, 0x60, (byte) 0xB0, 0x17, 0, 0, (byte) minor, (byte) major, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        });
        if (in.readInt() != (minor << 8 | major)) {
            throw new IOException("version refused");
        }
    }

    /** Connected and logged in. */
    static RawClient ready(SocketAddress address, int major, int minor) throws IOException {
        RawClient client = new RawClient(address, major, minor);
        client.send(1, HELLO);
        client.receive();
        if (major == 5 && minor >= 1) {
            client.send(LOGON, NONE);
            client.receive();
        }
        return client;
    }

    RawClient send(int tag, Object... fields) throws IOException {
        PackWriter out = new PackWriter(Dialect.MODERN);
        out.structure(tag, fields.length);
        for (Object field : fields) {
            out.value(field);
        }
        for (int from = 0; from < out.size(); from += 1_000) { // many small chunks
            int count = Math.min(1_000, out.size() - from);
            batch.write(count >> 8);
            batch.write(count);
            batch.write(out.array(), from, count);
        }
        batch.write(0);
        batch.write(0);
        if (!batching) {
            flush();
        }
        return this;
    }

    RawClient run(String query) throws IOException {
        return send(RUN, query, Map.of(), Map.of());
    }

    RawClient pull(long n) throws IOException {
        return send(PULL, Map.of("n", n));
    }

    /** What is sent from here on goes out in one segment at {@link #flush}. */
    RawClient batch() {
        batching = true;
        return this;
    }

    void flush() throws IOException {
        batching = false;
        bytes(batch.toByteArray());
        batch.reset();
    }

    void bytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next answer, or {@code "closed"}. */
    String receive() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try {
            while (true) {
                int size = in.readUnsignedShort();
                if (size == 0 && message.size() > 0) {
                    return show(message.toByteArray());
                }
                noops += size == 0 ? 1 : 0;
                message.write(in.readNBytes(size));
            }
        } catch (EOFException | java.net.SocketException e) {
            return "closed";
        }
    }

    List<String> receive(int count) throws IOException {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(receive());
        }
        return answers;
    }

    private static String show(byte[] message) {
        PackReader reader = new PackReader(message, Dialect.MODERN);
        int fields = reader.structureFields();
        String name = switch (reader.tag()) {
            case 0x70 -> "SUCCESS";
            case 0x71 -> "RECORD";
            case 0x7E -> "IGNORED";
            case 0x7F -> "FAILURE";
            default -> "?";
        };
        return fields == 0 ? name : name + " " + withoutTimes(reader.value());
    }

    /** Times differ from run to run; they are shown as 0. */
    private static Object withoutTimes(Object value) {
        if (value instanceof Map<?, ?> map && (map.containsKey("t_first") || map.containsKey("t_last"))) {
            Map<Object, Object> copy = new java.util.LinkedHashMap<>(map);
            copy.replaceAll((key, v) -> String.valueOf(key).startsWith("t_") ? (Object) 0 : v);
            return copy;
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
