package dev.muster.runtime.real;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Turns host names into addresses on threads of its own, since the operating system may take seconds over it and the
 * network threads carry everybody's messages. Numeric addresses cost nothing. Idle threads end.
 */
final class NameResolver implements AutoCloseable {
    private static final int THREADS_MAX = 4;
    private static final int IDLE_SECONDS_MAX = 10;

    private final ThreadPoolExecutor threads;

    NameResolver(String name) {
        threads = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                IDLE_SECONDS_MAX,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(name + "/resolver", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /** The addresses of a host, at least one; fails with {@link UnknownHostException}. */
    CompletionStage<List<InetAddress>> resolve(String host) {
        byte[] numeric = NetUtil.createByteArrayFromIpAddressString(host);
        if (numeric != null) {
            return CompletableFuture.completedStage(List.of(addressOf(numeric)));
        }
        try {
            return CompletableFuture.supplyAsync(() -> lookUp(host), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(new UnknownHostException("the network is closed"));
        }
    }

    private static InetAddress addressOf(byte[] numeric) {
        try {
            return InetAddress.getByAddress(numeric);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + numeric.length + " bytes", e);
        }
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
