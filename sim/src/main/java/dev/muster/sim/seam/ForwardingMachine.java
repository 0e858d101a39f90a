package dev.muster.sim.seam;

import dev.muster.raft.MemberId;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.StateMachine;

/** A state machine that does what another one does, to be observed or made wrong in one place. */
public class ForwardingMachine implements StateMachine {
    protected final StateMachine machine;

    public ForwardingMachine(StateMachine machine) {
        this.machine = machine;
    }

    @Override
    public long appliedIndex() {
        return machine.appliedIndex();
    }

    @Override
    public Object apply(long index, byte[] payload) {
        return machine.apply(index, payload);
    }

    @Override
    public byte[] checkpoint(long index) {
        return machine.checkpoint(index);
    }

    @Override
    public void checkpointAhead(Runnable ready) {
        machine.checkpointAhead(ready);
    }

    @Override
    public void copyNeeded(long index, byte[] descriptor, MemberId source, Runnable done) {
        machine.copyNeeded(index, descriptor, source, done);
    }

    @Override
    public void roleChanged(RaftStatus status) {
        machine.roleChanged(status);
    }

    @Override
    public void failed(String reason, Throwable cause) {
        machine.failed(reason, cause);
    }
}
