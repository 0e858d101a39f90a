package dev.muster.store;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a policy. */
final class RetentionPolicyText {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,15})([kmg]?)");
    private static final String GRAMMAR =
            "write keep_all, keep_none, '<number> files', '<number> size', '<number> txs' or "
                    + "'<number> hours|days [<size>]', with numbers such as 3, 500k or 2G";

    private RetentionPolicyText() {}

    static RetentionPolicy parse(String text) {
        String[] words = text.trim().toLowerCase(Locale.ROOT).split("\\s+");
        return switch (words[0]) {
            case "true", "keep_all" -> alone(text, words, new RetentionPolicy.KeepAll());
            case "false", "keep_none" -> alone(text, words, new RetentionPolicy.KeepNone());
            case "backup" ->
                throw new IllegalArgumentException(
                        "the retention policy '" + text + "' is not supported yet; " + GRAMMAR);
            default -> amount(text, words);
        };
    }

    private static RetentionPolicy amount(String text, String[] words) {
        if (words.length < 2) {
            throw wrong(text, words[0].isEmpty() ? "it is empty" : "after '" + words[0] + "' the unit is missing");
        }
        long number = number(text, words[0]);
        return switch (words[1]) {
            case "files" -> twoWords(text, words, new RetentionPolicy.Files(number));
            case "size" -> twoWords(text, words, new RetentionPolicy.Size(number));
            case "txs", "entries" -> twoWords(text, words, new RetentionPolicy.Transactions(number));
            case "hours" -> age(text, words, number, 3_600_000L);
            case "days" -> age(text, words, number, 86_400_000L);
            default -> throw wrong(text, "'" + words[1] + "' is no unit");
        };
    }

    private static RetentionPolicy age(String text, String[] words, long number, long unitMillis) {
        if (words.length > 3) {
            throw wrong(text, "'" + words[3] + "' is too much");
        }
        long bytesMax = words.length == 3 ? number(text, words[2]) : Long.MAX_VALUE;
        long millis = number > Long.MAX_VALUE / unitMillis ? Long.MAX_VALUE : number * unitMillis;
        return new RetentionPolicy.Age(millis, bytesMax);
    }

    private static RetentionPolicy alone(String text, String[] words, RetentionPolicy policy) {
        if (words.length > 1) {
            throw wrong(text, "'" + words[1] + "' is too much");
        }
        return policy;
    }

    private static RetentionPolicy twoWords(String text, String[] words, RetentionPolicy policy) {
        if (words.length > 2) {
            throw wrong(text, "'" + words[2] + "' is too much");
        }
        return policy;
    }

    private static long number(String text, String word) {
        Matcher matcher = NUMBER.matcher(word);
        if (!matcher.matches()) {
            throw wrong(text, "'" + word + "' is no number");
        }
        long factor = switch (matcher.group(2)) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            default -> 1;
        };
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE / factor) {
            throw wrong(text, "'" + word + "' is too large");
        }
        return number * factor;
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is no retention policy: " + why + "; " + GRAMMAR);
    }
}
