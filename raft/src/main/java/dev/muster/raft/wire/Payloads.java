package dev.muster.raft.wire;

import io.microraft.MembershipChangeMode;
import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.groupop.UpdateRaftGroupMembersOp;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The library's values as bytes: operations, members, term and vote, snapshot descriptors. */
public final class Payloads {
    /** The operation is the proposer's bytes. */
    public static final byte TYPE_BYTES = 0;
    /** The operation changes the group's members. */
    public static final byte TYPE_MEMBERS = 1;

    private static final RaftModelFactory MODEL = new DefaultRaftModelFactory();
    private static final MembershipChangeMode[] MODES = MembershipChangeMode.values();
    private static final byte FORMAT = 1;

    private Payloads() {}

    /** The type byte of an operation. */
    public static byte operationType(Object operation) {
        return operation instanceof byte[] ? TYPE_BYTES : TYPE_MEMBERS;
    }

    /** The bytes of an operation; a proposer's bytes are not copied. */
    public static byte[] operationBytes(Object operation) {
        if (operation instanceof byte[] payload) {
            return payload;
        }
        if (operation instanceof UpdateRaftGroupMembersOp change) {
            ByteWriter out = new ByteWriter(256);
            putEndpoints(out, change.getMembers());
            putEndpoints(out, change.getVotingMembers());
            putEndpoint(out, change.getEndpoint());
            out.putByte(change.getMode().ordinal());
            return out.toArray();
        }
        throw new IllegalArgumentException("no such operation: " + operation.getClass());
    }

    /** Reads an operation back. */
    public static Object operation(int type, byte[] bytes) {
        if (type == TYPE_BYTES) {
            return bytes;
        }
        if (type != TYPE_MEMBERS) {
            throw new MalformedFrame("unknown type of operation: " + type);
        }
        ByteReader in = new ByteReader(bytes);
        var change = MODEL.createUpdateRaftGroupMembersOpBuilder()
                .setMembers(endpoints(in))
                .setVotingMembers(endpoints(in))
                .setEndpoint(endpoint(in));
        int mode = in.getByte();
        if (mode >= MODES.length) {
            throw new MalformedFrame("unknown change of membership: " + mode);
        }
        return change.setMode(MODES[mode]).build();
    }

    /** An entry from a log record, whose payload begins with the type. */
    public static LogEntry entry(long index, int term, byte[] typeAndOperation) {
        if (typeAndOperation.length == 0) {
            throw new MalformedFrame("entry " + index + " has no type");
        }
        byte[] operation = java.util.Arrays.copyOfRange(typeAndOperation, 1, typeAndOperation.length);
        return entry(index, term, typeAndOperation[0], operation);
    }

    static LogEntry entry(long index, int term, int type, byte[] operation) {
        return MODEL.createLogEntryBuilder()
                .setIndex(index)
                .setTerm(term)
                .setOperation(operation(type, operation))
                .build();
    }

    public static byte[] identity(RaftEndpointPersistentState state) {
        ByteWriter out = new ByteWriter(64);
        out.putByte(FORMAT);
        putEndpoint(out, state.getLocalEndpoint());
        out.putBoolean(state.isVoting());
        return out.toArray();
    }

    public static RaftEndpointPersistentState identity(byte[] bytes) {
        ByteReader in = formatted(bytes);
        return MODEL.createRaftEndpointPersistentStateBuilder()
                .setLocalEndpoint(endpoint(in))
                .setVoting(in.getBoolean())
                .build();
    }

    public static byte[] members(RaftGroupMembersView view) {
        ByteWriter out = new ByteWriter(256);
        out.putByte(FORMAT);
        putMembers(out, view);
        return out.toArray();
    }

    public static RaftGroupMembersView members(byte[] bytes) {
        return members(formatted(bytes));
    }

    public static byte[] vote(RaftTermPersistentState state) {
        ByteWriter out = new ByteWriter(64);
        out.putByte(FORMAT);
        out.putBoolean(state.getVotedFor() != null);
        if (state.getVotedFor() != null) {
            putEndpoint(out, state.getVotedFor());
        }
        return out.toArray();
    }

    public static RaftTermPersistentState vote(int term, byte[] bytes) {
        ByteReader in = formatted(bytes);
        var state = MODEL.createRaftTermPersistentStateBuilder().setTerm(term);
        if (in.getBoolean()) {
            state.setVotedFor(endpoint(in));
        }
        return state.build();
    }

    public static byte[] chunk(SnapshotChunk chunk) {
        ByteWriter out = new ByteWriter(512);
        out.putByte(FORMAT);
        putChunk(out, chunk);
        return out.toArray();
    }

    public static SnapshotChunk chunk(byte[] bytes) {
        return chunk(formatted(bytes));
    }

    private static ByteReader formatted(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int format = in.getByte();
        if (format != FORMAT) {
            throw new MalformedFrame("a record of format " + format + "; this program reads " + FORMAT);
        }
        return in;
    }

    static void putChunk(ByteWriter out, SnapshotChunk chunk) {
        out.putLong(chunk.getIndex());
        out.putInt(chunk.getTerm());
        out.putInt(chunk.getSnapshotChunkIndex());
        out.putInt(chunk.getSnapshotChunkCount());
        out.putBytes((byte[]) chunk.getOperation());
        putMembers(out, chunk.getGroupMembersView());
    }

    static SnapshotChunk chunk(ByteReader in) {
        return MODEL.createSnapshotChunkBuilder()
                .setIndex(in.getLong())
                .setTerm(in.getInt())
                .setSnapshotChunkIndex(in.getInt())
                .setSnapshotChunkCount(in.getInt())
                .setOperation(in.getBytes())
                .setGroupMembersView(members(in))
                .build();
    }

    static void putMembers(ByteWriter out, RaftGroupMembersView view) {
        out.putLong(view.getLogIndex());
        putEndpoints(out, view.getMembers());
        putEndpoints(out, view.getVotingMembers());
    }

    static RaftGroupMembersView members(ByteReader in) {
        return MODEL.createRaftGroupMembersViewBuilder()
                .setLogIndex(in.getLong())
                .setMembers(endpoints(in))
                .setVotingMembers(endpoints(in))
                .build();
    }

    static void putEndpoints(ByteWriter out, Collection<RaftEndpoint> endpoints) {
        out.putInt(endpoints.size());
        endpoints.forEach(endpoint -> putEndpoint(out, endpoint));
    }

    static List<RaftEndpoint> endpoints(ByteReader in) {
        int count = in.getLength(8);
        List<RaftEndpoint> endpoints = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            endpoints.add(endpoint(in));
        }
        return endpoints;
    }

    static void putEndpoint(ByteWriter out, RaftEndpoint endpoint) {
        Endpoint member = (Endpoint) endpoint;
        out.putString(member.serverId());
        out.putInt(member.incarnation());
    }

    static Endpoint endpoint(ByteReader in) {
        return new Endpoint(in.getString(), in.getInt());
    }
}
