package dev.muster.backup.online;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactHeader;
import dev.muster.backup.artifact.ArtifactWriter;
import dev.muster.backup.artifact.Encryption;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.backup.artifact.PartialArtifact;
import dev.muster.backup.online.ProgressListener.Level;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What an earlier run, which was cut off, or this one has begun of a database: gone on with if the same is wanted, from the same server
 * or from another one that has what is missing; else removed, at the latest when this run is done with the database.
 * <b>Lane.</b> The backup's.
 */
final class Unfinished {
    /** The artifact will have the times of the run that began it; more than a day later it would seem too old. */
    private static final long AGE_MILLIS_MAX = TimeUnit.DAYS.toMillis(1);

    private final World world;
    private final BackupRequest request;
    private final FolderLock lock;
    private final ProgressListener listener;
    private final List<Begun> begun = new ArrayList<>();
    private ArtifactSink kept;

    private record Begun(String name, ArtifactHeader header) {}

    /** Looks what is there, and removes at once what nobody can go on with. */
    Unfinished(World world, BackupRequest request, FolderLock lock, ProgressListener listener) throws IOException {
        this.world = world;
        this.request = request;
        this.lock = lock;
        this.listener = listener;
        for (String name : lock.unfinished()) {
            try {
                ArtifactHeader header = PartialArtifact.header(world.disk(), request.folder(), name);
                begun.add(new Begun(name, header));
            } catch (BackupException | NoSuchFileException useless) { // of an upload nobody may have left word yet
                remove(name);
            }
        }
    }

    /**
     * One that was begun as what is wanted now, ready to be gone on with, if possible from that server; null if there is none. The
     * server may not have what is missing of it.
     */
    Continued take(BackupPlan.Target target, BackupPlan.Candidate candidate, Artifact parent) throws IOException {
        List<Begun> ownFirst = new ArrayList<>(begun);
        ownFirst.sort(Comparator.comparing(
                (Begun each) -> !each.header().sourceServerId().equals(candidate.serverId())));
        for (Begun each : ownFirst) {
            if (fits(each.header(), target, parent)) {
                begun.remove(each);
                Continued continued = open(each.name());
                if (continued != null) {
                    return continued;
                }
            }
        }
        return null;
    }

    /** What this run itself has begun, until its server has room again or another one goes on with it. */
    void keep(ArtifactSink sink) {
        kept = sink;
    }

    /** What was kept, if it continues that; else null. The candidate goes on with it. */
    ArtifactSink takeKept(BackupPlan.Candidate candidate, Artifact parent) {
        ArtifactSink sink = kept != null && kept.continues(parent) ? kept : null;
        if (sink != null) {
            kept = null;
            sink.goOnFrom(candidate);
        }
        return sink;
    }

    /** An artifact that is there in part, and what writes the rest of it. */
    record Continued(PartialArtifact partial, ArtifactWriter writer) {}

    /** Removes what was not taken. */
    void discard() throws IOException {
        ArtifactSink given = kept;
        kept = null;
        if (given != null) {
            given.abandon();
        }
        for (Begun each : List.copyOf(begun)) {
            begun.remove(each);
            remove(each.name());
        }
    }

    private boolean fits(ArtifactHeader header, BackupPlan.Target target, Artifact parent) {
        String keyId = request.key() == null ? null : request.key().id();
        long age = world.clock().wallMillis() - header.startedAtMillis();
        return header.databaseId().equals(target.databaseId())
                && header.databaseName().equals(target.name())
                && header.full() == (parent == null)
                && (parent != null || header.snapshotTransactionId() != null)
                && Objects.equals(header.parentArtifactId(), parent == null ? null : parent.id())
                && header.afterTransactionId() == (parent == null ? 0 : parent.highest())
                && header.compressed() == (request.compression() == BackupRequest.Compression.ZSTD)
                && Objects.equals(header.keyId(), keyId)
                && age >= 0
                && age <= AGE_MILLIS_MAX;
    }

    private Continued open(String name) throws IOException {
        try {
            PartialArtifact partial = PartialArtifact.read(world.disk(), request.folder(), name, request.key());
            if (partial.transactions() > 0
                    || (partial.stretch() != null && !partial.stretch().isEmpty())) {
                return new Continued(
                        partial, ArtifactWriter.resume(world, partial, Encryption.with(request.key(), world.random())));
            }
        } catch (BackupException | NoSuchFileException useless) {
            // Then it goes like any other that nobody can go on with.
        }
        remove(name);
        return null;
    }

    private void remove(String name) throws IOException {
        listener.log(Level.WARN, "Removed '" + lock.remove(name) + "', which an interrupted backup left behind.");
    }
}
