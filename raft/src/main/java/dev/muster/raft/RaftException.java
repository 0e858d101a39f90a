package dev.muster.raft;

import java.io.Serial;

/** Why a group did not do what was asked. The subclasses are what callers react to differently. */
public abstract class RaftException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    RaftException(String message, Throwable cause) {
        super(message, cause);
    }

    /** This member does not lead; nothing happened. */
    public static final class NotLeader extends RaftException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient MemberId leader;

        public NotLeader(String group, MemberId leader) {
            super(
                    "not the leader of " + group
                            + (leader == null ? "; no leader is known" : "; the leader is " + leader),
                    null);
            this.leader = leader;
        }

        /** The leader as far as known here, or null. */
        public MemberId leader() {
            return leader;
        }
    }

    /** Too much is in flight, or leadership is being handed over; nothing happened, try again later. */
    public static final class Overloaded extends RaftException {
        @Serial
        private static final long serialVersionUID = 1;

        public Overloaded(String message) {
            super(message, null);
        }
    }

    /** The entry was handed on and may or may not be committed; doing it again may do it twice. */
    public static final class OutcomeUnknown extends RaftException {
        @Serial
        private static final long serialVersionUID = 1;

        public OutcomeUnknown(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The group does not run on this server (any more); nothing happened. */
    public static final class Stopped extends RaftException {
        @Serial
        private static final long serialVersionUID = 1;

        public Stopped(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The log's disk refuses writes for now (full); nothing happened. */
    public static final class LogFull extends RaftException {
        @Serial
        private static final long serialVersionUID = 1;

        public LogFull(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A change of the membership is refused; nothing happened. */
    public static final class ChangeRefused extends RaftException {
        @Serial
        private static final long serialVersionUID = 1;

        private final MembershipProblem problem;

        ChangeRefused(MembershipProblem problem, String message) {
            super(message, null);
            this.problem = problem;
        }

        /** Which entry of the table. */
        public MembershipProblem problem() {
            return problem;
        }
    }
}
