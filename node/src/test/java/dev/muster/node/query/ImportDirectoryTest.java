package dev.muster.node.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.cypher.CypherException;
import dev.muster.runtime.real.RealDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files LOAD CSV may read. */
class ImportDirectoryTest {
    @TempDir
    private Path home;

    private ImportDirectory directory;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(home.resolve("import/below"));
        Files.writeString(home.resolve("import/a b.csv"), "inside");
        Files.writeString(home.resolve("import/below/c.csv"), "below");
        Files.writeString(home.resolve("secret"), "outside");
        Files.createDirectories(home.resolve("import-not"));
        Files.writeString(home.resolve("import-not/d.csv"), "beside");
        directory = new ImportDirectory(new RealDisk(), home.resolve("import"), true);
    }

    private String content(String url) throws IOException {
        try (OpenImports imports = new OpenImports(directory)) {
            return new String(imports.open(url).content().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void filesAreSeenFromTheDirectory() throws IOException {
        assertThat(content("file:///a%20b.csv")).isEqualTo("inside");
        assertThat(content("file:///a b.csv")).isEqualTo("inside");
        assertThat(content("FILE:/below/c.csv")).isEqualTo("below");
        assertThat(content("file:///below/../a b.csv")).isEqualTo("inside");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "file:///../secret;file URL points outside configured import directory",
                "file:///below/../../secret;file URL points outside configured import directory",
                "file:///%2e%2e/secret;file URL points outside configured import directory",
                "file:///..%2Fsecret;file URL points outside configured import directory",
                "file:///../import-not/d.csv;file URL points outside configured import directory",
                "file:///;file URL points outside configured import directory",
                "file://host/a.csv;file URL may not contain an authority section (i.e. it should be 'file:///')",
                "file:///a.csv?x=1;file URL may not contain a query component",
                "file:a.csv;file URL must begin with 'file:///'",
                "file:///below;it is a directory",
                "file:///%00;it names no file: Nul character not allowed",
                "file:///%;it is no URL: Malformed escape pair",
                "a.csv;`it has no protocol; write it as file:///name, seen from the import directory`",
                "http://localhost/a.csv;not supported yet: http URLs. Copy the file to the import directory of each server and use file:///name",
            })
    void whatLeadsElsewhereIsRefused(String url, String why) {
        assertThatThrownBy(() -> content(url))
                .isInstanceOfSatisfying(
                        CypherException.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.ExternalResourceFailed"))
                .hasMessage("Cannot load from URL '" + url + "': " + why);
    }

    @Test
    void anAbsolutePathIsSeenFromTheDirectoryToo() {
        assertThatThrownBy(() -> content("file://" + home.resolve("secret")))
                .hasMessageContaining("Couldn't load the external resource at: " + home.resolve("import"));
    }

    @Test
    void nothingIsReadWhereThatIsForbidden() {
        directory = new ImportDirectory(new RealDisk(), home.resolve("import"), false);
        assertThatThrownBy(() -> content("file:///below/c.csv"))
                .hasMessage("Cannot load from URL 'file:///below/c.csv': configuration property"
                        + " 'dbms.security.allow_csv_import_from_file_urls' is false");
    }
}
