package dev.muster.node.query;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.error.CypherError;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The one directory whose files LOAD CSV may read. URLs are {@code file:///name}, seen from this directory; none leads out
 * of it. Links in the directory are followed: whoever may make them may read the files. Any thread.
 *
 * @param allowed whether any file may be read ({@code dbms.security.allow_csv_import_from_file_urls})
 */
record ImportDirectory(Disk disk, Path root, boolean allowed) {
    /** Opens the file that the URL names, or fails saying why not. */
    DiskFile open(String url) {
        Path file = file(url);
        try {
            if (disk.isDirectory(file)) {
                throw refused(url, "it is a directory");
            }
            return disk.open(file, Disk.Open.READ);
        } catch (NoSuchFileException e) {
            throw refused(url, "Couldn't load the external resource at: " + file);
        } catch (IOException e) {
            throw refused(url, "Couldn't load the external resource at: " + file + " (" + e.getMessage() + ")");
        }
    }

    /** Where the URL leads. */
    Path file(String url) {
        URI uri = parsed(url);
        if (uri.getScheme() == null) {
            throw refused(url, "it has no protocol; write it as file:///name, seen from the import directory");
        }
        if (!uri.getScheme().equalsIgnoreCase("file")) {
            throw refused(
                    url,
                    "not supported yet: " + uri.getScheme()
                            + " URLs. Copy the file to the import directory of each server and use file:///name");
        }
        if (!allowed) {
            throw refused(url, "configuration property 'dbms.security.allow_csv_import_from_file_urls' is false");
        }
        if (uri.getRawAuthority() != null) {
            throw refused(url, "file URL may not contain an authority section (i.e. it should be 'file:///')");
        }
        if (uri.getRawQuery() != null) {
            throw refused(url, "file URL may not contain a query component");
        }
        if (uri.getPath() == null) {
            throw refused(url, "file URL must begin with 'file:///'");
        }
        return inside(url, uri.getPath());
    }

    private static URI parsed(String url) {
        try {
            return new URI(url.replace(" ", "%20"));
        } catch (URISyntaxException e) {
            throw refused(url, "it is no URL: " + e.getReason());
        }
    }

    private Path inside(String url, String path) {
        Path directory = root.toAbsolutePath().normalize();
        try {
            Path file = directory.resolve(path.replaceFirst("^/+", "")).normalize();
            if (!file.startsWith(directory) || file.equals(directory)) {
                throw refused(url, "file URL points outside configured import directory");
            }
            return file;
        } catch (InvalidPathException e) {
            throw refused(url, "it names no file: " + e.getReason());
        }
    }

    private static CypherException refused(String url, String why) {
        return CypherError.EXTERNAL_RESOURCE.exception(url, why);
    }
}
