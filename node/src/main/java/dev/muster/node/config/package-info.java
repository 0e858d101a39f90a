/**
 * What a server was told: {@code muster.conf} in neo4j.conf syntax, the registry of {@link dev.muster.node.config.Settings
 * settings} with their old and new names, and the typed view the server reads, {@link dev.muster.node.config.ServerConfig}.
 *
 * <p>The way of a value: {@link dev.muster.node.config.ConfigFile} (text with line numbers) → {@link
 * dev.muster.node.config.SettingValues} (names resolved, layers laid over each other, values parsed) → {@code
 * ServerConfig} (defaults that depend on other settings filled in). Knows nothing of how a server uses any of it.
 */
package dev.muster.node.config;
