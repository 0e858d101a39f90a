package dev.muster.sim.backup;

import dev.muster.runtime.sim.SimulatedRandom;

/** What goes wrong with the machine or the process that runs a backup, once per round at most. */
enum Trouble {
    NONE,
    /** The person at the keyboard breaks off. */
    ABORT,
    /** The process ends; its files stay. */
    KILL,
    /** The machine loses its power. */
    POWER,
    /** The process ends just before a change of the disk. */
    KILL_IN_WRITE,
    /** The power goes just before a change of the disk. */
    POWER_IN_WRITE,
    /** The power goes at the moment at which the report is there. */
    POWER_AFTER_REPORT,
    /** The process freezes for a while. */
    PAUSE,
    /** There is little space. */
    FULL_DISK,
    /** Syncs fail now and then. */
    SYNC_FAILS,
    /** Writes fail now and then. */
    WRITE_FAILS,
    /** One server cannot be reached from here, though the others reach it. */
    LINK_CUT,
    /** A second backup into the same folder. */
    SECOND_CLIENT;

    private static final double QUIET = 0.35;

    static Trouble draw(SimulatedRandom dice) {
        boolean quiet = dice.nextDouble() < QUIET;
        Trouble drawn = values()[(int) dice.between(1, values().length - 1)];
        return quiet ? NONE : drawn;
    }

    /** Whether what it set up strikes by itself, some time later or never. */
    boolean isArmed() {
        return this == KILL_IN_WRITE || this == POWER_IN_WRITE;
    }

    /** As people read it. */
    String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
