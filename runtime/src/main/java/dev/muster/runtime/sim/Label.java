package dev.muster.runtime.sim;

/** The name of a lane, link, server or deed, with its hash ready for the trace. */
final class Label {
    final String text;
    final int hash;

    Label(String text) {
        this.text = text;
        this.hash = text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
