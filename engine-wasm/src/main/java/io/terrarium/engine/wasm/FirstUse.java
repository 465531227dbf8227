package io.terrarium.engine.wasm;

import io.terrarium.EngineUnavailableException;
import io.terrarium.spi.WorkerExit;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.runtime.OpcodeImpl;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.WasmEngineException;

/**
 * Uses once, before any program does, all that a program can be the first in this virtual machine
 * to use.
 *
 * <p>Theory of operation. How deep on its stack an instance is when it asks for something is the
 * program's choice. A class that is initialised where the stack ends is of no use to anybody in
 * this virtual machine any more, be it ours, the library's or Java's own; and what finds and links
 * classes holds much that is everybody's, too. So nothing of that is left for programs: the classes
 * of the machine are loaded, each import is called as it should be and as it should not, and so is
 * what memory, traps and interruptions need. That nothing is forgotten here is held by a test,
 * which has the virtual machine tell of every class that a program is the first to use.
 */
final class FirstUse {
  /** An address that is in no memory. */
  private static final long NOWHERE = -1;

  /** In memory, far apart, and at the end of a page. */
  private static final long VECTOR = 1 << 10;

  private static final long PLACE = (1 << 16) - 4;
  private static final long OTHER_PLACE = 1 << 12;
  private static final int LONGEST_ARGUMENTS = 10;
  private static final int PAGES_LEFT = 4;
  private static final String NO_MACHINE = "this build of Terrarium has no machine for Python";

  private static boolean isDone;

  private final Image image;
  private final Streams streams = new Streams();
  private final Wasi wasi = new Wasi(streams, () -> {});
  private final CopyOnWriteMemory memory;
  private final Instance instance;

