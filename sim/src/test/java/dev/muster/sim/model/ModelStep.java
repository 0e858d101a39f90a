package dev.muster.sim.model;

import dev.muster.runtime.sim.SimulatedRandom;
import java.util.List;
import java.util.function.Function;

/** One command: as it is typed, and what the model makes of it. */
record ModelStep(String text, Function<CatalogModel, CatalogModel.Outcome> meaning) {
    /** A name that databases and aliases contend for, and more databases than the limit lets be. */
    private static final List<String> DATABASES = List.of("one", "two", "tri");

    private static final List<String> ALIASES = List.of("alias", "tri");
    private static final List<String> NAMES = List.of("one", "two", "tri", "alias", CatalogModel.FIRST);

    static ModelStep draw(SimulatedRandom dice) {
        String name = any(NAMES, dice);
        return switch (dice.nextInt(15)) {
            case 0, 1, 2, 3 -> create(any(DATABASES, dice), dice);
            case 4, 5 -> drop(any(List.of("one", "two", "tri", "alias"), dice), dice);
            case 6 -> new ModelStep("START DATABASE " + name, catalog -> catalog.start(name));
            case 7, 8 -> new ModelStep("STOP DATABASE " + name, catalog -> catalog.stop(name));
            case 9 -> access(name, dice);
            case 10 -> topology(any(DATABASES, dice), 1 + dice.nextInt(CatalogModel.SERVERS + 1));
            case 11, 12 -> createAlias(any(ALIASES, dice), any(DATABASES, dice), dice);
            case 13 -> changeAlias(any(ALIASES, dice), any(NAMES, dice), dice);
            default ->
                new ModelStep("CALL dbms.setDefaultDatabase('" + name + "')", catalog -> catalog.setDefault(name));
        };
    }

    private static String any(List<String> names, SimulatedRandom dice) {
        return names.get(dice.nextInt(names.size()));
    }

    private static ModelStep create(String name, SimulatedRandom dice) {
        boolean orReplace = dice.nextInt(3) == 0;
        boolean ifNotExists = !orReplace && dice.nextBoolean();
        int primaries = dice.nextBoolean() ? 0 : 1 + dice.nextInt(CatalogModel.SERVERS + 1);
        return new ModelStep(
                "CREATE " + (orReplace ? "OR REPLACE " : "") + "DATABASE " + name
                        + (ifNotExists ? " IF NOT EXISTS" : "")
                        + (primaries == 0 ? "" : " TOPOLOGY " + primaries + " PRIMARIES"),
                catalog -> catalog.create(name, ifNotExists, orReplace, primaries));
    }

    private static ModelStep drop(String name, SimulatedRandom dice) {
        boolean ifExists = dice.nextBoolean();
        boolean cascade = dice.nextBoolean();
        return new ModelStep(
                "DROP DATABASE " + name + (ifExists ? " IF EXISTS" : "") + (cascade ? " CASCADE ALIASES" : ""),
                catalog -> catalog.drop(name, ifExists, cascade));
    }

    private static ModelStep access(String name, SimulatedRandom dice) {
        boolean readOnly = dice.nextBoolean();
        boolean ifExists = dice.nextBoolean();
        return new ModelStep(
                "ALTER DATABASE " + name + (ifExists ? " IF EXISTS" : "") + " SET ACCESS READ "
                        + (readOnly ? "ONLY" : "WRITE"),
                catalog -> catalog.access(name, readOnly, ifExists));
    }

    private static ModelStep topology(String name, int primaries) {
        return new ModelStep(
                "ALTER DATABASE " + name + " SET TOPOLOGY " + primaries + " PRIMARIES",
                catalog -> catalog.topology(name, primaries));
    }

    private static ModelStep createAlias(String alias, String target, SimulatedRandom dice) {
        boolean orReplace = dice.nextInt(3) == 0;
        boolean ifNotExists = !orReplace && dice.nextBoolean();
        return new ModelStep(
                "CREATE " + (orReplace ? "OR REPLACE " : "") + "ALIAS " + alias + (ifNotExists ? " IF NOT EXISTS" : "")
                        + " FOR DATABASE " + target,
                catalog -> catalog.createAlias(alias, target, ifNotExists, orReplace));
    }

    private static ModelStep changeAlias(String alias, String target, SimulatedRandom dice) {
        boolean ifExists = dice.nextBoolean();
        return dice.nextBoolean()
                ? new ModelStep(
                        "ALTER ALIAS " + alias + " SET DATABASE TARGET " + target,
                        catalog -> catalog.alterAlias(alias, target))
                : new ModelStep(
                        "DROP ALIAS " + alias + (ifExists ? " IF EXISTS" : "") + " FOR DATABASE",
                        catalog -> catalog.dropAlias(alias, ifExists));
    }
}
