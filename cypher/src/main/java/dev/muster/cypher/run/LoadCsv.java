package dev.muster.cypher.run;

import dev.muster.cypher.ExecutionContext.ImportFiles;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.Kind;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * {@code LOAD CSV}: the rows of a file, for each row. Reads as it goes, so that a file may be larger than memory.
 *
 * @param headers whether the first row names the fields, so that rows are maps and not lists
 * @param slot of the row read
 * @param fileSlot of the file's path, for {@code file()}
 * @param lineSlot of the line's number, for {@code linenumber()}
 */
public record LoadCsv(Expression url, boolean headers, char separator, int slot, int fileSlot, int lineSlot)
        implements FlatMap {
    @Override
    public Iterator<Object[]> rows(Object[] row, Run run) {
        Object asked = url.evaluate(row, run);
        if (!(asked instanceof String text)) {
            throw CypherError.TYPE.exception("Type mismatch: expected String but was " + Kind.name(asked));
        }
        ImportFiles files = run.context().outside().files();
        if (files == null) {
            throw CypherError.EXTERNAL_RESOURCE.exception(text, "there are no files to load here");
        }
        ImportFiles.Opened file = files.open(text);
        return new Lines(row, file, new CsvReader(text, separator, file.content()));
    }

    private final class Lines implements Iterator<Object[]> {
        private final Object[] row;
        private final ImportFiles.Opened file;
        private final CsvReader reader;
        private List<Object> names;
        private List<Object> ahead;

        Lines(Object[] row, ImportFiles.Opened file, CsvReader reader) {
            this.row = row;
            this.file = file;
            this.reader = reader;
            if (headers) {
                names = reader.next();
            }
        }

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                ahead = headers && names == null ? null : reader.next();
            }
            if (ahead == null) {
                file.close();
            }
            return ahead != null;
        }

        @Override
        public Object[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object[] result = row.clone();
            result[slot] = headers ? named(ahead) : ahead;
            result[fileSlot] = file.path();
            result[lineSlot] = reader.line();
            ahead = null;
            return result;
        }

        /** A row that is too short has nulls at its end; what is behind the last name is left out. */
        private Map<String, Object> named(List<Object> fields) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i) == null ? "" : (String) names.get(i);
                map.put(name, i < fields.size() ? fields.get(i) : null);
            }
            return map;
        }
    }
}
