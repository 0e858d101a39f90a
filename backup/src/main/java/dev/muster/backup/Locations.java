package dev.muster.backup;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses such as {@code s3://bucket/prefix} as paths, {@code /s3:/bucket/prefix}, which pass through everything that works on
 * paths; and back, for people. Pure.
 */
public final class Locations {
    private static final Pattern ADDRESS = Pattern.compile("([a-z][a-z0-9]+)://(.*)");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9]+:");

    private Locations() {}

    /** The path of an address, or of a file; {@code file:///…} is a file. */
    public static Path of(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            return Path.of(text);
        }
        String rest = address.group(2);
        return address.group(1).equals("file") ? Path.of(rest) : Path.of("/" + address.group(1) + ":/" + rest);
    }

    /** Whether a path stands for an address of an object store. */
    public static boolean isObject(Path path) {
        return path.isAbsolute()
                && path.getNameCount() > 0
                && SCHEME.matcher(path.getName(0).toString()).matches();
    }

    /** What a path is called: the address, or the path itself. */
    public static String text(Path path) {
        if (!isObject(path)) {
            return path.toString();
        }
        String names = path.getNameCount() == 1
                ? ""
                : path.subpath(1, path.getNameCount()).toString();
        return path.getName(0) + "//" + names;
    }

    /** Where a store is built that what lies at a path is made into: there, or in the working directory if that is no disk. */
    public static Path scratchFor(Path folder) {
        return isObject(folder) ? Path.of("").toAbsolutePath() : folder;
    }

    /** The scheme of an address. */
    public static String scheme(Path path) {
        String name = path.getName(0).toString();
        return name.substring(0, name.length() - 1);
    }

    /** Empty if the address has none. */
    public static String bucket(Path path) {
        return path.getNameCount() < 2 ? "" : path.getName(1).toString();
    }

    /** What stands behind the bucket, without a slash at either end. */
    public static String key(Path path) {
        return path.getNameCount() < 3
                ? ""
                : path.subpath(2, path.getNameCount()).toString();
    }
}
