package dev.muster.node.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Three {@link RaftMember} processes, spoken to line by line. */
final class RaftProcesses implements AutoCloseable {
    private static final int MEMBERS = 3;

    private final List<Member> members = new ArrayList<>();

    private RaftProcesses() {}

    private record Member(Process process, PrintWriter in, BufferedReader out) {
        String answer() {
            try {
                String line = out.readLine();
                if (line == null) {
                    throw new IllegalStateException("a process of the benchmark ended; what it said is above");
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static RaftProcesses start(Path directory) throws IOException {
        List<String> peers = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 1; i <= MEMBERS; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            peers.add("member" + i + "=" + socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        RaftProcesses processes = new RaftProcesses();
        for (int i = 1; i <= MEMBERS; i++) {
            Path own = Files.createDirectories(directory.resolve("member" + i));
            List<String> command = new ArrayList<>(launcher());
            command.addAll(List.of(
                    "bench", "raft-member", "--dir=" + own, "--name=member" + i, "--peers=" + String.join(",", peers)));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            processes.members.add(new Member(
                    process,
                    new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8),
                    process.inputReader(StandardCharsets.UTF_8)));
        }
        processes.members.forEach(Member::answer);
        return processes;
    }

    private static List<String> launcher() {
        String script = System.getProperty("muster.launcher", "");
        if (!script.isEmpty()) {
            return List.of(script);
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.muster.node.cli.Muster");
    }

    /** Says the same to all, and waits for all answers. */
    List<String> tellAll(String line) {
        members.forEach(member -> member.in().println(line));
        return members.stream().map(Member::answer).toList();
    }

    List<Integer> ledByEach() {
        return tellAll("led").stream().map(Integer::valueOf).toList();
    }

    /** Shares the proposals out by how many groups each process leads, and loads all at once. */
    List<ProposalLoad.Result> load(int inFlight, long millis) {
        List<Integer> led = ledByEach();
        int all = led.stream().mapToInt(Integer::intValue).sum();
        int most = led.indexOf(led.stream().max(Integer::compare).orElseThrow());
        List<Integer> shares = new ArrayList<>();
        int given = 0;
        for (int count : led) {
            int share = all == 0 ? 0 : inFlight * count / all;
            shares.add(share);
            given += share;
        }
        shares.set(most, shares.get(most) + inFlight - given);
        for (int i = 0; i < members.size(); i++) {
            members.get(i).in().println("load " + shares.get(i) + " " + millis);
        }
        return members.stream()
                .map(Member::answer)
                .map(ProposalLoad.Result::parse)
                .toList();
    }

    @Override
    public void close() {
        members.forEach(member -> member.in().close());
        for (Member member : members) {
            try {
                if (!member.process().waitFor(10, TimeUnit.SECONDS)) {
                    member.process().destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                member.process().destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
