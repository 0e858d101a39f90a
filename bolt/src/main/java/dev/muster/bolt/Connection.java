package dev.muster.bolt;

import dev.muster.bolt.message.MessageType;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between a socket and its {@link Session}: queues messages on the I/O thread, has them worked on in order by one worker
 * at a time, sees a RESET when it arrives, pauses a session whose client does not read, and keeps a waiting client awake.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int QUEUE_MESSAGES_MAX = 1_000;
    private static final int QUEUE_BYTES_MAX = 16 * 1024 * 1024;
    private static final byte[] NOOP = {0, 0};

    private final Channel channel;
    private final Session session;
    private final Outbox out;
    private final Executor workers;
    private final Tally tally;
    private final Runnable ended;

    /** Guards all below. */
    private final Object lock = new Object();

    private final Deque<Queued> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean working;
    /** Whether it has worked since the client was last looked at for being idle: its answer may still be on the way. */
    private boolean worked;

    private boolean quiet;
    private boolean paused;
    private boolean lost;

    /** A message that waits; {@code begun} if nothing was before it when it came. */
    private record Queued(Object message, boolean begun) {
        int bytes() {
            return message instanceof byte[] bytes ? bytes.length : 0;
        }
    }

    Connection(Channel channel, Session session, Outbox out, Executor workers, Tally tally, Runnable ended) {
        this.channel = channel;
        this.session = session;
        this.out = out;
        this.workers = workers;
        this.tally = tally;
        this.ended = ended;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        boolean reset = message instanceof byte[] bytes && MessageType.isReset(bytes);
        if (reset) {
            session.resetArrived();
        }
        synchronized (lock) {
            Queued queued = new Queued(message, queue.isEmpty() && (quiet || !working && !paused));
            queue.add(queued);
            queuedBytes += queued.bytes();
            if (isFull()) {
                channel.config().setAutoRead(false);
            }
            paused &= !reset;
            wake();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (channel.isWritable()) {
            synchronized (lock) {
                paused = false;
                wake();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        session.lost();
        synchronized (lock) {
            lost = true;
            paused = false;
            wake();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof IdleStateEvent idle) {
            boolean busy;
            boolean justDone;
            synchronized (lock) {
                busy = working || paused;
                justDone = !busy && worked;
                worked &= idle.state() != IdleState.READER_IDLE;
            }
            if (idle.state() == IdleState.WRITER_IDLE && busy && channel.isWritable()) {
                channel.writeAndFlush(Unpooled.wrappedBuffer(NOOP));
            } else if (idle.state() == IdleState.READER_IDLE && !busy && !justDone) {
                tally.timeouts.increment();
                channel.close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        LOG.debug("connection lost: {}", cause.toString());
        channel.close();
    }

    private boolean isFull() {
        return queue.size() >= QUEUE_MESSAGES_MAX || queuedBytes >= QUEUE_BYTES_MAX;
    }

    /** With the lock held: sees to it that a worker is or will be on this session, unless its client must read first. */
    private void wake() {
        if (!working && !paused) {
            working = true;
            worked = true;
            workers.execute(this::workUnlessBroken);
        }
    }

    private void workUnlessBroken() {
        try {
            work();
        } catch (RuntimeException | Error e) { // the session could not even answer: end it, and nothing else
            LOG.error("a session ends because of a defect", e);
            synchronized (lock) {
                working = false;
            }
            channel.close();
        }
    }

    private void work() {
        while (true) {
            if (session.isSending() && !isLost()) {
                if (!session.proceed() && pause()) {
                    return;
                }
                continue;
            }
            Queued next = take();
            if (next == null) {
                return;
            }
            if (next.message() instanceof byte[] bytes) {
                session.work(bytes, next.begun());
            } else {
                session.refuse((ChunkDecoder.Oversized) next.message());
            }
        }
    }

    private boolean isLost() {
        synchronized (lock) {
            return lost;
        }
    }

    /** Leaves the session until its client has read; false if that has just happened, or there is a reason to go on. */
    private boolean pause() {
        out.flush();
        synchronized (lock) {
            if (lost || channel.isWritable() || session.isInterrupted()) {
                return false;
            }
            working = false;
            paused = true;
            return true;
        }
    }

    /** The next message; null if there is none, and then the worker has left the session. */
    private Queued take() {
        while (true) {
            synchronized (lock) {
                if (lost) {
                    break;
                }
                Queued next = queue.poll();
                quiet = next == null;
                if (next != null) {
                    resumeReading(next);
                    return next;
                }
            }
            out.flush();
            synchronized (lock) {
                if (queue.isEmpty() && !lost) {
                    working = false;
                    return null;
                }
            }
        }
        session.end();
        ended.run();
        return null;
    }

    private void resumeReading(Queued taken) {
        boolean wasFull = isFull() || !channel.config().isAutoRead();
        queuedBytes -= taken.bytes();
        if (wasFull && queue.size() <= QUEUE_MESSAGES_MAX / 2 && queuedBytes <= QUEUE_BYTES_MAX / 2) {
            channel.config().setAutoRead(true);
        }
    }
}
