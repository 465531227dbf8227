package io.terrarium.engine.wasm;

import io.terrarium.engine.wasm.Flow.Block;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Splits a static method that is too large to be compiled into parts: methods of their own.
 *
 * <p>Theory of operation. A part is a block and all blocks that only it leads to, so that it is
 * entered at one place. It is given the locals that are wanted there, and an array. It returns the
 * number of the way that it was left by, with those locals in the array that some part sets and
 * that are wanted at that way's end: the rest of the method puts them back, and goes on there. Its
 * last way is the method's own return, with the value in the array. Parts begin and are left only
 * where the stack is empty.
 */
final class MethodSplitter {
  /** In bytes: what is larger is not compiled unless the virtual machine is told to. */
  private static final int HUGE = 8000;

  /** In bytes: the most of a part, so that it is compiled soon. */
  private static final int MOST = 4000;

  /** In bytes: less than this is not worth a call. */
  private static final int LEAST = 48;

  private static final int NO_PART = -1;
  private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();

  private final ClassDesc owner;
  private final MethodModel method;
  private final Flow flow;
  private final int array;
  private final int[] partOf;
  private final List<Part> parts = new ArrayList<>();

  /** Locals that come back in the array, by the block where that is. */
  private final Map<Integer, BitSet> returning = new TreeMap<>();

  /** Some blocks, in their order, of which one is entered from outside. */
  private record Part(int number, Block entry, List<Block> blocks, List<Integer> exits) {
    BitSet set() {
      var set = new BitSet();
      blocks.forEach(block -> set.or(block.set));
      return set;
    }

    boolean returns() {
      return blocks.stream()
          .anyMatch(
              block -> !block.code.isEmpty() && block.code.getLast() instanceof ReturnInstruction);
    }
  }

  /** For classes of which the huge static methods are to be split, where that can be. */
  static ClassTransform ofHuge() {
    return of(HUGE, MOST, LEAST);
  }

  /**
   * The same with other sizes, in bytes.
   *
   * @param huge what a method has to be larger than
   * @param most of a part
   * @param least of a part
   */
  static ClassTransform of(int huge, int most, int least) {
    return (builder, element) -> {
      if (element instanceof MethodModel method && isLarger(method, huge)) {
        ClassDesc owner = method.parent().orElseThrow().thisClass().asSymbol();
        var splitter = new MethodSplitter(owner, method);
        splitter.choose(most, least);
        if (!splitter.parts.isEmpty()) {
          builder.withMethodBody(
              method.methodName(), method.methodType(), method.flags().flagsMask(), splitter::rest);
          for (Part part : splitter.parts) {
            builder.withMethodBody(
                splitter.name(part),
                splitter.type(part),
                ClassFile.ACC_STATIC,
                code -> splitter.new PartWriter(part, code).write());
          }
          return;
        }
      }
      builder.with(element);
    };
  }

  private static boolean isLarger(MethodModel method, int bytes) {
    return method.flags().has(AccessFlag.STATIC)
        && method.code().orElse(null) instanceof CodeAttribute code
        && code.codeLength() > bytes;
  }

  private MethodSplitter(ClassDesc owner, MethodModel method) {
    this.owner = owner;
    this.method = method;
    this.flow = Flow.of(method);
    this.array = ((CodeAttribute) method.code().orElseThrow()).maxLocals();
    this.partOf = new int[flow.blocks().size()];
    Arrays.fill(partOf, NO_PART);
  }

  /** The largest parts that are not too large. */
  private void choose(int most, int least) {
    if (!flow.isPlain()) {
      return;
    }
    Deque<Block> open = new ArrayDeque<>(List.of(flow.block(0)));
    while (!open.isEmpty()) {
      Block root = open.pop();
      List<Block> under = flow.under(root);
      int bytes = under.stream().mapToInt(Block::bytes).sum();
      if (bytes < least) {
        continue;
      }
      if (root.index > 0 && bytes <= most && canBePart(root, under)) {
        take(root, under);
      } else {
        root.dominated.forEach(index -> open.push(flow.block(index)));
      }
    }
  }

  private boolean canBePart(Block root, List<Block> under) {
    Set<Block> inside = new HashSet<>(under);
    return root.startsWithoutStack()
        && under.stream()
            .flatMap(block -> block.next().stream())
            .map(flow::block)
            .allMatch(next -> inside.contains(next) || next.startsWithoutStack());
  }

