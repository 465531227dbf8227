package io.terrarium.engine.wasm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import run.endive.runtime.Instance;
import run.endive.wasm.WasmModule;

/**
 * An instance in which the runtime is ready for a program, at rest: all of its memory and its
 * globals. Instances are made from it by sharing its pages. Immutable.
 *
 * <p>It can be taken whenever no function of the instance is running, for then nothing of it is
 * anywhere else: the tables of this module never change.
 */
final class Image {
  private static final int PAGE = 1 << 16;
  private static final byte[] ZEROS = new byte[PAGE];
  private static final int PAGES_IN_PART = 16;
  private static final int PAGES_AT_MOST = 4096;
  private static final int GLOBALS_AT_MOST = 1000;

  private final String identity;
  private final String python;
  private final WasmModule module;

  /** Nobody may change them: instances have them as their own until they write. */
  private final byte[][] pages;

  private final long[] globals;

  private Image(String identity, String python, WasmModule module, byte[][] pages, long[] globals) {
    this.identity = identity;
    this.python = python;
    this.module = module;
    this.pages = pages;
    this.globals = globals;
  }

  /** Of what it was made; see {@link ImageMaker}. */
  String identity() {
    return identity;
  }

  /** Its version of Python. */
  String python() {
    return python;
  }

  /** What instances are made of, without the data that the image has already. */
  WasmModule module() {
    return module;
  }

  /** That of an instance in which nothing runs now. */
  static Image of(String identity, String python, WasmModule module, Instance instance) {
    var memory = (CopyOnWriteMemory) instance.memory();
    byte[][] pages = memory.image();
    for (int page = 0; page < pages.length; page++) {
      if (Arrays.equals(pages[page], ZEROS)) {
        pages[page] = ZEROS;
      }
    }
    long[] globals =
        IntStream.range(0, instance.globalCount())
            .mapToLong(index -> instance.global(index).getValue())
            .toArray();
    return new Image(identity, python, module, pages, globals);
  }

  /** A new instance that is as this one was. */
  Instance restore(CopyOnWriteMemory memory, Wasi wasi) {
    Instance instance = PythonAbi.instance(module, memory, wasi);
    instance.initialize(false);
    for (int index = 0; index < globals.length; index++) {
      instance.global(index).setValue(globals[index]);
    }
    return instance;
  }

  /** Memory for an instance of it, that may grow by so many bytes. */
  CopyOnWriteMemory memory(long bytes, HeapBudget budget) {
    return CopyOnWriteMemory.of(pages, pagesAtMost(bytes), budget);
  }

  /** How many pages its instances may have where they may use so many bytes more than it has. */
  int pagesAtMost(long bytes) {
    return (int) Math.min(pages.length + bytes / PAGE, CopyOnWriteMemory.PAGES_AT_MOST);
  }

  /** Its pages, which nobody may change. */
  byte[][] pages() {
    return pages;
  }

  /** The size of its memory. */
  long bytes() {
    return (long) pages.length * PAGE;
  }

  /**
   * Writes it so that {@link #read} can read it.
   *
   * @param lean the module's own bytes, without its data
   */
  void write(DataOutputStream out, byte[] lean) throws IOException {
    out.writeUTF(identity);
    out.writeUTF(python);
    out.writeInt(lean.length);
    out.write(lean);
    out.writeInt(globals.length);
    for (long global : globals) {
      out.writeLong(global);
    }
    out.writeInt(pages.length);
    for (int first = 0; first < pages.length; first += PAGES_IN_PART) {
      byte[] part = deflated(first);
      out.writeInt(part.length);
      out.write(part);
    }
  }

  private byte[] deflated(int first) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      int last = Math.min(first + PAGES_IN_PART, pages.length);
      byte[] plain = new byte[(last - first) * PAGE];
      for (int page = first; page < last; page++) {
        System.arraycopy(pages[page], 0, plain, (page - first) * PAGE, PAGE);
      }
      deflater.setInput(plain);
      deflater.finish();
      byte[] made = new byte[plain.length + PAGE];
      return Arrays.copyOf(made, deflater.deflate(made));
    } finally {
      deflater.close();
    }
  }

  /** Reads what {@link #write} wrote, on all processors. */
  static Image read(InputStream stream) throws IOException {
    var in = new DataInputStream(stream);
    String identity = in.readUTF();
    String python = in.readUTF();
    byte[] lean = in.readNBytes(in.readInt());
    long[] globals = new long[within(in.readInt(), GLOBALS_AT_MOST)];
    for (int index = 0; index < globals.length; index++) {
      globals[index] = in.readLong();
    }
    byte[][] pages = new byte[within(in.readInt(), PAGES_AT_MOST)][];
    List<byte[]> parts = new ArrayList<>();
    for (int first = 0; first < pages.length; first += PAGES_IN_PART) {
      parts.add(in.readNBytes(in.readInt()));
    }
    // Meanwhile: it is done when the pages are.
    var module = CompletableFuture.supplyAsync(() -> PythonAbi.module(lean));
    IntStream.range(0, parts.size())
        .parallel()
        .forEach(part -> inflate(parts.get(part), pages, part * PAGES_IN_PART));
    return new Image(identity, python, module.join(), pages, globals);
  }

  private static int within(int count, int most) throws IOException {
    if (count < 0 || count > most) {
      throw new IOException("an image with a count of " + count);
    }
    return count;
  }

  private static void inflate(byte[] part, byte[][] pages, int first) {
    var inflater = new Inflater();
    try {
      inflater.setInput(part);
      for (int page = first; page < Math.min(first + PAGES_IN_PART, pages.length); page++) {
        byte[] plain = new byte[PAGE];
        int filled = 0;
        while (filled < PAGE) {
          int more = inflater.inflate(plain, filled, PAGE - filled);
          if (more == 0) {
            throw new IllegalStateException("the image is cut off");
          }
          filled += more;
        }
        pages[page] = Arrays.equals(plain, ZEROS) ? ZEROS : plain;
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException("the image is damaged", e);
    } finally {
      inflater.close();
    }
  }
}
