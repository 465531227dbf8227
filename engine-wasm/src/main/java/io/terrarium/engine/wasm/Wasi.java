package io.terrarium.engine.wasm;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;

/**
 * All that an instance can ask of the world: its two streams, a coarse clock, random bytes, to
 * sleep, and to end. Every other function of WASI is refused; there is no code here that could
 * touch a file, a name or a connection.
 *
 * <p>Theory of operation. An import is looked up by its name when an instance is made, and one that
 * is not known gets an answer of refusal, so a newer artifact that wants more gets no more. All
 * numbers that come from the instance are used on its own memory alone, which checks them.
 */
class Wasi {
  static final int SUCCESS = 0;
  static final int BAD_DESCRIPTOR = 8;
  static final int INVALID = 28;
  static final int NO_SUCH_FILE = 44;
  static final int NOT_SUPPORTED = 52;
  static final int NOT_PERMITTED = 63;
  static final int NOT_SEEKABLE = 70;

  private static final String MODULE = "wasi_snapshot_preview1";
  private static final int INPUT = 0;
  private static final int OUTPUT = 1;
  private static final int ERRORS = 2;
  private static final byte CHARACTER_DEVICE = 2;
  private static final int ABSOLUTE = 1;

  private static final int PIECE = 1 << 16;
  private static final int SUBSCRIPTION_BYTES = 48;
  private static final int EVENT_BYTES = 32;

  /** Of the smallest that there are, and many times what Java takes for any of our calls. */
  private static final int FRAMES_OF_JAVA = 1_000;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Streams streams;
  private final Runnable beforeReading;
  private final ProgramClock clock = new ProgramClock();

  /** One function of an instance's imports, on its memory. */
  interface Function {
    int call(Memory memory, long[] arguments) throws InterruptedException;
  }

  /** The instance has asked to end. */
  static final class Exit extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int code;

