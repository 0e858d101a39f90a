package dev.muster.runtime.real;

import dev.muster.runtime.Random;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Chance on this machine, seeded by the operating system. May be shared between lanes.
 *
 * <p>Numbers are SplitMix64 over an atomic state: one uncontended add each. Bytes and identifiers come from {@link
 * SecureRandom}, since salts and database identities are made of them.
 */
public final class RealRandom implements Random {
    /** 2^64 divided by the golden ratio, odd: visits all 2^64 states (Steele, Lea, Flood 2014). */
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private final SecureRandom secure = new SecureRandom();
    private final AtomicLong state = new AtomicLong(secure.nextLong());

    @Override
    public long nextLong() {
        long mixed = state.addAndGet(STEP);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        secure.nextBytes(bytes);
    }

    @Override
    public UUID nextUuid() {
        return UUID.randomUUID();
    }
}
