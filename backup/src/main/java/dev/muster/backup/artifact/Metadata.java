package dev.muster.backup.artifact;

/**
 * The users and roles that an artifact brings along.
 *
 * @param choice which, as {@code --include-metadata} was given
 * @param script the commands that bring them back, for {@code system}
 */
public record Metadata(String choice, String script) {}
