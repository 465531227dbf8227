package io.terrarium.wire;

import io.terrarium.value.BoolValue;
import io.terrarium.value.ComplexValue;
import io.terrarium.value.DictValue;
import io.terrarium.value.FloatValue;
import io.terrarium.value.IntValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.NoneValue;
import io.terrarium.value.SetValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.TupleValue;
import io.terrarium.value.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Marshal data from a worker, which may be hostile, as a {@link Value}.
 *
 * <p>Theory of operation. Data that is not exactly what {@link io.terrarium.wire} specifies ends in
 * a {@link WireFormatException}, and in nothing else. Time and memory are proportional to the
 * length of the data: each value takes a byte at least, and the counts that containers declare are
 * held against the bytes that are left <em>for all unfinished containers together</em>, so that
 * nested lists cannot each be given the room that only one of them can fill. The stack is bounded
 * by the depth, which is bounded by {@link DecoderLimits#MAX_DEPTH}. Nothing is hashed or sorted.
 */
public final class ValueDecoder {
  /** From so many on, a list of nothing but floats is read as such. */
  private static final int MANY_FLOATS = 8;

  /** So many values are not worth counting: half a megabyte. */
  private static final int FEW_NODES = 10_000;

  /** So many are counted at once. */
  private static final int NODES_IN_PART = 100_000;

  /** What a value takes with what belongs to it, roughly. */
  private static final int NODE_BYTES = 48;

  private final MarshalReader in;
  private final ResultHeap heap;
  private final int maximumDepth;

  /** Those for which there is room; and those for which room has to be taken first. */
  private int nodesLeft;

  private int nodesToCome;
  private long taken;

  /** Items that containers have declared and that were not begun. */
  private long owed;

  private final TaggedForms tagged;

  ValueDecoder(MarshalReader in, DecoderLimits limits) throws WireFormatException {
    this(in, limits, ResultHeap.OF_ALL);
  }

  ValueDecoder(MarshalReader in, DecoderLimits limits, ResultHeap heap) throws WireFormatException {
    if (in.remaining() > limits.bytes()) {
      throw in.problem(in.remaining() + " bytes, where " + limits.bytes() + " is the most");
    }
    this.in = in;
    this.maximumDepth = limits.depth();
    this.heap = heap;
    this.nodesLeft = Math.min(limits.nodes(), FEW_NODES);
    this.nodesToCome = limits.nodes() - nodesLeft;
    this.tagged = new TaggedForms(in, this);
  }

  /**
   * The one value that the data holds.
   *
   * @throws WireFormatException if it holds anything else, or more than the limits allow
   * @throws OutOfMemoryError if there is no room in the {@link ResultHeap}
   */
  public static Value decode(byte[] data, DecoderLimits limits) throws WireFormatException {
    return decode(ByteBuffer.wrap(data), limits);
  }

  /**
   * The one value that lies between the buffer's position and its limit, which stay as they are.
   *
   * @param data a buffer with an accessible array
   * @throws WireFormatException if it holds anything else, or more than the limits allow
   * @throws OutOfMemoryError if there is no room in the {@link ResultHeap}
   */
  public static Value decode(ByteBuffer data, DecoderLimits limits) throws WireFormatException {
    var in = new MarshalReader(data);
    Value value = new ValueDecoder(in, limits).whole();
    in.requireEnd();
    return value;
  }

  /** The next value, which is in no other. */
  Value whole() throws WireFormatException {
    try {
      return value(0);
    } finally {
      if (taken > 0) {
        heap.giveBack(taken);
        taken = 0;
      }
    }
  }

  /**
   * @param depth how many containers the value is in
   */
  Value value(int depth) throws WireFormatException {
    if (--nodesLeft < 0) {
      nodesLeft = 0;
      takeRoomFor(1);
      nodesLeft--;
    }
    byte type = in.type();
    return switch (type) {
      case Marshal.FLOAT -> new FloatValue(in.float64());
      case Marshal.INT -> IntValue.of(in.int32());
      case Marshal.STR -> new StrValue(in.rawText());
      case Marshal.NONE -> NoneValue.INSTANCE;
      case Marshal.TRUE -> BoolValue.TRUE;
      case Marshal.FALSE -> BoolValue.FALSE;
      case Marshal.BYTES -> in.rawBytes();
      case Marshal.LONG -> IntValue.of(in.digits());
      case Marshal.COMPLEX -> new ComplexValue(in.float64(), in.float64());
      case Marshal.LIST -> list(inner(depth));
      case Marshal.TUPLE -> tuple(inner(depth));
      case Marshal.DICT -> dict(inner(depth));
      case Marshal.SET -> set(false, inner(depth));
      case Marshal.FROZENSET -> set(true, inner(depth));
      default -> throw in.problem("type " + MarshalReader.describe(type) + " is none that is sent");
    };
  }

  private ListValue list(int depth) throws WireFormatException {
    int count = in.count();
    if (count >= MANY_FLOATS && count <= nodesInAll() && in.floatsFollow(count)) {
      spendOnFloats(count);
      return ListValue.ofDoubles(in.floats(count));
    }
    return new ListValue(items(count, depth));
  }

  private Value tuple(int depth) throws WireFormatException {
    int count = in.count();
    if (count > 0 && in.peek() == Marshal.ELLIPSIS) {
      return tagged.form(count, depth);
    }
    return new TupleValue(items(count, depth));
  }

  List<Value> items(int count, int depth) throws WireFormatException {
    if (count > in.remaining() - owed) {
      throw in.problem(
          count
              + " items, where "
              + in.remaining()
              + " bytes are left for "
              + owed
              + " others too");
    }
    takeRoomFor(count);
    owed += count;
    Value[] items = new Value[count];
    for (int i = 0; i < count; i++) {
      owed--;
      items[i] = value(depth);
    }
    return List.of(items);
  }

  private long nodesInAll() {
    return (long) nodesLeft + nodesToCome;
  }

  /** Makes sure that so many values can come. */
  private void takeRoomFor(int nodes) throws WireFormatException {
    if (nodes <= nodesLeft) {
      return;
    }
    if (nodes > nodesInAll()) {
      throw in.problem("more values than are allowed");
    }
    int more = Math.min(nodesToCome, Math.max(nodes - nodesLeft, NODES_IN_PART));
    heap.take((long) more * NODE_BYTES);
    taken += (long) more * NODE_BYTES;
    nodesLeft += more;
    nodesToCome -= more;
  }

  /** They lie in one array, so they take less than other values. */
  private void spendOnFloats(int count) {
    if (count <= nodesLeft) {
      nodesLeft -= count;
      return;
    }
    long bytes = (long) count * Double.BYTES;
    heap.take(bytes);
    taken += bytes;
    int toCome = Math.min(count, nodesToCome);
    nodesToCome -= toCome;
    nodesLeft -= count - toCome;
  }

  private DictValue dict(int depth) throws WireFormatException {
    var entries = new ArrayList<DictValue.Entry>(4);
    while (in.peek() != Marshal.DICT_END) {
      Value key = value(depth);
      requireSimple(key);
      entries.add(new DictValue.Entry(key, value(depth)));
    }
    in.type(Marshal.DICT_END);
    return new DictValue(entries);
  }

  private SetValue set(boolean frozen, int depth) throws WireFormatException {
    List<Value> items = items(in.count(), depth);
    for (Value item : items) {
      requireSimple(item);
    }
    return new SetValue(items, frozen);
  }

  /** There is one way only to write a dict or a set with other keys: the tagged one. */
  private void requireSimple(Value key) throws WireFormatException {
    if (!ValueForms.isSimple(key)) {
      throw in.problem("a " + key.typeName() + " as the key of a dict or set without a tag");
    }
  }

  /** The depth of what is in a container. */
  private int inner(int depth) throws WireFormatException {
    if (depth >= maximumDepth) {
      throw in.problem("nested deeper than " + maximumDepth);
    }
    return depth + 1;
  }
}
