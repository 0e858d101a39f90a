package dev.muster.node.query;

import dev.muster.cypher.ServerView;
import dev.muster.node.access.Access;
import dev.muster.node.config.SettingValues;
import java.util.List;
import java.util.Map;

/**
 * This server as somebody may see it: one's own transactions; all of them, and the settings, for whoever may execute
 * administrating procedures.
 */
record SeenServer(OpenTransactions open, List<SettingValues.Listed> config, Access access) implements ServerView {
    @Override
    public List<Map<String, Object>> transactions() {
        OpenTransactions.Moment now = open.now();
        return open.all().stream()
                .filter(transaction -> access.handles(transaction.user()))
                .map(transaction -> transaction.shown(now))
                .toList();
    }

    @Override
    public Ended terminate(String id) {
        for (ServerTransaction transaction : open.all()) {
            if (transaction.id().equals(id) && access.handles(transaction.user())) {
                boolean ended = transaction.end(QueryError.TERMINATED.failure("somebody has asked for that"));
                return new Ended(
                        transaction.shownUser(),
                        ended ? "Transaction terminated." : "Unable to terminate closing transactions.");
            }
        }
        return NOTHING.terminate(id);
    }

    @Override
    public List<Setting> settings() {
        if (!access.administers()) {
            return List.of();
        }
        return config.stream()
                .map(listed -> new Setting(
                        listed.name(),
                        listed.value(),
                        listed.defaultValue(),
                        listed.description(),
                        listed.isSet(),
                        listed.validValues()))
                .toList();
    }
}
