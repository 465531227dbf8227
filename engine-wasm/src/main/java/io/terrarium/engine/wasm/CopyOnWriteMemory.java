package io.terrarium.engine.wasm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmInterruptedException;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;

/**
 * The linear memory of one instance, which shares the pages of an image until it writes to them.
 *
 * <p>Theory of operation. Every page is looked up twice, in what is read and in what is written: a
 * page of the image is in the first alone, and is copied when it is not found in the second. So a
 * new instance costs two arrays of references, and reading costs nothing more than in a memory of
 * pages that shares nothing. Whatever is wrong with an address shows as an exception of Java's own
 * array accesses; memory that is not there has no page.
 *
 * <p>Only the instance's own thread reads and writes; {@link #limitTo} and {@link #pages} may be
 * called by others.
 */
@SuppressWarnings("removal") // Of the interface, for memory that several threads share.
final class CopyOnWriteMemory implements Memory {
  private static final int SHIFT = 16;
  private static final int SIZE = 1 << SHIFT;
  private static final int MASK = SIZE - 1;

  /** Addresses are signed for the machine that this is the memory of. */
  static final int PAGES_AT_MOST = Integer.MAX_VALUE / SIZE;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final HeapBudget budget;
  private final boolean isOfImage;
  private final int initialPages;
  private boolean isCounted;
  private int taken;
  private byte[][] readable;
  private byte[][] writable;
  private volatile int pages;
  private volatile int most;

  /** Memory of nothing but zeros. */
  static CopyOnWriteMemory empty(int pages) {
    var memory = new CopyOnWriteMemory(new byte[0][], false, HeapBudget.unbounded());
    memory.most = PAGES_AT_MOST;
    memory.grow(pages);
    return memory;
  }

  /**
   * Memory that begins as an image is.
   *
   * @param image its pages, which nobody may change
   * @param most how many pages there may be
   */
  static CopyOnWriteMemory of(byte[][] image, int most, HeapBudget budget) {
    var memory = new CopyOnWriteMemory(image, true, budget);
    memory.most = most;
    return memory;
  }

  private CopyOnWriteMemory(byte[][] image, boolean isOfImage, HeapBudget budget) {
    this.budget = budget;
    this.isOfImage = isOfImage;
    this.initialPages = image.length;
    this.readable = image.clone();
    this.writable = new byte[image.length][];
    this.pages = image.length;
  }

  /** Its pages as they are now; where it goes on, they are not to be relied upon. */
  byte[][] image() {
    return Arrays.copyOf(readable, pages);
  }

  /** Lets it grow no further than to this many pages; what it has, it keeps. */
  void limitTo(int newMost) {
    most = Math.min(most, newMost);
  }

  /** From now on, each page that becomes its own is taken from the budget. */
  void count() {
    isCounted = true;
  }

  /** Gives back what it took from the budget; nothing may be done with it any more. */
  void release() {
    budget.giveBack(taken);
    taken = 0;
    // Who keeps an outcome keeps the worker's end, and is not to keep all that it had in memory.
    readable = new byte[0][];
    writable = readable;
  }

  private void giveBack(int pagesBack) {
    if (isCounted) {
      budget.giveBack(pagesBack);
      taken -= pagesBack;
    }
  }

  private boolean take(int more) {
    if (!isCounted) {
      return true;
    }
    boolean isThere = budget.take(more);
    taken += isThere ? more : 0;
    return isThere;
  }

  @Override
  public int pages() {
    return pages;
  }

  @Override
  public int initialPages() {
    return initialPages;
  }

