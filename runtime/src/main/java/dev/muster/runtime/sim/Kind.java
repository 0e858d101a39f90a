package dev.muster.runtime.sim;

/** What sort of thing happened; in the trace, its text follows the name of the lane, link or server it happened to. */
enum Kind {
    TURN(" turn"),
    TIMER(" timer"),
    LISTEN(" listens"),
    RESOLVE(" resolves"),
    CONNECT(" connect"),
    CONNECT_TIMEOUT(" connect timeout"),
    REFUSE(" refuse"),
    ACCEPT(" accept"),
    CONNECTED(" connected"),
    FRAME(" frame, bytes:"),
    CLOSE(" close"),
    CLOSED(" closed"),
    BROKEN(" broken"),
    SILENCE(" silence"),
    READ(" read, bytes:"),
    WRITE(" write, bytes:"),
    SYNC(" sync, ns:"),
    NAME(" name change"),
    START(" starts"),
    KILL(" killed"),
    CRASH(" power cut"),
    PAUSE(" paused"),
    RESUME(" goes on"),
    OUTSIDE(""),
    NOTE("");

    final String text;

    Kind(String text) {
        this.text = text;
    }

    boolean hasSize() {
        return text.endsWith(":");
    }
}
