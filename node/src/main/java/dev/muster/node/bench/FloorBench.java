package dev.muster.node.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What this machine can do at best: nothing built on it can be faster. */
public final class FloorBench {
    /** What the measurement of syncs is called. */
    static final String SYNC = "fdatasync of 4 KiB";
    /** What the measurement of round trips is called. */
    static final String ROUND_TRIP = "loopback round trip";

    private static final int SYNCS = 500;
    private static final int ROUND_TRIPS = 10_000;
    private static final int PAGE_BYTES = 4096;
    private static final int FILE_BYTES = 16 * 1024 * 1024;

    private FloorBench() {}

    /** Syncs of one page in a preallocated file in {@code directory}, and round trips of a byte over loopback. */
    public static List<Measurement> run(Path directory) throws IOException {
        return List.of(fdatasync(directory), loopback());
    }

    private static Measurement fdatasync(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "floor", ".bin");
        Histogram nanos = Measurement.histogram();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(FILE_BYTES), 0);
            channel.force(true);
            for (int i = 0; i < SYNCS; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE_BYTES), (long) i * PAGE_BYTES % FILE_BYTES);
                channel.force(false);
                nanos.recordValue(System.nanoTime() - start);
            }
        } finally {
            Files.delete(file);
        }
        return Measurement.of(SYNC, nanos, 1e9 / nanos.getMean(), "syncs", "in " + directory);
    }

    private static Measurement loopback() throws IOException {
        Histogram nanos = Measurement.histogram();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread echo = new Thread(() -> echo(listener), "echo");
            echo.setDaemon(true);
            echo.start();
            try (Socket socket = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
                socket.setTcpNoDelay(true);
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream();
                for (int i = 0; i < ROUND_TRIPS; i++) {
                    long start = System.nanoTime();
                    out.write(1);
                    if (in.read() < 0) {
                        throw new IOException("the echo ended");
                    }
                    nanos.recordValue(System.nanoTime() - start);
                }
            }
        }
        return Measurement.of(ROUND_TRIP, nanos, 1e9 / nanos.getMean(), "round trips", "blocking sockets, one byte");
    }

    private static void echo(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.setTcpNoDelay(true);
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                socket.getOutputStream().write(b);
            }
        } catch (IOException e) {
            // The measuring side sees its connection end, and reports that.
            return;
        }
    }
}
