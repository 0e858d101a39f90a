package dev.muster.catalog;

import java.util.Map;

/** An administration command as parsed, names and counts resolved from parameters. Database names are as typed. */
public sealed interface AdminCommand {
    /** The words that name the command in messages, for instance {@code CREATE DATABASE}. */
    String verb();

    /** {@code CREATE [OR REPLACE] DATABASE name [IF NOT EXISTS] [TOPOLOGY …] [OPTIONS …]}; counts are null if not given. */
    record CreateDatabase(
            String name,
            boolean ifNotExists,
            boolean orReplace,
            Integer primaries,
            Integer secondaries,
            Map<String, Object> options,
            Wait await)
            implements AdminCommand {
        @Override
        public String verb() {
            return orReplace ? "CREATE OR REPLACE DATABASE" : "CREATE DATABASE";
        }
    }

    record DropDatabase(String name, boolean ifExists, boolean dumpData, Wait await) implements AdminCommand {
        @Override
        public String verb() {
            return "DROP DATABASE";
        }
    }

    record StartDatabase(String name, Wait await) implements AdminCommand {
        @Override
        public String verb() {
            return "START DATABASE";
        }
    }

    record StopDatabase(String name, Wait await) implements AdminCommand {
        @Override
        public String verb() {
            return "STOP DATABASE";
        }
    }

    /** {@code SHOW …}: answered from what is known, on any member, changing nothing. {@code name} only for {@link Scope#ONE}. */
    record ShowDatabases(Scope scope, String name) implements AdminCommand {
        /** Which databases are shown. */
        public enum Scope {
            ALL,
            ONE,
            DEFAULT,
            HOME
        }

        @Override
        public String verb() {
            return switch (scope) {
                case ALL -> "SHOW DATABASES";
                case ONE -> "SHOW DATABASE";
                case DEFAULT -> "SHOW DEFAULT DATABASE";
                case HOME -> "SHOW HOME DATABASE";
            };
        }
    }

    /** How long the caller wants to wait for all servers; {@code seconds} 0 is NOWAIT, plain WAIT is 300. */
    record Wait(int seconds) {
        public static final Wait NOWAIT = new Wait(0);
    }
}
