package io.terrarium.jail;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One instruction of classic BPF, the language of seccomp filters (linux/filter.h; the kernel's
 * Documentation/networking/filter.rst): {@code struct sock_filter}.
 *
 * @param code what it does
 * @param jumpTrue how many instructions a conditional jump skips when it holds, 0 to 255
 * @param jumpFalse how many it skips when it does not, 0 to 255
 * @param constant the constant that it works with, 32 bits without sign
 */
record BpfInstruction(int code, int jumpTrue, int jumpFalse, int constant) {
  /** {@code BPF_LD | BPF_W | BPF_ABS}: the accumulator becomes the 32 bits at an offset. */
  static final int LOAD = 0x20;

  /** {@code BPF_JMP | BPF_JA | BPF_K}: skips as many instructions as the constant says. */
  static final int JUMP = 0x05;

  /** {@code BPF_JMP | BPF_JEQ | BPF_K}: is the accumulator equal to the constant? */
  static final int JUMP_IF_EQUAL = 0x15;

  /** {@code BPF_JMP | BPF_JGT | BPF_K}: is it greater, both without sign? */
  static final int JUMP_IF_GREATER = 0x25;

  /** {@code BPF_JMP | BPF_JGE | BPF_K}: is it at least as great, both without sign? */
  static final int JUMP_IF_AT_LEAST = 0x35;

  /** {@code BPF_RET | BPF_K}: the program's answer is the constant. */
  static final int RETURN = 0x06;

  /** The furthest that a conditional jump reaches: its offsets are bytes. */
  static final int MAXIMUM_JUMP = 255;

  private static final int BYTES = 8;

  BpfInstruction {
    if (jumpTrue < 0 || jumpTrue > MAXIMUM_JUMP || jumpFalse < 0 || jumpFalse > MAXIMUM_JUMP) {
      throw new IllegalArgumentException("jump too far: " + jumpTrue + ", " + jumpFalse);
    }
  }

  /** The bytes of a program as the kernel reads them on a little-endian machine. */
  static Bytes encode(List<BpfInstruction> program) {
    ByteBuffer buffer = ByteBuffer.allocate(program.size() * BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (BpfInstruction instruction : program) {
      buffer
          .putShort((short) instruction.code)
          .put((byte) instruction.jumpTrue)
          .put((byte) instruction.jumpFalse)
          .putInt(instruction.constant);
    }
    return Bytes.of(buffer.array());
  }
}
