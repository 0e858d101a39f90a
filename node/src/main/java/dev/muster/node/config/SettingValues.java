package dev.muster.node.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of all settings after reading the layers; later layers win over earlier ones. Immutable. */
public final class SettingValues {
    private static final Map<String, Setting<?>> BY_NAME = byName();

    private final Map<Setting<?>, Given> given;

    private SettingValues(Map<Setting<?>, Given> given) {
        this.given = given;
    }

    private record Given(Object value, String text, String key, String where) {}

    /** Reads layers, earliest first. Throws {@link ConfigException} with all problems of all layers. */
    public static SettingValues of(List<ConfigFile> layers) {
        List<ConfigProblem> problems = new ArrayList<>();
        Map<Setting<?>, Given> all = new HashMap<>();
        for (ConfigFile layer : layers) {
            all.putAll(readLayer(layer, problems));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new SettingValues(all);
    }

    /** The value set, or the default; null if nothing is set and the default depends on other settings. */
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        Given found = given.get(setting);
        if (found != null) {
            return (T) found.value();
        }
        return setting.defaultText() == null ? null : setting.type().reader().apply(setting.defaultText());
    }

    /** Whether somebody set it. */
    public boolean isSet(Setting<?> setting) {
        return given.containsKey(setting);
    }

    /**
     * A setting as it can be shown to clients: the value as written, and nothing of a password. What follows from other
     * settings is null.
     *
     * @param validValues in words
     */
    public record Listed(
            String name, String description, String value, String defaultValue, boolean isSet, String validValues) {}

    /** All settings by name, with the values set or the defaults. */
    public List<Listed> listed() {
        return Settings.all().stream()
                .map(this::listed)
                .sorted(Comparator.comparing(Listed::name))
                .toList();
    }

    private Listed listed(Setting<?> setting) {
        Given found = given.get(setting);
        return new Listed(
                setting.name(),
                setting.description(),
                shown(setting, found == null ? setting.defaultText() : found.text()),
                shown(setting, setting.defaultText()),
                found != null,
                setting.type().form());
    }

    private static String shown(Setting<?> setting, String text) {
        boolean secret = setting.name().contains("password") && text != null && !text.isEmpty();
        return secret ? "******" : text;
    }

    /** Where it was set, for messages: {@code file:line}, or {@code default}. */
    public String where(Setting<?> setting) {
        Given found = given.get(setting);
        return found == null ? "default" : found.where();
    }

    private static Map<Setting<?>, Given> readLayer(ConfigFile layer, List<ConfigProblem> problems) {
        Map<Setting<?>, Given> read = new HashMap<>();
        for (ConfigFile.Entry entry : layer.entries()) {
            Setting<?> setting = BY_NAME.get(entry.key());
            String where = layer.where(entry);
            if (setting == null) {
                judgeForeign(entry, where, problems);
                continue;
            }
            try {
                Object value = setting.type().reader().apply(entry.value());
                Given earlier = read.put(setting, new Given(value, entry.value(), entry.key(), where));
                if (earlier != null && !earlier.value().equals(value)) {
                    problems.add(new ConfigProblem(
                            ConfigProblem.Kind.CONTRADICTION,
                            where,
                            "'" + entry.key() + "' and '" + earlier.key() + "' (" + earlier.where()
                                    + ") are the same setting, with different values '" + entry.value() + "' and '"
                                    + earlier.text() + "'"));
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                problems.add(new ConfigProblem(
                        ConfigProblem.Kind.INVALID_VALUE,
                        where,
                        "bad value '" + entry.value() + "' for '" + entry.key() + "': " + e.getMessage() + "; expected "
                                + setting.type().form()));
            }
        }
        return read;
    }

    private static void judgeForeign(ConfigFile.Entry entry, String where, List<ConfigProblem> problems) {
        switch (ForeignSettings.judge(entry.key(), entry.value())) {
            case ACCEPTED -> {
                // A setting of Neo4j that nothing here depends on.
            }
            case NOT_SUPPORTED -> {
                List<String> allowed = ForeignSettings.allowed(entry.key());
                problems.add(new ConfigProblem(
                        ConfigProblem.Kind.NOT_SUPPORTED,
                        where,
                        "not supported yet: " + entry.key() + "=" + entry.value()
                                + (allowed.isEmpty() ? "" : " (only " + quoted(allowed) + ")")));
            }
            case UNKNOWN ->
                problems.add(new ConfigProblem(
                        ConfigProblem.Kind.UNKNOWN,
                        where,
                        "unknown setting '" + entry.key() + "'; did you mean '" + nearest(entry.key()) + "'?"));
        }
    }

    private static String quoted(List<String> values) {
        return String.join(
                " or ", values.stream().map(value -> "'" + value + "'").toList());
    }

    /** The known name with the fewest letters to change; the alphabetically first of several. */
    static String nearest(String key) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String name : BY_NAME.keySet().stream().sorted().toList()) {
            int distance = editDistance(key, name);
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static int editDistance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[other.length()];
    }

    private static Map<String, Setting<?>> byName() {
        Map<String, Setting<?>> names = new HashMap<>();
        for (Setting<?> setting : Settings.all()) {
            put(names, setting.name(), setting);
            setting.olderNames().forEach(older -> put(names, older, setting));
        }
        return Map.copyOf(names);
    }

    private static void put(Map<String, Setting<?>> names, String name, Setting<?> setting) {
        if (names.put(name, setting) != null) {
            throw new IllegalStateException("two settings are called " + name);
        }
    }
}
