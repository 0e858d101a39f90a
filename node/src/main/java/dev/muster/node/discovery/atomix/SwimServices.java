package dev.muster.node.discovery.atomix;

import io.atomix.cluster.messaging.BroadcastService;
import io.atomix.cluster.messaging.MessagingService;
import io.atomix.cluster.messaging.UnicastService;
import io.atomix.utils.net.Address;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The engine's three services as thin adapters over one {@link SwimTransport}. Any thread. */
final class SwimServices {
    private static final String UNICAST_PREFIX = "unicast/";

    private final MessagingService messaging;
    private final UnicastService unicast;
    private final BroadcastService broadcast = new NoBroadcast();

    SwimServices(SwimTransport transport, Address self) {
        messaging = new Messaging(transport, self);
        unicast = new Unicast(transport);
    }

    MessagingService messaging() {
        return messaging;
    }

    UnicastService unicast() {
        return unicast;
    }

    BroadcastService broadcast() {
        return broadcast;
    }

    /** Runs the work on the executor; a closed executor is a failed future, not an exception on the lane. */
    private static <T> CompletableFuture<T> on(Executor executor, java.util.function.Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    result.complete(work.get());
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    private record Messaging(SwimTransport transport, Address address) implements MessagingService {
        @Override
        public CompletableFuture<Void> sendAsync(Address to, String type, byte[] payload, boolean keepAlive) {
            transport.tell(to, type, payload);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<byte[]> sendAndReceive(Address to, String type, byte[] payload, boolean keepAlive) {
            return transport.ask(to, type, payload, 0);
        }

        @Override
        public CompletableFuture<byte[]> sendAndReceive(
                Address to, String type, byte[] payload, boolean keepAlive, Executor executor) {
            return answered(transport.ask(to, type, payload, 0), executor);
        }

        @Override
        public CompletableFuture<byte[]> sendAndReceive(
                Address to, String type, byte[] payload, boolean keepAlive, Duration timeout) {
            return transport.ask(to, type, payload, timeout.toMillis());
        }

        @Override
        public CompletableFuture<byte[]> sendAndReceive(
                Address to, String type, byte[] payload, boolean keepAlive, Duration timeout, Executor executor) {
            return answered(transport.ask(to, type, payload, timeout.toMillis()), executor);
        }

        @Override
        public void registerHandler(String type, BiConsumer<Address, byte[]> handler, Executor executor) {
            transport.handle(
                    type,
                    (from, payload) -> on(executor, () -> {
                        handler.accept(from, payload);
                        return new byte[0];
                    }));
        }

        @Override
        public void registerHandler(String type, BiFunction<Address, byte[], byte[]> handler, Executor executor) {
            transport.handle(type, (from, payload) -> on(executor, () -> handler.apply(from, payload)));
        }

        @Override
        public void registerHandler(String type, BiFunction<Address, byte[], CompletableFuture<byte[]>> handler) {
            transport.handle(type, handler);
        }

        @Override
        public void unregisterHandler(String type) {
            transport.unhandle(type);
        }

        private static CompletableFuture<byte[]> answered(CompletableFuture<byte[]> answer, Executor executor) {
            CompletableFuture<byte[]> result = new CompletableFuture<>();
            answer.whenComplete((payload, failure) -> {
                try {
                    executor.execute(() -> {
                        if (failure == null) {
                            result.complete(payload);
                        } else {
                            result.completeExceptionally(failure);
                        }
                    });
                } catch (RejectedExecutionException e) {
                    result.completeExceptionally(e);
                }
            });
            return result;
        }
    }

    private record Unicast(SwimTransport transport) implements UnicastService {
        @Override
        public void unicast(Address to, String subject, byte[] payload) {
            transport.tell(to, UNICAST_PREFIX + subject, payload);
        }

        @Override
        public void addListener(String subject, BiConsumer<Address, byte[]> listener, Executor executor) {
            transport.handle(
                    UNICAST_PREFIX + subject,
                    (from, payload) -> on(executor, () -> {
                        listener.accept(from, payload);
                        return new byte[0];
                    }));
        }

        @Override
        public void removeListener(String subject, BiConsumer<Address, byte[]> listener) {
            transport.unhandle(UNICAST_PREFIX + subject);
        }
    }

    /** There is no broadcast between servers; SWIM does without. */
    private static final class NoBroadcast implements BroadcastService {
        @Override
        public void broadcast(String subject, byte[] message) {
            // Gossip reaches everybody in time.
        }

        @Override
        public void addListener(String subject, Consumer<byte[]> listener) {
            // Nothing will ever come.
        }

        @Override
        public void removeListener(String subject, Consumer<byte[]> listener) {
            // Nothing was added.
        }
    }
}
