package dev.muster.clustertests;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Every row of the tables of administration (facts/backup-and-admin.md F.2 to F.9), told by the Java driver. */
abstract class AdminStories {
    private final String story;
    private final boolean old;

    AdminStories(String story, boolean old) {
        this.story = story;
        this.old = old;
    }

    @Test
    void everyRowIsAsTheTablesSay(Cluster cluster) throws IOException {
        Storyteller.tell(story, cluster, old);
    }
}
