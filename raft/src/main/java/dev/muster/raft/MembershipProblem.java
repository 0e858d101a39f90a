package dev.muster.raft;

/** Why a change of a group's membership is refused, as people read it: what is wrong, and what to do. Nothing happened. */
public enum MembershipProblem {
    CHANGED_MEANWHILE(
            "the membership of %s is that of entry %d by now, not that of entry %d",
            "look at it again and decide anew"),
    CHANGE_UNDER_WAY("another change of the membership of %s is under way", "wait for it to end"),
    ALREADY_MEMBER("%2$s belongs to %1$s already", "promote it if it is to vote"),
    ALREADY_VOTER("%2$s votes in %1$s already", "nothing is to be done"),
    NOT_A_MEMBER("%2$s does not belong to %1$s", "add it as a learner first"),
    FOUNDER(
            "%2$s is one of the members that %1$s was born with and cannot come back",
            "let it join in a new incarnation"),
    TOO_MANY_LEARNERS("%s has %d learners, and more than %d are not supported", "promote or remove one first"),
    NOT_CAUGHT_UP("%2$s has entries of %1$s up to %3$d only, the leader has %4$d", "try again when it has caught up"),
    NOT_ANSWERING("%2$s has not answered the leader of %1$s lately", "see whether it runs and can be reached"),
    LEADER("%2$s leads %1$s", "hand leadership over to another member first"),
    NO_MAJORITY("of the %2$d voters that %1$s would have, only %3$d answer", "bring voters back, or add some first");

    private final String text;
    private final String hint;

    MembershipProblem(String text, String hint) {
        this.text = text;
        this.hint = hint;
    }

    /** The sentence with its particulars and the hint. */
    String describe(Object... particulars) {
        return String.format(text, particulars) + " (" + hint + ")";
    }

    RaftException.ChangeRefused refusal(Object... particulars) {
        return new RaftException.ChangeRefused(this, describe(particulars));
    }
}
