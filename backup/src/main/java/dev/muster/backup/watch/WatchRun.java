package dev.muster.backup.watch;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupVerdict;
import java.util.List;

/**
 * How one run of a watch ended.
 *
 * @param number 1 for the first
 * @param report what was saved; null if it could not begin
 * @param failure why it could not begin; null if it did
 * @param expired the artifacts that the retention let go
 * @param problems what went wrong besides the backup itself, one sentence each
 */
public record WatchRun(
        int number, BackupReport report, BackupException failure, List<Artifact> expired, List<String> problems) {
    public WatchRun {
        expired = List.copyOf(expired);
        problems = List.copyOf(problems);
        if ((report == null) == (failure == null)) {
            throw new IllegalArgumentException("run " + number + " has " + report + " and " + failure);
        }
    }

    /** What it came to; a run with problems besides is never one where all is well. */
    public BackupVerdict verdict() {
        if (failure != null) {
            return BackupVerdict.of(failure.error());
        }
        BackupVerdict verdict = report.verdict();
        return verdict == BackupVerdict.ALL_SAVED && !problems.isEmpty() ? BackupVerdict.FAILED : verdict;
    }
}