  private void take(Block root, List<Block> under) {
    int number = parts.size();
    under.forEach(block -> partOf[block.index] = number);
    List<Block> inOrder =
        flow.blocks().stream().filter(block -> partOf[block.index] == number).toList();
    var exits = new TreeSet<Integer>();
    inOrder.forEach(block -> exits.addAll(block.next()));
    exits.removeIf(index -> partOf[index] == number);
    var part = new Part(number, root, inOrder, List.copyOf(exits));
    parts.add(part);
    for (int exit : exits) {
      BitSet back = part.set();
      back.and(flow.block(exit).wanted);
      returning.computeIfAbsent(exit, _ -> new BitSet()).or(back);
    }
  }

  private String name(Part part) {
    return method.methodName().stringValue() + "_" + part.number;
  }

  private MethodTypeDesc type(Part part) {
    var parameters = new ArrayList<ClassDesc>();
    part.entry.wanted.stream().mapToObj(flow::type).forEach(parameters::add);
    parameters.add(LONGS);
    return MethodTypeDesc.of(ConstantDescs.CD_int, parameters);
  }

  private BitSet returningAt(int exit) {
    return returning.getOrDefault(exit, new BitSet());
  }

  // What is left of the method

  private void rest(CodeBuilder code) {
    Label[] starts = labels(code);
    Label[] returns = labels(code);
    int size = returning.values().stream().mapToInt(BitSet::cardinality).max().orElse(0);
    code.loadConstant(Math.max(size, 1)).newarray(TypeKind.LONG).astore(array);
    for (Block block : flow.blocks()) {
      if (block.isReachable()) {
        rest(code, block, starts, returns);
      }
    }
    for (int exit : returning.keySet()) {
      code.labelBinding(returns[exit]);
      takeBack(code, exit);
      code.goto_(starts[exit]);
    }
  }

  private Label[] labels(CodeBuilder code) {
    var labels = new Label[partOf.length];
    Arrays.setAll(labels, _ -> code.newLabel());
    return labels;
  }

  private void rest(CodeBuilder code, Block block, Label[] starts, Label[] returns) {
    int number = partOf[block.index];
    if (number == NO_PART) {
      code.labelBinding(starts[block.index]);
      for (Instruction instruction : block.code) {
        copy(code, instruction, index -> starts[index], local -> local);
      }
    } else if (parts.get(number).entry.index == block.index) {
      code.labelBinding(starts[block.index]);
      call(code, parts.get(number), returns);
    }
  }

  private void call(CodeBuilder code, Part part, Label[] returns) {
    part.entry.wanted.stream().forEach(local -> code.loadLocal(flow.kind(local), local));
    code.aload(array).invokestatic(owner, name(part), type(part));
    List<Integer> exits = part.exits;
    Label own = code.newLabel();
    var cases = new ArrayList<SwitchCase>();
    for (int way = 0; way < exits.size(); way++) {
      cases.add(SwitchCase.of(way, returns[exits.get(way)]));
    }
    if (cases.size() == 1 && !part.returns()) {
      code.pop().goto_(cases.getFirst().target());
    } else if (cases.isEmpty()) {
      code.pop();
    } else {
      code.tableswitch(0, cases.size() - 1, own, cases);
    }
    code.labelBinding(own);
    if (part.returns()) {
      returnValue(code);
    } else if (cases.size() != 1) {
      // Where a part neither returns nor leads on, it throws.
      code.aconst_null().athrow();
    }
  }

  private void returnValue(CodeBuilder code) {
    TypeKind kind = TypeKind.from(method.methodTypeSymbol().returnType()).asLoadable();
    if (kind != TypeKind.VOID) {
      code.aload(array).iconst_0().laload();
      fromLong(code, kind);
    }
    code.return_(kind);
  }

  private void takeBack(CodeBuilder code, int exit) {
    int place = 0;
    for (int local : returningAt(exit).stream().toArray()) {
      code.aload(array).loadConstant(place).laload();
      fromLong(code, flow.kind(local));
      code.storeLocal(flow.kind(local), local);
      place++;
    }
  }

