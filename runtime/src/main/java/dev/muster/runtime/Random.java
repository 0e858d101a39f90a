package dev.muster.runtime;

import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The only source of chance. In a simulation everything drawn here follows from the seed.
 *
 * <p><b>Secrets.</b> In the real world {@link #nextBytes} and {@link #nextUuid} are fit for secrets; the numbers are not.
 *
 * <p><b>Lane.</b> One instance belongs to one lane, unless the implementation says it may be shared.
 */
public interface Random extends RandomGenerator {
    /** A random (version 4) identifier drawn from this source. */
    default UUID nextUuid() {
        long high = (nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The same source as a {@link java.util.Random}, for libraries that want one. */
    default java.util.Random asJavaRandom() {
        return new JavaRandomView(this);
    }
}