    Exit(int code) {
      super("exit " + code, null, false, false);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /**
   * @param beforeReading is told whenever the instance is about to wait for input
   */
  Wasi(Streams streams, Runnable beforeReading) {
    this.streams = streams;
    this.beforeReading = beforeReading;
  }

  /** The imports of an instance of a module. */
  final ImportValues imports(WasmModule module) {
    var section = module.importSection();
    var functions = new ImportFunction[section.importCount()];
    for (int index = 0; index < functions.length; index++) {
      var wanted = (FunctionImport) section.getImport(index);
      functions[index] = bound(module, wanted);
    }
    return ImportValues.builder().withFunctions(Arrays.asList(functions)).build();
  }

  private ImportFunction bound(WasmModule module, FunctionImport wanted) {
    var type = module.typeSection().getType(wanted.typeIndex());
    Function function = wanted.module().equals(MODULE) ? function(wanted.name()) : other();
    boolean answers = !type.returns().isEmpty();
    return new HostFunction(
        wanted.module(),
        wanted.name(),
        type,
        (instance, arguments) -> {
          try {
            int error = function.call(instance.memory(), arguments);
            return answers ? new long[] {error} : new long[0];
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WasmInterruptedException(e);
          }
        });
  }

  /** What an import of another module does. */
  Function other() {
    return (memory, arguments) -> NOT_SUPPORTED;
  }

  /** The function of a name; one that refuses, where there is none. */
  Function function(String name) {
    return switch (name) {
      case "args_sizes_get", "environ_sizes_get" -> Wasi::countNothing;
      case "args_get", "environ_get", "sched_yield" -> (memory, arguments) -> SUCCESS;
      case "clock_res_get" -> Wasi::clockResolution;
      case "clock_time_get" -> this::clockTime;
      case "random_get" -> this::random;
      case "poll_oneoff" -> this::poll;
      case "proc_exit" -> Wasi::exit;
      case "fd_read" -> this::read;
      case "fd_write" -> this::write;
      case "fd_fdstat_get" -> Wasi::describeStream;
      case "fd_filestat_get" -> Wasi::describeStreamAsFile;
      case "fd_seek", "fd_tell" ->
          (memory, arguments) -> isStream(arguments[0]) ? NOT_SEEKABLE : BAD_DESCRIPTOR;
      case "fd_close" -> (memory, arguments) -> BAD_DESCRIPTOR;
      default -> (memory, arguments) -> name.startsWith("fd_") ? BAD_DESCRIPTOR : NOT_PERMITTED;
    };
  }

  private static boolean isStream(long descriptor) {
    return descriptor >= INPUT && descriptor <= ERRORS;
  }

  private static int countNothing(Memory memory, long[] arguments) {
    memory.writeI32((int) arguments[0], 0);
    memory.writeI32((int) arguments[1], 0);
    return SUCCESS;
  }

  private static int exit(Memory memory, long[] arguments) {
    throw new Exit((int) arguments[0]);
  }

  /**
   * Comes to the end of the stack here, where it does no harm, if so little of it is left that what
   * is everybody's might come to it: Java's source of random bytes is left in a state that is none
   * when it is broken off anywhere.
   *
   * @return nothing of use: the numbers are to be kept meanwhile, so that a frame has a size
   */
  private static long stackFor(int frames, long a, long b, long c, long d) {
    return frames == 0 ? a : a ^ b ^ c ^ d ^ stackFor(frames - 1, b, c, d, a);
  }

  // Time and chance

  private static int clockResolution(Memory memory, long[] arguments) {
    memory.writeLong((int) arguments[1], ProgramClock.GRAIN_NANOS);
    return SUCCESS;
  }

  private int clockTime(Memory memory, long[] arguments) {
    memory.writeLong((int) arguments[2], time(arguments[0]));
    return SUCCESS;
  }

  /** What a clock of the instance tells, in nanoseconds. */
  long time(long number) {
    return clock.time(number);
  }

  private int random(Memory memory, long[] arguments) {
    int address = (int) arguments[0];
    int left = (int) arguments[1];
    stackFor(FRAMES_OF_JAVA, left, address, arguments[0], arguments[1]);
    while (left > 0) {
      byte[] piece = new byte[Math.min(left, PIECE)];
      randomBytes(piece);
      memory.write(address, piece);
      address += piece.length;
      left -= piece.length;
      if (Thread.currentThread().isInterrupted()) {
        throw new WasmInterruptedException("interrupted");
      }
    }
    return SUCCESS;
  }

  /** Fills it with bytes that nobody can foresee. */
  void randomBytes(byte[] bytes) {
    RANDOM.nextBytes(bytes);
  }

  /** Sleeps until the first of some times; there is nothing else to wait for. */
  private int poll(Memory memory, long[] arguments) throws InterruptedException {
    int subscription = (int) arguments[0];
    int event = (int) arguments[1];
    long count = arguments[2];
    if (count != 1 || memory.read(subscription + 8) != 0) {
      return count == 0 ? INVALID : NOT_SUPPORTED;
    }
    long number = memory.readInt(subscription + 16);
    long time = memory.readLong(subscription + 24);
    boolean isAbsolute = (memory.readShort(subscription + 40) & ABSOLUTE) != 0;
    long nanos = isAbsolute ? time - time(number) : time;
    // Read to its end before anything waits, so that a bad address is found at once.
    memory.read(subscription + SUBSCRIPTION_BYTES - 1);
    stackFor(FRAMES_OF_JAVA, time, nanos, number, count);
    if (nanos != 0) {
      Thread.sleep(Duration.ofNanos(nanos < 0 && !isAbsolute ? Long.MAX_VALUE : nanos));
    }
    memory.fill((byte) 0, event, event + EVENT_BYTES);
    memory.writeLong(event, memory.readLong(subscription));
    memory.writeI32((int) arguments[3], 1);
    return SUCCESS;
  }

  // Streams

  private static int describeStream(Memory memory, long[] arguments) {
    if (!isStream(arguments[0])) {
      return BAD_DESCRIPTOR;
    }
    int address = (int) arguments[1];
    memory.fill((byte) 0, address, address + 24);
    memory.writeByte(address, CHARACTER_DEVICE);
    memory.writeLong(address + 8, -1);
    return SUCCESS;
  }

  private static int describeStreamAsFile(Memory memory, long[] arguments) {
    if (!isStream(arguments[0])) {
      return BAD_DESCRIPTOR;
    }
    int address = (int) arguments[1];
    memory.fill((byte) 0, address, address + 64);
    memory.writeByte(address + 16, CHARACTER_DEVICE);
    return SUCCESS;
  }

  private int read(Memory memory, long[] arguments) throws InterruptedException {
    if (arguments[0] != INPUT) {
      return BAD_DESCRIPTOR;
    }
    if (arguments[2] != 1) {
      return INVALID;
    }
    int address = memory.readInt((int) arguments[1]);
    int size = memory.readInt((int) arguments[1] + 4);
    beforeReading.run();
    ByteBuffer piece = ByteBuffer.allocate(Math.clamp(size, 0, PIECE));
    int count = Math.max(streams.readRequest(piece), 0);
    memory.write(address, piece.array(), 0, count);
    memory.writeI32((int) arguments[3], count);
    return SUCCESS;
  }

  /** Takes what the instance writes to its standard output; false where nobody does. */
  boolean answer(ByteBuffer piece) throws InterruptedException {
    return streams.writeAnswer(piece);
  }

  private int write(Memory memory, long[] arguments) throws InterruptedException {
    boolean isAnswer = arguments[0] == OUTPUT;
    if (!isAnswer && arguments[0] != ERRORS) {
      return BAD_DESCRIPTOR;
    }
    if (arguments[2] != 1) {
      return INVALID;
    }
    int address = memory.readInt((int) arguments[1]);
    int size = memory.readInt((int) arguments[1] + 4);
    if (size < 0) {
      return INVALID;
    }
    for (int done = 0; done < size; done += PIECE) {
      byte[] piece = memory.readBytes(address + done, Math.min(size - done, PIECE));
      if (isAnswer && !answer(ByteBuffer.wrap(piece))) {
        return NOT_PERMITTED;
      }
    }
    memory.writeI32((int) arguments[3], size);
    return SUCCESS;
  }
}
