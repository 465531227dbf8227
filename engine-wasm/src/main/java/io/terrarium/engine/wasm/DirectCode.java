package io.terrarium.engine.wasm;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.jspecify.annotations.Nullable;

/**
 * Says in instructions what the artifact says in calls: comparisons that a jump depends on, and
 * memory by its own type. For one method; a comparison is held back until it is seen what comes
 * after it.
 */
final class DirectCode implements CodeTransform {
  private static final ClassDesc MEMORY = ClassDesc.of("run.endive.runtime.Memory");
  private static final ClassDesc OWN_MEMORY =
      ClassDesc.of("io.terrarium.engine.wasm.CopyOnWriteMemory");
  private static final ClassDesc OPERATIONS = ClassDesc.of("run.endive.runtime.OpcodeImpl");
  private static final String IS_ZERO = "I32_EQZ";
  private static final MethodTypeDesc INT_TO_INT = MethodTypeDesc.ofDescriptor("(I)I");

  /** One of two numbers, or, where it is of one, {@link #IS_ZERO}. */
  private @Nullable InvokeInstruction held;

  /** How many times {@link #IS_ZERO} came after it. */
  private int negations;

  @Override
  public void accept(CodeBuilder builder, CodeElement element) {
    InvokeInstruction comparison = held;
    if (comparison != null) {
      if (isOperation(element, IS_ZERO)) {
        negations++;
        return;
      }
      held = null;
      if (element instanceof BranchInstruction jump && isOnZero(jump)) {
        jump(builder, comparison, jump);
        return;
      }
      release(builder, comparison);
    }
    if (element instanceof InvokeInstruction call) {
      invoke(builder, call);
    } else {
      builder.with(element);
    }
  }

  @Override
  public void atEnd(CodeBuilder builder) {
    InvokeInstruction comparison = held;
    if (comparison != null) {
      release(builder, comparison);
    }
  }

  private void invoke(CodeBuilder builder, InvokeInstruction call) {
    if (call.owner().asSymbol().equals(OPERATIONS) && isComparison(call.name().stringValue())) {
      held = call;
      negations = 0;
    } else if (call.owner().asSymbol().equals(MEMORY)) {
      builder.invokevirtual(OWN_MEMORY, call.name().stringValue(), call.typeSymbol());
    } else {
      builder.with(call);
      if (call.typeSymbol().returnType().equals(MEMORY)) {
        builder.checkcast(OWN_MEMORY);
      }
    }
  }

  private void release(CodeBuilder builder, InvokeInstruction comparison) {
    builder.with(comparison);
    for (int i = 0; i < negations; i++) {
      builder.invokestatic(OPERATIONS, IS_ZERO, INT_TO_INT);
    }
  }

  private void jump(CodeBuilder builder, InvokeInstruction comparison, BranchInstruction jump) {
    boolean whenTrue = jump.opcode() == Opcode.IFNE == (negations % 2 == 0);
    Label target = jump.target();
    builder.branch(opcode(comparison.name().stringValue(), whenTrue), target);
  }

  private static boolean isOnZero(BranchInstruction jump) {
    return jump.opcode() == Opcode.IFEQ || jump.opcode() == Opcode.IFNE;
  }

  private static boolean isOperation(CodeElement element, String name) {
    return element instanceof InvokeInstruction call
        && call.owner().asSymbol().equals(OPERATIONS)
        && call.name().equalsString(name);
  }

  private static boolean isComparison(String name) {
    return switch (name) {
      case IS_ZERO, "I32_EQ", "I32_NE", "I32_LT_S", "I32_GE_S", "I32_GT_S", "I32_LE_S" -> true;
      default -> false;
    };
  }

  private static Opcode opcode(String comparison, boolean whenTrue) {
    return switch (comparison) {
      case IS_ZERO -> whenTrue ? Opcode.IFEQ : Opcode.IFNE;
      case "I32_EQ" -> whenTrue ? Opcode.IF_ICMPEQ : Opcode.IF_ICMPNE;
      case "I32_NE" -> whenTrue ? Opcode.IF_ICMPNE : Opcode.IF_ICMPEQ;
      case "I32_LT_S" -> whenTrue ? Opcode.IF_ICMPLT : Opcode.IF_ICMPGE;
      case "I32_GE_S" -> whenTrue ? Opcode.IF_ICMPGE : Opcode.IF_ICMPLT;
      case "I32_GT_S" -> whenTrue ? Opcode.IF_ICMPGT : Opcode.IF_ICMPLE;
      case "I32_LE_S" -> whenTrue ? Opcode.IF_ICMPLE : Opcode.IF_ICMPGT;
      default -> throw new IllegalArgumentException(comparison);
    };
  }
}
