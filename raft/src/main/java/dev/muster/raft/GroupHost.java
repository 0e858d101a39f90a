package dev.muster.raft;

import dev.muster.runtime.World;

/** What a group needs of its server. */
interface GroupHost {
    World world();

    RaftSettings settings();

    /** Shifts the moments at which this server's followers look for their leaders against those of other servers. */
    long beatPhaseNanos();

    /** What entries take of the memory of the server. */
    EntryMemory memory();

    /** How much of it may stay taken behind a checkpoint of one group, with as many groups as there are now. Any thread. */
    long keptBytesMax();

    /** Asks the groups whose entries take most for checkpoints, unless that was done a moment ago. Any lane. */
    void relieve();

    /** Whether the log has no room for proposals. Any thread. */
    boolean isLogFull();

    /** Whether the log is of no use any more. Any thread. */
    boolean isLogFailed();

    /** Whether there is a connection to a server. Any thread. */
    boolean isConnected(String serverId);

    /** Makes the connection to a server ahead of what will be sent. Any thread. */
    void connect(String serverId);

    /** The group has stopped and everything it did has been let out. */
    void ended(HostedGroup group);

    /** Voids the group's records: that life of this server in it is over. {@code done} runs once that is durable. */
    void forget(GroupId group, MemberId life, Runnable done);
}
