/**
 * Object stores in the place of folders: {@link dev.muster.backup.objects.ObjectDisk} shows one as a {@link
 * dev.muster.runtime.Disk}, as far as artifacts need one, so that everything that works on folders of artifacts works there as
 * well. What a store can do is {@link dev.muster.backup.objects.ObjectStore}; {@link
 * dev.muster.backup.objects.RoutedDisk} decides which path belongs to which.
 *
 * <p>Calls block, and are made on lanes and threads that may.
 */
package dev.muster.backup.objects;
