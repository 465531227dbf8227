package io.terrarium.wire;

import java.nio.ByteBuffer;

/**
 * One frame from a worker.
 *
 * @param kind what it is
 * @param payload what it carries, from position to limit; it lies in the reader's own buffer and is
 *     good until the reader is asked for another frame
 */
public record Frame(FrameKind kind, ByteBuffer payload) {}