  @Override
  public int maximumPages() {
    return most;
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public int grow(int more) {
    int before = pages;
    if (more < 0 || more > most - before) {
      return -1;
    }
    if (!take(more)) {
      return -1;
    }
    try {
      if (before + more > writable.length) {
        int room = Math.min(Math.max(most, before + more), before + more + (before >> 1));
        readable = Arrays.copyOf(readable, room);
        writable = Arrays.copyOf(writable, room);
      }
      for (int page = before; page < before + more; page++) {
        byte[] made = new byte[SIZE];
        readable[page] = made;
        writable[page] = made;
      }
    } catch (OutOfMemoryError e) {
      // The virtual machine has no more: for the program its own memory has come to an end.
      Arrays.fill(readable, before, readable.length, null);
      Arrays.fill(writable, before, writable.length, null);
      giveBack(more);
      return -1;
    }
    pages = before + more;
    return before;
  }

  @Override
  public void initialize(Instance instance, DataSegment[] segments) {
    initialize(instance, segments, 0);
  }

  @Override
  public void initialize(Instance instance, DataSegment[] segments, int memoryIndex) {
    if (isOfImage) {
      return;
    }
    for (DataSegment segment : segments) {
      if (segment instanceof ActiveDataSegment active) {
        long offset =
            ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
        write((int) offset, active.data(), 0, active.data().length);
      }
    }
  }

  @Override
  public void initPassiveSegment(int segment, int destination, int offset, int size) {
    throw new WasmRuntimeException("the module has no passive data");
  }

  @Override
  public void drop(int segment) {
    // Nothing is kept of it.
  }

  @Override
  public void zero() {
    // It is, or it is to be what the image is.
  }

  // Reading. What is called for each access is kept so small that every compiler puts it in place.

  @Override
  public byte read(int address) {
    try {
      return readable[address >>> SHIFT][address & MASK];
    } catch (RuntimeException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public short readShort(int address) {
    try {
      return (short) SHORTS.get(readable[address >>> SHIFT], address & MASK);
    } catch (RuntimeException e) {
      return (short) readAcrossPages(address, Short.BYTES);
    }
  }

  @Override
  public int readInt(int address) {
    try {
      return (int) INTS.get(readable[address >>> SHIFT], address & MASK);
    } catch (RuntimeException e) {
      return (int) readAcrossPages(address, Integer.BYTES);
    }
  }

  @Override
  public long readLong(int address) {
    try {
      return (long) LONGS.get(readable[address >>> SHIFT], address & MASK);
    } catch (RuntimeException e) {
      return readAcrossPages(address, Long.BYTES);
    }
  }

  @Override
  public long readU16(int address) {
    return readShort(address) & 0xffff;
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public float readFloat(int address) {
    return Float.intBitsToFloat(readInt(address));
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public double readDouble(int address) {
    return Double.longBitsToDouble(readLong(address));
  }

  @Override
  public byte[] readBytes(int address, int size) {
    requireInside(address, size);
    byte[] bytes = new byte[size];
    int done = 0;
    while (done < size) {
      int at = address + done;
      int part = Math.min(size - done, SIZE - (at & MASK));
      System.arraycopy(readable[at >>> SHIFT], at & MASK, bytes, done, part);
      done += part;
    }
    return bytes;
  }

  /** What no page holds all of: either two hold it, or it is nowhere. */
  private long readAcrossPages(int address, int size) {
    requireInside(address, size);
    long value = 0;
    for (int index = size - 1; index >= 0; index--) {
      value = (value << Byte.SIZE) | (read(address + index) & 0xff);
    }
    return value;
  }

  // Writing

  @Override
  public void writeByte(int address, byte value) {
    try {
      writable(address >>> SHIFT)[address & MASK] = value;
    } catch (RuntimeException e) {
      throw outOfBounds(e);
    }
  }

  @Override
  public void writeShort(int address, short value) {
    try {
      SHORTS.set(writable(address >>> SHIFT), address & MASK, value);
    } catch (RuntimeException e) {
      writeAcrossPages(address, value, Short.BYTES);
    }
  }

  @Override
  public void writeI32(int address, int value) {
    try {
      INTS.set(writable(address >>> SHIFT), address & MASK, value);
    } catch (RuntimeException e) {
      writeAcrossPages(address, value, Integer.BYTES);
    }
  }

  @Override
  public void writeLong(int address, long value) {
    try {
      LONGS.set(writable(address >>> SHIFT), address & MASK, value);
    } catch (RuntimeException e) {
      writeAcrossPages(address, value, Long.BYTES);
    }
  }

  @Override
  public void writeF32(int address, float value) {
    writeI32(address, Float.floatToRawIntBits(value));
  }

  @Override
  public void writeF64(int address, double value) {
    writeLong(address, Double.doubleToRawLongBits(value));
  }

  @Override
  public void write(int address, byte[] data, int offset, int size) {
    requireInside(address, size);
    int done = 0;
    while (done < size) {
      int at = address + done;
      int part = Math.min(size - done, SIZE - (at & MASK));
      System.arraycopy(data, offset + done, writable(at >>> SHIFT), at & MASK, part);
      done += part;
    }
  }

  @Override
  public void fill(byte value, int from, int to) {
    requireInside(from, to - from);
    int at = from;
    while (at < to) {
      int offset = at & MASK;
      int part = Math.min(to - at, SIZE - offset);
      Arrays.fill(writable(at >>> SHIFT), offset, offset + part, value);
      at += part;
      stopIfInterrupted();
    }
  }

  /** As {@code memmove} does: the two may overlap. */
  @Override
  public void copy(int to, int from, int size) {
    requireInside(to, size);
    requireInside(from, size);
    if (to <= from || to >= from + size) {
      copyUpwards(to, from, size);
    } else {
      copyDownwards(to, from, size);
    }
  }

  private void copyUpwards(int to, int from, int size) {
    int done = 0;
    while (done < size) {
      int source = from + done;
      int target = to + done;
      int part = Math.min(size - done, Math.min(SIZE - (source & MASK), SIZE - (target & MASK)));
      // First, since it may be the page that is read from.
      byte[] written = writable(target >>> SHIFT);
      System.arraycopy(readable[source >>> SHIFT], source & MASK, written, target & MASK, part);
      done += part;
      stopIfInterrupted();
    }
  }

  private void copyDownwards(int to, int from, int size) {
    int left = size;
    while (left > 0) {
      // Bytes of the page that the last one is in.
      int ofSource = ((from + left - 1) & MASK) + 1;
      int ofTarget = ((to + left - 1) & MASK) + 1;
      int part = Math.min(left, Math.min(ofSource, ofTarget));
      left -= part;
      byte[] written = writable((to + left) >>> SHIFT);
      System.arraycopy(
          readable[(from + left) >>> SHIFT],
          (from + left) & MASK,
          written,
          (to + left) & MASK,
          part);
      stopIfInterrupted();
    }
  }

  private void writeAcrossPages(int address, long value, int size) {
    requireInside(address, size);
    for (int index = 0; index < size; index++) {
      writeByte(address + index, (byte) (value >>> (index * Byte.SIZE)));
    }
  }

  private byte[] writable(int page) {
    byte[] own = writable[page];
    return own == null ? copied(page) : own;
  }

  private byte[] copied(int page) {
    byte[] shared = readable[page];
    if (!take(1)) {
      throw new OutOfMemoryError("all memory for programs is taken");
    }
    byte[] own = shared.clone();
    readable[page] = own;
    writable[page] = own;
    return own;
  }

  private void requireInside(int address, int size) {
    if (address < 0 || size < 0 || (long) address + size > (long) pages << SHIFT) {
      throw new WasmRuntimeException("out of bounds memory access");
    }
  }

  /** What is long enough to notice has to be as easy to stop as a loop. */
  private static void stopIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new WasmInterruptedException("interrupted");
    }
  }

  private static WasmRuntimeException outOfBounds(RuntimeException e) {
    return new WasmRuntimeException("out of bounds memory access", e);
  }

  // Of memory that several threads share, which this is not

  @Override
  public Object lock(int address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int waitOn(int address, int expected, long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int waitOn(int address, long expected, long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int notify(int address, int maximumThreads) {
    return 0;
  }
}
