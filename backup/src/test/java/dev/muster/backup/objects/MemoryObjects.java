package dev.muster.backup.objects;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A bucket in memory that counts requests, and refuses those it is told to. */
final class MemoryObjects implements ObjectStore {
    final TreeMap<String, byte[]> objects = new TreeMap<>();
    final List<Pending> pending = new ArrayList<>();
    final List<String> requests = new ArrayList<>();
    /** Requests for which this holds fail. */
    Predicate<String> broken = request -> false;
    /** Whether conditions are obeyed; some stores know none. */
    boolean conditions = true;
    /** As S3's, unless a test has less patience. */
    int partBytes = ObjectUpload.PART_BYTES;

    final class Pending implements Upload {
        final String key;
        final List<byte[]> parts = new ArrayList<>();

        Pending(String key) {
            this.key = key;
        }

        @Override
        public void part(ByteBuffer bytes) throws IOException {
            request("part " + (parts.size() + 1) + " of " + key);
            byte[] part = new byte[bytes.remaining()];
            bytes.get(part);
            parts.add(part);
        }

        @Override
        public String state() {
            return pending.indexOf(this) + " " + parts.size();
        }

        @Override
        public void complete() throws IOException {
            request("complete " + key);
            for (byte[] part : parts.subList(0, parts.size() - 1)) {
                if (part.length < Math.min(partBytes, ObjectUpload.PART_BYTES_MIN)) {
                    throw new IOException("EntityTooSmall: a part of " + part.length + " bytes");
                }
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            parts.forEach(whole::writeBytes);
            objects.put(key, whole.toByteArray());
            pending.remove(this);
        }
    }

    private void request(String request) throws IOException {
        requests.add(request);
        if (broken.test(request)) {
            throw new IOException("SlowDown: " + request);
        }
    }

    private static boolean directlyBelow(String key, String prefix) {
        return key.startsWith(prefix) && key.indexOf('/', prefix.length()) < 0;
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        request("list " + prefix);
        return objects.keySet().stream()
                .filter(key -> directlyBelow(key, prefix))
                .toList();
    }

    @Override
    public List<String> listUploads(String prefix) throws IOException {
        request("uploads " + prefix);
        return pending.stream()
                .map(upload -> upload.key)
                .filter(key -> directlyBelow(key, prefix))
                .toList();
    }

    @Override
    public long size(String key) throws IOException {
        request("size " + key);
        return objects.containsKey(key) ? objects.get(key).length : -1;
    }

    @Override
    public byte[] read(String key, long position, int length) throws IOException {
        request("read " + key + " " + position + "+" + length);
        byte[] object = objects.get(key);
        int from = Math.toIntExact(position);
        return java.util.Arrays.copyOfRange(object, from, Math.min(object.length, from + length));
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
        request("put " + key);
        objects.put(key, content);
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        request("put if absent " + key);
        if (conditions && objects.containsKey(key)) {
            return false;
        }
        objects.put(key, content);
        return true;
    }

    @Override
    public int partBytes() {
        return partBytes;
    }

    @Override
    public Upload upload(String key) throws IOException {
        request("upload " + key);
        Pending upload = new Pending(key);
        pending.add(upload);
        return upload;
    }

    @Override
    public Upload resume(String key, String state) throws IOException {
        request("resume " + key);
        int count = Integer.parseInt(state.split(" ")[1]);
        Pending found = pending.stream()
                .filter(upload -> upload.key.equals(key))
                .findFirst()
                .orElse(null);
        if (found == null || found.parts.size() < count) {
            return null;
        }
        found.parts.subList(count, found.parts.size()).clear();
        return found;
    }

    @Override
    public void abortUploads(String key) throws IOException {
        request("abort " + key);
        pending.removeIf(upload -> upload.key.equals(key));
    }

    @Override
    public void delete(String key) throws IOException {
        request("delete " + key);
        objects.remove(key);
    }

    @Override
    public void close() {}
}
