package dev.muster.store;

import java.util.UUID;

/**
 * Which database this is and which store of it (DESIGN, D5). {@code databaseId} is born with CREATE DATABASE; backup
 * chains hang on it. {@code storeId} is born with a store's contents and travels with every copy of them.
 */
public record StoreIdentity(UUID databaseId, UUID storeId) {}
