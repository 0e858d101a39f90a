package dev.muster.cypher.engine;

import dev.muster.cypher.Notification;
import dev.muster.cypher.Rows;
import dev.muster.cypher.run.RowSource;
import dev.muster.cypher.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Rows as the client sees them: values that no longer need the transaction. A source without columns is run to its end. */
final class PulledRows implements Rows {
    private final List<String> columns;
    private final RowSource source;
    private final Run run;
    private final List<Notification> notifications;
    private final Supplier<Map<String, Object>> plan;
    private boolean ended;

    PulledRows(List<String> columns, RowSource source, Run run) {
        this(columns, source, run, List.of(), Map::of);
    }

    /** {@code notifications}: what is known before the end; {@code plan}: what {@link Rows#plan} says at the end. */
    PulledRows(
            List<String> columns,
            RowSource source,
            Run run,
            List<Notification> notifications,
            Supplier<Map<String, Object>> plan) {
        this.columns = columns;
        this.source = source;
        this.run = run;
        this.notifications = notifications;
        this.plan = plan;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public List<Object> next() {
        while (!ended) {
            Object[] row = source.next();
            if (row == null) {
                close();
            } else if (!columns.isEmpty()) {
                return detached(row);
            }
        }
        return null;
    }

    private List<Object> detached(Object[] row) {
        List<Object> result = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            result.add(run.graph().detached(row[i]));
        }
        return result;
    }

    @Override
    public Map<String, Object> statistics() {
        return run.statistics().asMap();
    }

    @Override
    public Map<String, Object> plan() {
        return plan.get();
    }

    @Override
    public List<Notification> notifications() {
        List<Notification> all = new ArrayList<>(notifications);
        all.addAll(run.told());
        return all;
    }

    @Override
    public void close() {
        ended = true;
        run.memory().end();
    }
}
