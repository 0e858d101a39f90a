package dev.muster.backup.objects;

import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock in the shape of an object, since object stores have none that ends with its owner: the owner says every minute that it
 * still lives, and after ten minutes without that another one takes over; on the same machine at once ({@link SignOfLife}). Machines whose clocks differ by more than nine minutes
 * could both hold it, and so could an owner that was frozen for so long; then two artifacts may continue the same one, which
 * chains can tell apart.
 *
 * <p><b>Lane.</b> Renewed on the one it is given, which may block; taken and closed on any thread.
 */
final class ObjectLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectLease.class);
    private static final long RENEW_NANOS = 60_000_000_000L;
    static final long VALID_MILLIS = 600_000;

    private final ObjectStore store;
    private final String key;
    private final World world;
    private final UUID owner;
    private final Lane lane;
    private final SignOfLife sign;
    private Lane.Timer next;
    private boolean held = true;

    private ObjectLease(ObjectStore store, String key, World world, Lane lane, UUID owner, SignOfLife sign) {
        this.store = store;
        this.key = key;
        this.world = world;
        this.owner = owner;
        this.sign = sign;
        this.lane = lane;
    }

    /** Takes it, or returns null if somebody holds it. */
    static ObjectLease take(ObjectStore store, String key, World world, Lane lane) throws IOException {
        UUID owner = world.random().nextUuid();
        byte[] content = content(owner, world.clock().wallMillis());
        if (!store.putIfAbsent(key, content)) {
            if (isHeld(read(store, key), world)) {
                return null;
            }
            LOG.info("the lock '{}' was left behind and is taken over", key);
            store.put(key, content);
        }
        // Of two that come at once to a store that knows no conditions, or that take over at once, the last one has it.
        if (!read(store, key).startsWith(owner.toString())) {
            return null;
        }
        ObjectLease lease = new ObjectLease(store, key, world, lane, owner, SignOfLife.of(owner.toString(), world));
        lease.renewLater();
        return lease;
    }

    private static byte[] content(UUID owner, long nowMillis) {
        return (owner + " " + nowMillis + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Empty if it is gone. */
    private static String read(ObjectStore store, String key) throws IOException {
        long size = store.size(key);
        return size <= 0 ? "" : new String(store.read(key, 0, (int) Math.min(size, 1_000)), StandardCharsets.UTF_8);
    }

    /** Who has it, for people; empty if nobody. */
    static String owner(ObjectStore store, String key) throws IOException {
        String[] words = read(store, key).trim().split(" ");
        return words.length == 2 && words[1].matches("\\d{1,15}")
                ? words[0] + ", who said so last at " + Instant.ofEpochMilli(Long.parseLong(words[1]))
                : "";
    }

    private static boolean isHeld(String content, World world) throws IOException {
        String[] words = content.trim().split(" ");
        if (words.length != 2 || !words[1].matches("\\d{1,18}")) {
            return false;
        }
        return world.clock().wallMillis() - Long.parseLong(words[1]) < VALID_MILLIS
                && !(words[0].matches("[0-9a-f-]{36}") && SignOfLife.isGone(words[0], world));
    }

    private synchronized void renewLater() {
        if (held) {
            next = lane.schedule(RENEW_NANOS, this::renew);
        }
    }

    private synchronized void renew() {
        if (!held) {
            return;
        }
        try {
            store.put(key, content(owner, world.clock().wallMillis()));
        } catch (IOException e) {
            LOG.warn("the lock '{}' could not be renewed; others may take it over: {}", key, e.getMessage());
        }
        renewLater();
    }

    @Override
    public synchronized void close() throws IOException {
        if (held) {
            held = false;
            next.cancel();
            try {
                store.delete(key);
            } finally {
                sign.close();
            }
        }
    }
}
