package dev.muster.bolt;

import dev.muster.bolt.handshake.Offer;
import dev.muster.bolt.handshake.ProtocolVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The first bytes of a connection, on its I/O thread: agrees on a version and makes way for messages, answers a browser,
 * hangs up on anything else.
 */
final class HandshakeHandler extends ByteToMessageDecoder {
    private static final int GET = 0x47455420; // "GET "
    private static final int HTTP_BYTES_MAX = 8 * 1024;
    private static final int VARINT_BYTES_MAX = 9;
    private static final byte[] HTTP_ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 2\r\nConnection: close\r\n\r\n{}")
            .getBytes(StandardCharsets.US_ASCII);

    private final Tally tally;
    private final Agreement agreement;
    private boolean picking;
    private boolean over;

    HandshakeHandler(Tally tally, Agreement agreement) {
        this.tally = tally;
        this.agreement = agreement;
    }

    /** Told once what was agreed on; installs the handlers that read messages. */
    @FunctionalInterface
    interface Agreement {
        void reached(ChannelHandlerContext context, ProtocolVersion version, boolean manifest);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (over) {
            in.skipBytes(in.readableBytes());
        } else if (picking) {
            pick(context, in);
        } else if (in.readableBytes() >= 4) {
            begin(context, in);
        }
    }

    private void begin(ChannelHandlerContext context, ByteBuf in) {
        int first = in.getInt(in.readerIndex());
        if (first == GET) {
            answerBrowser(context, in);
        } else if (first != Offer.MAGIC) {
            hangUp(context, in);
        } else if (in.readableBytes() >= 20) {
            in.skipBytes(4);
            Offer.Answer answer = Offer.answer(in.readInt(), in.readInt(), in.readInt(), in.readInt());
            context.writeAndFlush(Unpooled.wrappedBuffer(answer.bytes()));
            picking = answer.manifest();
            if (answer.version().isPresent()) {
                agree(context, answer.version().get(), false);
            } else if (!picking) {
                hangUp(context, in);
            }
        }
    }

    /** After our manifest: one version and a mask of capabilities, of which we have none. */
    private void pick(ChannelHandlerContext context, ByteBuf in) {
        int end = in.readerIndex() + 4;
        while (end < in.writerIndex() && in.getByte(end) < 0) {
            end++;
        }
        if (end - in.readerIndex() - 4 > VARINT_BYTES_MAX) {
            hangUp(context, in);
        } else if (end < in.writerIndex()) {
            Optional<ProtocolVersion> version = Offer.picked(in.readInt());
            in.readerIndex(end + 1);
            if (version.isPresent()) {
                agree(context, version.get(), true);
            } else {
                hangUp(context, in);
            }
        }
    }

    private void agree(ChannelHandlerContext context, ProtocolVersion version, boolean manifest) {
        agreement.reached(context, version, manifest);
        context.pipeline().remove(this);
    }

    private void answerBrowser(ChannelHandlerContext context, ByteBuf in) {
        boolean complete = in.toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n");
        if (complete) {
            over = true;
            tally.httpRequests.increment();
            in.skipBytes(in.readableBytes());
            context.writeAndFlush(Unpooled.wrappedBuffer(HTTP_ANSWER)).addListener(ChannelFutureListener.CLOSE);
        } else if (in.readableBytes() > HTTP_BYTES_MAX) {
            hangUp(context, in);
        }
    }

    private void hangUp(ChannelHandlerContext context, ByteBuf in) {
        over = true;
        tally.handshakesFailed.increment();
        in.skipBytes(in.readableBytes());
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** The connection broke, or it did not get to be encrypted. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!over && cause instanceof DecoderException) {
            tally.handshakesFailed.increment();
        }
        over = true;
        context.close();
    }
}
