package dev.muster.node.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.muster.runtime.faulty.DiskFault;
import dev.muster.runtime.faulty.InjectedFaults;
import dev.muster.runtime.faulty.LinkFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code run/faults.json} in a server's home: what is to be wrong with it. Whoever breaks the server replaces the file; the
 * server reads it when it starts and whenever it is asked to, so faults outlive its process.
 */
public final class FaultsFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private FaultsFile() {}

    private record Content(List<LinkFault> links, DiskFault disk, long clockSkewMillis) {}

    /** Where the file of a server lies. */
    public static Path in(Path home) {
        return home.resolve("run").resolve("faults.json");
    }

    /** The file's content. */
    public static byte[] encode(InjectedFaults faults) {
        try {
            return JSON.writeValueAsBytes(new Content(faults.links(), faults.disk(), faults.clockSkewMillis()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("faults cannot be written as JSON", e);
        }
    }

    /** Reads a file's content. Throws an {@link IOException} that says what is wrong with it. */
    public static InjectedFaults decode(byte[] content) throws IOException {
        try {
            Content read = JSON.readValue(content, Content.class);
            return new InjectedFaults(read.links(), read.disk(), read.clockSkewMillis());
        } catch (JsonProcessingException e) {
            throw new IOException("it does not describe faults: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException("it does not describe faults: something is missing or out of range", e);
        }
    }
}
