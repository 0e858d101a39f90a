package dev.muster.backup.online;

import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.protocol.BackupAccess;
import dev.muster.catalog.security.MetadataChoice;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A backup as a program asks for it:
 *
 * <pre>{@code
 * BackupReport report = Backup.from("server01:6362", "server02:6362")
 *         .databases("sales", "crm*")
 *         .to(Path.of("/var/backups/muster"))
 *         .run();
 * if (report.verdict() != BackupVerdict.ALL_SAVED) {
 *     report.databases().stream()
 *             .filter(outcome -> !outcome.saved())
 *             .forEach(outcome -> System.err.println(outcome.database() + ": " + outcome.reason()));
 * }
 * }</pre>
 *
 * What is not said is as on the command line: {@code --type=AUTO}, compressed, no encryption, no users and roles. The report
 * says of each database and each server what became of it; that a database could not be saved is no exception. An order
 * is immutable: each method returns another one.
 */
public final class BackupOrder {
    private static final int DEFAULT_PORT = 6362;

    private final List<SocketAddress> sources;
    private final List<String> databases;
    private final Path folder;
    private final UnaryOperator<BackupRequest> more;

    private BackupOrder(
            List<SocketAddress> sources, List<String> databases, Path folder, UnaryOperator<BackupRequest> more) {
        this.sources = sources;
        this.databases = databases;
        this.folder = folder;
        this.more = more;
    }

    static BackupOrder from(String... servers) {
        List<SocketAddress> addresses = Stream.of(servers)
                .map(server -> SocketAddress.parse(server, "localhost", DEFAULT_PORT))
                .toList();
        return new BackupOrder(addresses, List.of(), null, UnaryOperator.identity());
    }

    /** Names and patterns ({@code *}, {@code ?}): the union of what they stand for on the servers that answer. */
    public BackupOrder databases(String... namesAndPatterns) {
        return new BackupOrder(sources, List.of(namesAndPatterns), folder, more);
    }

    /** The folder of the artifacts, which must exist; parents of differentials are looked for there. */
    public BackupOrder to(Path targetFolder) {
        return new BackupOrder(sources, databases, targetFolder, more);
    }

    /** A full backup, a differential, or whichever is possible. */
    public BackupOrder type(BackupType type) {
        return and(request -> request.withType(type));
    }

    /** Encrypts the artifacts. */
    public BackupOrder encryptedWith(EncryptionKey key) {
        return and(request -> request.withKey(key));
    }

    /** What servers are shown that demand a certificate or a token, and must show themselves. */
    public BackupOrder access(BackupAccess access) {
        return and(request -> request.withAccess(access));
    }

    /** Which users and roles go along. */
    public BackupOrder metadata(MetadataChoice metadata) {
        return and(request -> request.withMetadata(metadata));
    }

    private BackupOrder and(UnaryOperator<BackupRequest> next) {
        return new BackupOrder(sources, databases, folder, request -> next.apply(more.apply(request)));
    }

    /** What it comes to. Throws {@link IllegalStateException} if it was not said where to, of what, or from whom. */
    public BackupRequest request() {
        if (folder == null || databases.isEmpty() || sources.isEmpty()) {
            throw new IllegalStateException("a backup needs servers (from), databases and a folder (to): " + sources
                    + ", " + databases + ", " + folder);
        }
        return more.apply(BackupRequest.of(databases, sources, folder, ZoneId.systemDefault()));
    }

    /**
     * Runs to the end on the caller's thread. Throws {@link dev.muster.backup.BackupException} if the order makes no sense (a
     * pattern, the folder).
     */
    public BackupReport run() {
        World world = RealWorld.open("backup");
        try {
            return Backup.run(request(), world, (level, text) -> {});
        } finally {
            RealWorld.close(world);
        }
    }
}
