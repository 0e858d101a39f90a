package dev.muster.catalog;

/** Which generation's words a server speaks (setting {@code muster.vocabulary}). */
public enum Vocabulary {
    V4_0("4.0"),
    V4_3("4.3"),
    V4_4("4.4"),
    V5("5");

    private final String text;

    Vocabulary(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** Reads a setting's value. */
    public static Vocabulary parse(String text) {
        for (Vocabulary vocabulary : values()) {
            if (vocabulary.text.equals(text)) {
                return vocabulary;
            }
        }
        throw new IllegalArgumentException("not a vocabulary: '" + text + "' (one of 4.0, 4.3, 4.4, 5)");
    }
}
