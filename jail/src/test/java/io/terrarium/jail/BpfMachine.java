package io.terrarium.jail;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a seccomp filter from its bytes, as the kernel would, on one {@code seccomp_data}. */
final class BpfMachine {
  private final ByteBuffer program;

  BpfMachine(Bytes program) {
    this.program = ByteBuffer.wrap(program.toArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  int size() {
    return program.capacity() / 8;
  }

  /** The answer for a call, and in how many instructions it was found. */
  record Answer(int action, int instructions) {}

  Answer run(int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(architecture).putLong(0x5555_5555_5555_5555L);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    int accumulator = 0;
    int position = 0;
    for (int count = 1; ; count++) {
      int code = program.getShort(position * 8);
      int jumpTrue = program.get(position * 8 + 2) & 0xff;
      int jumpFalse = program.get(position * 8 + 3) & 0xff;
      int constant = program.getInt(position * 8 + 4);
      position++;
      switch (code) {
        case 0x20 -> accumulator = data.getInt(constant);
        case 0x06 -> {
          return new Answer(constant, count);
        }
        case 0x05 -> position += constant;
        case 0x15 -> position += accumulator == constant ? jumpTrue : jumpFalse;
        case 0x25 ->
            position += Integer.compareUnsigned(accumulator, constant) > 0 ? jumpTrue : jumpFalse;
        case 0x35 ->
            position += Integer.compareUnsigned(accumulator, constant) >= 0 ? jumpTrue : jumpFalse;
        default -> throw new AssertionError("not an instruction of ours: " + code);
      }
    }
  }
}
