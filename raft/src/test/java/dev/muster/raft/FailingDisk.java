package dev.muster.raft;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.World;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** A disk whose calls of some names fail from a moment on, as a broken device's or one remounted read-only do. */
final class FailingDisk {
    private final String message;
    private final Set<String> failing;
    boolean broken;

    FailingDisk(String message, String... failing) {
        this.message = message;
        this.failing = Set.of(failing);
    }

    World around(World world) {
        Disk disk = (Disk) proxy(Disk.class, world.disk());
        return new World(world.clock(), world.scheduler(), world.random(), disk, world.network());
    }

    private Object proxy(Class<?> type, Object target) {
        InvocationHandler handler = (self, method, arguments) -> {
            if (broken && failing.contains(method.getName())) {
                throw new IOException(message);
            }
            try {
                Object result = method.invoke(target, arguments);
                return result instanceof DiskFile ? proxy(DiskFile.class, result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
