package dev.muster.node.query;

import dev.muster.catalog.security.Security;
import dev.muster.node.access.AccessError;
import dev.muster.node.access.Logins;
import dev.muster.node.stages.Awaiting;

/** Looks users up for logins, on Bolt's threads. */
final class KnownUsers implements Logins.Source {
    /** A server that has just been started hears of the system's contents within a moment. */
    private static final long CONTENTS_MILLIS = 10_000;
    /** Nobody waits longer for the leader just because of a wrong password. */
    private static final long CONFIRMATION_MILLIS = 3_000;

    private final Databases databases;
    private final Leaders leaders;
    private final Awaiting awaiting;
    private final BoltQueries waiting;

    KnownUsers(Databases databases, Leaders leaders, Awaiting awaiting, BoltQueries waiting) {
        this.databases = databases;
        this.leaders = leaders;
        this.awaiting = awaiting;
        this.waiting = waiting;
    }

    /** Before there are contents it would be anybody's guess who may log in. */
    @Override
    public Security known() {
        if (databases.system().lastTransactionId() == 0) {
            waiting.result(awaiting.until(() -> databases.system().lastTransactionId() > 0, CONTENTS_MILLIS));
        }
        CatalogView catalog = waiting.result(databases.catalog());
        if (catalog.defaultDatabase() == null) {
            throw AccessError.NO_USERS_YET.failure();
        }
        return catalog.security();
    }

    @Override
    public Security confirmed() {
        waiting.result(leaders.catchUp(databases.system(), leaders.in(CONFIRMATION_MILLIS)));
        return known();
    }
}
