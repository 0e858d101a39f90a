package dev.muster.node.query;

import dev.muster.cypher.ExecutionContext.ImportFiles;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that one transaction reads: none stays open behind it, however it ends. One thread at a time. */
final class OpenImports implements ImportFiles, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenImports.class);

    private final ImportDirectory directory;
    private final Set<DiskFile> open = new LinkedHashSet<>();

    OpenImports(ImportDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Opened open(String url) {
        DiskFile file = directory.open(url);
        open.add(file);
        return new Opened(directory.file(url).toString(), new Content(file), () -> close(file));
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(this::close);
    }

    private void close(DiskFile file) {
        if (open.remove(file)) {
            try {
                file.close();
            } catch (IOException e) { // it was only read: nothing is lost
                LOG.warn("closing a file that was loaded failed", e);
            }
        }
    }

    /** A file from its beginning to its end. */
    private static final class Content extends InputStream {
        private final DiskFile file;
        private long position;

        Content(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = file.read(ByteBuffer.wrap(target, offset, length), position);
            position += Math.max(0, count);
            return count;
        }
    }
}
