package dev.muster.node.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import org.junit.jupiter.api.Test;

/** What transactions may keep in memory, each and together. */
class MemoryPoolTest {
    private static final long MIB = 1024 * 1024;

    @Test
    void aTransactionThatWantsMoreThanOneMayIsRefusedAndKeepsWhatItHas() {
        MemoryPool pool = new MemoryPool(4 * MIB, 0);
        MemoryPool.Share one = pool.open();
        one.take(3 * MIB);
        assertThatThrownBy(() -> one.take(2 * MIB))
                .isInstanceOfSatisfying(
                        BoltFailure.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.ClientError.General.TransactionOutOfMemoryError"))
                .hasMessageStartingWith("The allocation of an extra 2.0 MiB would use more than the limit 4.0 MiB."
                        + " Currently using 3.0 MiB. db.memory.transaction.max threshold reached.");
        assertThat(pool.used()).isEqualTo(3 * MIB);
        one.take(MIB);
        one.give(2 * MIB);
        assertThat(pool.used()).isEqualTo(2 * MIB);
        one.close();
        assertThat(pool.used()).isZero();
    }

    @Test
    void transactionsShareWhatAllMayHave() {
        MemoryPool pool = new MemoryPool(0, 4 * MIB);
        MemoryPool.Share one = pool.open();
        MemoryPool.Share other = pool.open();
        one.take(3 * MIB);
        assertThatThrownBy(() -> other.take(2 * MIB))
                .isInstanceOfSatisfying(
                        BoltFailure.class,
                        e -> assertThat(e.code()).isEqualTo("Neo.TransientError.General.MemoryPoolOutOfMemoryError"))
                .hasMessageStartingWith("The allocation of an extra 2.0 MiB would use more than the limit 4.0 MiB."
                        + " Currently using 3.0 MiB. dbms.memory.transaction.total.max threshold reached.");
        one.close();
        other.take(2 * MIB);
        assertThat(pool.used()).isEqualTo(2 * MIB);
    }

    @Test
    void withoutLimitsEverythingIsGiven() {
        MemoryPool.Share one = new MemoryPool(0, 0).open();
        one.take(Long.MAX_VALUE / 2);
        one.close();
        one.close();
    }
}
