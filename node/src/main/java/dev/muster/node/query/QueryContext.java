package dev.muster.node.query;

import dev.muster.catalog.security.PasswordHashing;
import dev.muster.cypher.CypherEngine;
import dev.muster.node.access.SecurityLog;
import dev.muster.node.stages.Awaiting;
import dev.muster.runtime.Clock;
import dev.muster.runtime.Random;

/**
 * What every transaction of a server shares.
 *
 * @param own commands about this very server
 * @param commitMillis how long a commit is waited for before its outcome is called unknown
 * @param timeoutMillis the longest a transaction may take unless the client asks for less; 0 for no limit
 * @param changeSetBytesMax the largest change set that is proposed
 * @param memory what queries may keep
 * @param open those that have begun and not ended
 * @param passwords hashes those in commands; not for lanes
 * @param log where commands are written down
 */
record QueryContext(
        Databases databases,
        Leaders leaders,
        Awaiting awaiting,
        CypherEngine cypher,
        AdminCommands admin,
        ServerCommands own,
        ServerProcedures procedures,
        Clock clock,
        Random random,
        long commitMillis,
        long timeoutMillis,
        int changeSetBytesMax,
        MemoryPool memory,
        OpenTransactions open,
        PasswordHashing passwords,
        SecurityLog log) {}
