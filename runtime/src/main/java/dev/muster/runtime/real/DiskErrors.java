package dev.muster.runtime.real;

import dev.muster.runtime.DiskFull;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Turns what the operating system says into errors that name the file, and a lack of space into {@link DiskFull}. */
final class DiskErrors {
    private DiskErrors() {}

    /** Something done to a file. */
    interface Action<T> {
        T run() throws IOException;
    }

    static <T> T naming(Path file, Action<T> action) throws IOException {
        try {
            return action.run();
        } catch (IOException e) {
            throw of(file, e);
        }
    }

    /** The error as callers should see it: {@link DiskFull}, or one that bears the file's name. */
    static IOException of(Path file, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        // Java has no type for ENOSPC and EDQUOT; these are the texts of glibc, musl and macOS.
        if (message.contains("No space left on device") || message.contains("uota exceeded")) {
            return new DiskFull("no space left to write " + file, failure);
        }
        if (failure instanceof FileSystemException || failure instanceof DiskFull) {
            return failure; // bears the name already, and its type means something
        }
        return new IOException(file + ": " + (failure.getMessage() == null ? failure.toString() : message), failure);
    }
}