  /**
   * Does it, on a thread of its own, unless it was done.
   *
   * @return done when it is; then nobody else is to be waited for
   */
  static synchronized CompletableFuture<Void> begin(Image image) {
    if (isDone) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
        () -> {
          new FirstUse(image).ofAll();
          done();
        },
        work -> Thread.ofPlatform().name("terrarium-first-use").daemon().start(work));
  }

  private static synchronized void done() {
    isDone = true;
  }

  /**
   * Waits for the end of what was begun.
   *
   * @throws EngineUnavailableException when it failed
   */
  static void await(CompletableFuture<Void> begun) {
    try {
      begun.join();
    } catch (CompletionException e) {
      throw new EngineUnavailableException(
          "The wasm engine cannot be made ready for programs: " + e.getCause(), e);
    }
  }

  private FirstUse(Image image) {
    this.image = image;
    this.memory = image.memory(PAGES_LEFT << 16, HeapBudget.ofPages(2 * PAGES_LEFT));
    this.instance = image.restore(memory, wasi);
    memory.count();
  }

  private void ofAll() {
    try {
      for (String name : MachineMaker.classes()) {
        Class.forName(name);
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(NO_MACHINE, e);
    }
    imports();
    memory();
    traps();
    inTurn(FirstUse::waitForLock);
  }

  /** Whoever hears of an instance's end does so on its thread, and may have to wait for others. */
  private static void waitForLock() throws InterruptedException {
    var lock = new ReentrantLock();
    lock.lock();
    Thread.ofPlatform()
        .daemon()
        .start(() -> inTurn(() -> lock.tryLock(1, TimeUnit.MICROSECONDS)))
        .join();
  }

  private void imports() {
    var imports = wasi.imports(image.module());
    for (int index = 0; index < imports.functionCount(); index++) {
      imported(imports.function(index).handle());
    }
  }

  private void imported(WasmFunctionHandle function) {
    for (long descriptor = 0; descriptor < 3; descriptor++) {
      // Something to read, and a time to sleep for, where a function looks for either.
      inTurn(() -> streams.supervisor().write(ByteBuffer.allocate(1)));
      clear((int) VECTOR);
      memory.writeI32((int) VECTOR, (int) OTHER_PLACE);
      memory.writeI32((int) VECTOR + 4, 1);
      call(function, descriptor, VECTOR, 1, PLACE, 1);
      clear((int) VECTOR);
      memory.writeLong((int) VECTOR + 24, 1);
      call(function, VECTOR, OTHER_PLACE, 1, PLACE, 1);
      clear(0);
      call(function, descriptor, NOWHERE, 1, NOWHERE, NOWHERE);
      call(function, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE);
    }
    for (long first : new long[] {0, 1, VECTOR}) {
      Thread.currentThread().interrupt();
      call(function, first, VECTOR, 1, PLACE, 1);
      var _ = Thread.interrupted();
    }
  }

  private void clear(int address) {
    memory.fill((byte) 0, address, address + 64);
  }

  private void call(WasmFunctionHandle function, long... first) {
    long[] arguments = Arrays.copyOf(first, LONGEST_ARGUMENTS);
    inTurn(() -> function.apply(instance, arguments));
  }

  private void memory() {
    int size = memory.pages() << 16;
    for (int address : new int[] {(int) PLACE, (int) PLACE + 3, size - 1, size, -1}) {
      inTurn(() -> memory.read(address));
      inTurn(() -> memory.readShort(address));
      inTurn(() -> memory.readInt(address));
      inTurn(() -> memory.readLong(address));
      inTurn(() -> memory.readFloat(address));
      inTurn(() -> memory.readDouble(address));
      inTurn(() -> memory.writeByte(address, (byte) 1));
      inTurn(() -> memory.writeShort(address, (short) 1));
      inTurn(() -> memory.writeI32(address, 1));
      inTurn(() -> memory.writeLong(address, 1));
      inTurn(() -> memory.writeF32(address, 1));
      inTurn(() -> memory.writeF64(address, 1));
      inTurn(() -> memory.fill((byte) 0, address, address + 8));
      inTurn(() -> memory.copy(address, address + 4, 8));
      inTurn(() -> memory.copy(address + 4, address, 8));
    }
    Thread.currentThread().interrupt();
    inTurn(() -> memory.fill((byte) 0, 0, 8));
    var _ = Thread.interrupted();
    inTurn(() -> memory.grow(1));
    inTurn(() -> memory.grow(PAGES_LEFT));
    inTurn(() -> memory.grow(Integer.MAX_VALUE));
    try {
      // More than the budget of this one has.
      memory.fill((byte) 0, 0, (4 * PAGES_LEFT) << 16);
    } catch (OutOfMemoryError e) {
      // As it is to be.
    }
  }

  private void traps() {
    var _ = new WorkerExit.Status.Exited(0);
    inTurn(() -> {
      throw new WasmEngineException("call stack exhausted", new StackOverflowError());
    });
    inTurn(() -> {
      throw new WasmRuntimeException("unreachable");
    });
    inTurn(() -> OpcodeImpl.I32_DIV_S(1, 0));
    inTurn(() -> OpcodeImpl.I32_TRUNC_F64_S(Double.NaN));
    // A function that is not there: one of the table is none, and the table has an end.
    inTurn(() -> instance.table(0).requiredRef(0));
    inTurn(() -> instance.table(0).requiredRef(Integer.MAX_VALUE));
    inTurn(() -> instance.functionType(Integer.MAX_VALUE));
    try {
      // Those that the machine itself has, which is not there yet when this is compiled.
      for (Method method : Class.forName(MachineMaker.MACHINE + "Shaded").getMethods()) {
        if (method.getName().startsWith("throw")) {
          inTurn(() -> method.invoke(null, nothing(method.getParameterTypes())));
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(NO_MACHINE, e);
    }
  }

  private static @Nullable Object[] nothing(Class<?>[] types) {
    return Arrays.stream(types).map(type -> type == int.class ? (Object) 0 : null).toArray();
  }

  private interface Use {
    void once() throws Exception;
  }

  /** Whatever comes of it is what a program would get. */
  private static void inTurn(Use use) {
    try {
      use.once();
    } catch (Exception e) {
      // As it may be.
    }
  }
}