  /** An instruction with its jumps and locals as they are elsewhere. */
  private void copy(
      CodeBuilder code,
      Instruction instruction,
      IntFunction<Label> target,
      IntUnaryOperator local) {
    switch (instruction) {
      case BranchInstruction jump ->
          code.branch(
              jump.opcode() == Opcode.GOTO_W ? Opcode.GOTO : jump.opcode(),
              target.apply(flow.at(jump.target())));
      case TableSwitchInstruction table ->
          code.tableswitch(
              table.lowValue(),
              table.highValue(),
              target.apply(flow.at(table.defaultTarget())),
              copy(table.cases(), target));
      case LookupSwitchInstruction table ->
          code.lookupswitch(
              target.apply(flow.at(table.defaultTarget())), copy(table.cases(), target));
      case LoadInstruction load -> code.loadLocal(load.typeKind(), local.applyAsInt(load.slot()));
      case StoreInstruction store ->
          code.storeLocal(store.typeKind(), local.applyAsInt(store.slot()));
      case IncrementInstruction increment ->
          code.iinc(local.applyAsInt(increment.slot()), increment.constant());
      default -> code.with(instruction);
    }
  }

  private List<SwitchCase> copy(List<SwitchCase> cases, IntFunction<Label> target) {
    return cases.stream()
        .map(each -> SwitchCase.of(each.caseValue(), target.apply(flow.at(each.target()))))
        .toList();
  }

  private static void toLong(CodeBuilder code, TypeKind kind) {
    switch (kind) {
      case INT -> code.i2l();
      case LONG -> {}
      case FLOAT ->
          code.invokestatic(
                  ConstantDescs.CD_Float,
                  "floatToRawIntBits",
                  MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_float))
              .i2l();
      case DOUBLE ->
          code.invokestatic(
              ConstantDescs.CD_Double,
              "doubleToRawLongBits",
              MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_double));
      default -> throw new IllegalArgumentException("no number: " + kind);
    }
  }

  private static void fromLong(CodeBuilder code, TypeKind kind) {
    switch (kind) {
      case INT -> code.l2i();
      case LONG -> {}
      case FLOAT ->
          code.l2i()
              .invokestatic(
                  ConstantDescs.CD_Float,
                  "intBitsToFloat",
                  MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_int));
      case DOUBLE ->
          code.invokestatic(
              ConstantDescs.CD_Double,
              "longBitsToDouble",
              MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
      default -> throw new IllegalArgumentException("no number: " + kind);
    }
  }

  /** Writes one part. */
  private final class PartWriter {
    private final Part part;
    private final CodeBuilder code;
    private final Map<Integer, Integer> locals = new HashMap<>();
    private final int arrayHere;
    private final Label[] starts;
    private int localsEnd;

    PartWriter(Part part, CodeBuilder code) {
      this.part = part;
      this.code = code;
      this.starts = labels(code);
      part.entry.wanted.stream().forEach(this::local);
      this.arrayHere = localsEnd++;
    }

    void write() {
      if (part.blocks.getFirst().index != part.entry.index) {
        code.goto_(starts[part.entry.index]);
      }
      part.blocks.forEach(this::write);
      for (int way = 0; way < part.exits.size(); way++) {
        int exit = part.exits.get(way);
        code.labelBinding(starts[exit]);
        giveBack(exit);
        code.loadConstant(way).ireturn();
      }
    }

    private void write(Block block) {
      code.labelBinding(starts[block.index]);
      for (Instruction instruction : block.code) {
        if (instruction instanceof ReturnInstruction result) {
          giveResult(result.typeKind().asLoadable());
        } else {
          copy(code, instruction, index -> starts[index], this::local);
        }
      }
      if (block.fallsThrough() && partOf[block.index + 1] != part.number) {
        code.goto_(starts[block.index + 1]);
      }
    }

    private void giveResult(TypeKind kind) {
      if (kind != TypeKind.VOID) {
        toLong(code, kind);
        code.lstore(localsEnd).aload(arrayHere).iconst_0().lload(localsEnd).lastore();
      }
      code.loadConstant(part.exits.size()).ireturn();
    }

    private void giveBack(int exit) {
      int place = 0;
      for (int local : returningAt(exit).stream().toArray()) {
        code.aload(arrayHere).loadConstant(place).loadLocal(flow.kind(local), local(local));
        toLong(code, flow.kind(local));
        code.lastore();
        place++;
      }
    }

    /** Where a local of the method is here. */
    private int local(int original) {
      return locals.computeIfAbsent(
          original,
          _ -> {
            int here = localsEnd;
            localsEnd += flow.kind(original).slotSize();
            return here;
          });
    }
  }
}
