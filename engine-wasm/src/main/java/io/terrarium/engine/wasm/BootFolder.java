package io.terrarium.engine.wasm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import run.endive.runtime.Memory;

/**
 * The world of the one instance that an image is made of: one folder with one file, which it reads
 * and imports. For nothing else are there files. Time stands still in it and its random numbers are
 * always the same, so that an image that is made again is the same image.
 */
final class BootFolder extends Wasi {
  private static final int FILE_DESCRIPTOR = 4;
  private static final byte FOLDER = 3;
  private static final byte FILE = 4;
  private static final int FROM_START = 0;
  private static final int FROM_HERE = 1;
  private static final long A_TIME = 1_000_000_000L * 1_700_000_000L;

  private final byte[] file;
  private final StringBuilder errors = new StringBuilder();
  private int position;
  private int drawn;

  BootFolder(Streams streams, byte[] file) {
    super(streams, () -> {});
    this.file = file;
  }

  /** What it wrote to its standard error or was told of as an error. */
  String errors() {
    return errors.toString();
  }

  @Override
  long time(long number) {
    return A_TIME;
  }

  @Override
  void randomBytes(byte[] bytes) {
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = (byte) ((drawn++ * 167) >>> 3);
    }
  }

  @Override
  Function other() {
    return (memory, arguments) -> {
      errors.append(memory.readString((int) arguments[1], (int) arguments[2])).append('\n');
      errors.append(memory.readString((int) arguments[3], (int) arguments[4]));
      return SUCCESS;
    };
  }

  @Override
  Function function(String name) {
    Function plain = super.function(name);
    return switch (name) {
      case "path_open" -> this::open;
      case "path_filestat_get" -> this::describeByName;
      case "fd_readdir" -> this::list;
      case "fd_write" -> (memory, arguments) -> write(plain, memory, arguments);
      case "fd_filestat_get" ->
          (memory, arguments) ->
              isOurs(arguments[0])
                  ? describe(memory, (int) arguments[1], type(arguments[0]))
                  : plain.call(memory, arguments);
      case "fd_fdstat_get" ->
          (memory, arguments) ->
              isOurs(arguments[0])
                  ? describeDescriptor(memory, (int) arguments[1], type(arguments[0]))
                  : plain.call(memory, arguments);
      case "fd_read" ->
          (memory, arguments) ->
              arguments[0] == FILE_DESCRIPTOR
                  ? read(memory, arguments)
                  : plain.call(memory, arguments);
      case "fd_seek" ->
          (memory, arguments) ->
              arguments[0] == FILE_DESCRIPTOR
                  ? seek(memory, arguments)
                  : plain.call(memory, arguments);
      case "fd_close" -> (memory, arguments) -> SUCCESS;
      default -> plain;
    };
  }

  private static boolean isOurs(long descriptor) {
    return descriptor == PythonAbi.GUEST_FOLDER_DESCRIPTOR || descriptor == FILE_DESCRIPTOR;
  }

  private static byte type(long descriptor) {
    return descriptor == FILE_DESCRIPTOR ? FILE : FOLDER;
  }

  private int write(Function plain, Memory memory, long[] arguments) throws InterruptedException {
    if (arguments[0] == 2) {
      int vector = (int) arguments[1];
      errors.append(memory.readString(memory.readInt(vector), memory.readInt(vector + 4)));
    }
    return plain.call(memory, arguments);
  }

  private int open(Memory memory, long[] arguments) {
    String path = memory.readString((int) arguments[2], (int) arguments[3]);
    position = 0;
    return switch (path) {
      case PythonAbi.GUEST_FILE -> answer(memory, (int) arguments[8], FILE_DESCRIPTOR);
      case "." -> answer(memory, (int) arguments[8], PythonAbi.GUEST_FOLDER_DESCRIPTOR);
      default -> NO_SUCH_FILE;
    };
  }

  private static int answer(Memory memory, int address, int value) {
    memory.writeI32(address, value);
    return SUCCESS;
  }

  private int describeByName(Memory memory, long[] arguments) {
    String path = memory.readString((int) arguments[2], (int) arguments[3]);
    return switch (path) {
      case PythonAbi.GUEST_FILE -> describe(memory, (int) arguments[4], FILE);
      case ".", "" -> describe(memory, (int) arguments[4], FOLDER);
      default -> NO_SUCH_FILE;
    };
  }

  private int describe(Memory memory, int address, byte type) {
    memory.fill((byte) 0, address, address + 64);
    memory.writeLong(address + 8, type);
    memory.writeByte(address + 16, type);
    memory.writeLong(address + 24, 1);
    memory.writeLong(address + 32, type == FILE ? file.length : 0);
    return SUCCESS;
  }

  private static int describeDescriptor(Memory memory, int address, byte type) {
    memory.fill((byte) 0, address, address + 24);
    memory.writeByte(address, type);
    memory.writeLong(address + 8, -1);
    memory.writeLong(address + 16, -1);
    return SUCCESS;
  }

  private int list(Memory memory, long[] arguments) {
    byte[] name = PythonAbi.GUEST_FILE.getBytes(StandardCharsets.UTF_8);
    ByteBuffer entry = ByteBuffer.allocate(24 + name.length).order(ByteOrder.LITTLE_ENDIAN);
    entry.putLong(1).putLong(FILE).putInt(name.length).putInt(FILE).put(name);
    int size = arguments[3] == 0 ? Math.min(entry.capacity(), (int) arguments[2]) : 0;
    memory.write((int) arguments[1], entry.array(), 0, size);
    return answer(memory, (int) arguments[4], size);
  }

  private int read(Memory memory, long[] arguments) {
    int address = memory.readInt((int) arguments[1]);
    int size = Math.min(memory.readInt((int) arguments[1] + 4), file.length - position);
    memory.write(address, file, position, size);
    position += size;
    return answer(memory, (int) arguments[3], size);
  }

  private int seek(Memory memory, long[] arguments) {
    long from =
        switch ((int) arguments[2]) {
          case FROM_START -> 0;
          case FROM_HERE -> position;
          default -> file.length;
        };
    position = Math.clamp(from + arguments[1], 0, file.length);
    memory.writeLong((int) arguments[3], position);
    return SUCCESS;
  }
}
