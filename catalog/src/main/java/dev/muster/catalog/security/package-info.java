/**
 * Users, roles and privileges: data in the {@code system} database like the rest of the catalog, and what follows from it.
 *
 * <p>Start at {@link dev.muster.catalog.security.SecurityCatalog}: it reads a {@link dev.muster.catalog.security.Security}
 * out of a version of {@code system}, carries out {@link dev.muster.catalog.security.SecurityCommand}s and answers SHOW.
 * The rules are pure functions from one {@code Security} to the next. {@link dev.muster.catalog.security.Permissions} is
 * what one user may do, {@link dev.muster.catalog.security.RequiredPrivileges} what a command asks for. Passwords are
 * hashed by {@link dev.muster.catalog.security.PasswordHash} before a command comes here, never while it is applied.
 */
package dev.muster.catalog.security;
