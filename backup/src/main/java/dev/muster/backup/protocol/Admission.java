package dev.muster.backup.protocol;

/**
 * Whom a port serves.
 *
 * @param token what everybody must prove to know; null if nobody must
 * @param strangers what they get where there is no token
 */
public record Admission(AccessToken token, Strangers strangers) {
    /** Everybody whom the port can be reached by: on loopback, or where TLS has looked at certificates. */
    public static final Admission ANYBODY = new Admission(null, Strangers.EVERYTHING);

    /** Members of the cluster get copies, and backups are refused. */
    public static final Admission COPIES_ONLY = new Admission(null, Strangers.COPIES);

    /** Nobody gets anything. */
    public static final Admission NOBODY = new Admission(null, Strangers.NOTHING);

    /** Only who knows the token, for whatever. */
    public static Admission with(AccessToken token) {
        return new Admission(token, Strangers.NOTHING);
    }

    /** What those get who prove nothing. */
    public enum Strangers {
        EVERYTHING,
        COPIES,
        NOTHING
    }

    /** Throws {@link TransferFailed} (unauthorized) if such a client gets nothing, whatever it may prove. */
    void check(Messages.Hello hello) {
        if (token != null) {
            if (hello.nonce() == null) {
                throw refused(
                        "this server demands a token, and none is set: name its file with muster.backup.token_file in"
                                + " neo4j-admin.conf or --additional-config");
            }
        } else if (strangers == Strangers.NOTHING || strangers == Strangers.COPIES && hello.forBackup()) {
            throw refused(
                    "this server gives no backups on an address that others can reach, as long as it cannot know who"
                            + " asks: set a TLS policy with certificates of clients there (dbms.ssl.policy.*) or a token"
                            + " (muster.backup.token_file)");
        }
    }

    static TransferFailed refused(String why) {
        return new TransferFailed(TransferFailed.Reason.UNAUTHORIZED, why, null);
    }
}
