package io.terrarium.engine.wasm;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The blocks of a method: what follows on what, which block cannot be come to but through which
 * (its dominator), and which local variables are still wanted where.
 */
final class Flow {
  private static final int NONE = -1;

  /** Instructions that are run one after the other, entered at the first alone. */
  static final class Block {
    final int index;
    final List<Instruction> code = new ArrayList<>();

    /** Blocks that this one alone leads to. */
    final List<Integer> dominated = new ArrayList<>();

    /** Locals whose values are wanted when it is entered. */
    final BitSet wanted = new BitSet();

    /** Locals that it sets. */
    final BitSet set = new BitSet();

    private final BitSet used = new BitSet();
    private final Set<Integer> next = new HashSet<>();
    private boolean fallsThrough;
    private boolean startsWithoutStack;
    private int dominator = NONE;
    private int order = NONE;

    private Block(int index) {
      this.index = index;
    }

    /** Whether the block after it follows it without a jump. */
    boolean fallsThrough() {
      return fallsThrough;
    }

    boolean isReachable() {
      return order != NONE;
    }

    /** Whether it is known that nothing is on the stack when it is entered. */
    boolean startsWithoutStack() {
      return startsWithoutStack;
    }

    Set<Integer> next() {
      return next;
    }

    int bytes() {
      return code.stream().mapToInt(Instruction::sizeInBytes).sum();
    }
  }

  private final List<Block> blocks = new ArrayList<>();
  private final Map<Label, Integer> labels = new HashMap<>();
  private final Map<Integer, TypeKind> kinds = new TreeMap<>();
  private final Map<Integer, ClassDesc> references = new HashMap<>();
  private boolean isPlain;

  /** That of a method which has code. */
  static Flow of(MethodModel method) {
    var flow = new Flow();
    var code = (CodeAttribute) method.code().orElseThrow();
    flow.isPlain = code.exceptionHandlers().isEmpty();
    flow.takeParameters(method.methodTypeSymbol().parameterList());
    flow.takeBlocks(code);
    flow.blocks.forEach(flow::takeLocals);
    flow.linkBlocks();
    flow.findWanted();
    flow.findDominators();
    return flow;
  }

  private Flow() {}

  List<Block> blocks() {
    return blocks;
  }

  Block block(int index) {
    return blocks.get(index);
  }

  /** The block that a jump leads to. */
  int at(Label label) {
    Integer index = labels.get(label);
    if (index == null) {
      throw new IllegalArgumentException("a jump to nowhere");
    }
    return index;
  }

  /** Whether it catches nothing, and each of its locals has but one type. */
  boolean isPlain() {
    return isPlain;
  }

  TypeKind kind(int local) {
    TypeKind kind = kinds.get(local);
    if (kind == null) {
      throw new IllegalArgumentException("no local " + local);
    }
    return kind;
  }

  /** The type of a local, as a parameter. */
  ClassDesc type(int local) {
    ClassDesc reference = references.get(local);
    return reference != null ? reference : kind(local).upperBound();
  }

  /** A block and all that only it leads to. */
  List<Block> under(Block root) {
    List<Block> all = new ArrayList<>();
    Deque<Block> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Block block = open.pop();
      all.add(block);
      block.dominated.forEach(index -> open.push(block(index)));
    }
    return all;
  }

  private void takeParameters(List<ClassDesc> parameters) {
    int local = 0;
    for (ClassDesc parameter : parameters) {
      TypeKind kind = TypeKind.from(parameter).asLoadable();
      kinds.put(local, kind);
      if (kind == TypeKind.REFERENCE) {
        references.put(local, parameter);
      }
      local += kind.slotSize();
    }
  }

  private void takeBlocks(CodeAttribute code) {
    Set<Label> withoutStack = new HashSet<>();
    code.findAttribute(Attributes.stackMapTable())
        .ifPresent(table ->
            table.entries().stream()
                .filter(frame -> frame.stack().isEmpty())
                .forEach(frame -> withoutStack.add(frame.target())));
    Block block = newBlock();
    for (CodeElement element : code) {
      if (element instanceof LabelTarget target) {
        if (!block.code.isEmpty()) {
          block = newBlock();
        }
        labels.put(target.label(), block.index);
        block.startsWithoutStack |= withoutStack.contains(target.label());
      } else if (element instanceof Instruction instruction) {
        if (!block.code.isEmpty() && endsBlock(block.code.getLast())) {
          block = newBlock();
        }
        block.code.add(instruction);
      }
    }
  }

  private Block newBlock() {
    var block = new Block(blocks.size());
    blocks.add(block);
    return block;
  }

  private static boolean endsBlock(Instruction instruction) {
    return instruction instanceof BranchInstruction || endsFlow(instruction);
  }

  private static boolean endsFlow(Instruction instruction) {
    return switch (instruction) {
      case BranchInstruction jump -> jump.opcode() == Opcode.GOTO || jump.opcode() == Opcode.GOTO_W;
      case TableSwitchInstruction _, LookupSwitchInstruction _ -> true;
      case ReturnInstruction _, ThrowInstruction _ -> true;
      default -> false;
    };
  }

  private void takeLocals(Block block) {
    for (Instruction instruction : block.code) {
      switch (instruction) {
        case LoadInstruction load -> {
          takeKind(load.slot(), load.typeKind());
          use(block, load.slot());
        }
        case StoreInstruction store -> {
          takeKind(store.slot(), store.typeKind());
          block.set.set(store.slot());
        }
        case IncrementInstruction increment -> {
          use(block, increment.slot());
          block.set.set(increment.slot());
        }
        default -> {}
      }
    }
  }

  private void takeKind(int local, TypeKind kind) {
    TypeKind known = kinds.putIfAbsent(local, kind.asLoadable());
    // A reference that is no parameter has a type that is not known here.
    isPlain &=
        (known == null || known == kind.asLoadable())
            && (kind != TypeKind.REFERENCE || references.containsKey(local));
  }

  private static void use(Block block, int local) {
    if (!block.set.get(local)) {
      block.used.set(local);
    }
  }

  private void linkBlocks() {
    for (Block block : blocks) {
      if (block.code.isEmpty()) {
        block.fallsThrough = block.index + 1 < blocks.size();
      } else {
        Instruction last = block.code.getLast();
        block.fallsThrough = !endsFlow(last);
        targets(last).forEach(label -> block.next.add(at(label)));
      }
      if (block.fallsThrough) {
        block.next.add(block.index + 1);
      }
    }
  }

  private static Stream<Label> targets(Instruction instruction) {
    return switch (instruction) {
      case BranchInstruction jump -> Stream.of(jump.target());
      case TableSwitchInstruction table -> targets(table.defaultTarget(), table.cases());
      case LookupSwitchInstruction table -> targets(table.defaultTarget(), table.cases());
      default -> Stream.of();
    };
  }

  private static Stream<Label> targets(Label otherwise, List<SwitchCase> cases) {
    return Stream.concat(Stream.of(otherwise), cases.stream().map(SwitchCase::target));
  }

  private void findWanted() {
    boolean changes = true;
    while (changes) {
      changes = false;
      for (Block block : blocks.reversed()) {
        var wanted = new BitSet();
        block.next.forEach(index -> wanted.or(block(index).wanted));
        wanted.andNot(block.set);
        wanted.or(block.used);
        if (!wanted.equals(block.wanted)) {
          block.wanted.or(wanted);
          changes = true;
        }
      }
    }
  }

  /** As Cooper, Harvey and Kennedy do: by turns over the blocks in the order of the flow. */
  private void findDominators() {
    List<Block> ordered = inOrderOfFlow();
    List<List<Block>> before = before(ordered);
    Block first = block(0);
    first.dominator = 0;
    boolean changes = true;
    while (changes) {
      changes = false;
      for (Block block : ordered) {
        int found = block == first ? 0 : nearest(before.get(block.index));
        changes |= found != block.dominator;
        block.dominator = found;
      }
    }
    ordered.stream()
        .filter(block -> block != first)
        .forEach(block -> block(block.dominator).dominated.add(block.index));
  }

  private List<List<Block>> before(List<Block> ordered) {
    List<List<Block>> before = new ArrayList<>();
    blocks.forEach(_ -> before.add(new ArrayList<>()));
    ordered.forEach(block -> block.next.forEach(index -> before.get(index).add(block)));
    return before;
  }

  private int nearest(List<Block> before) {
    int found = NONE;
    for (Block each : before) {
      if (each.dominator != NONE) {
        found = found == NONE ? each.index : common(found, each.index);
      }
    }
    return found;
  }

  private int common(int one, int other) {
    int left = one;
    int right = other;
    while (left != right) {
      if (block(left).order > block(right).order) {
        left = block(left).dominator;
      } else {
        right = block(right).dominator;
      }
    }
    return left;
  }

  /** Those that can be come to, each before what it leads to unless that is a turn of a loop. */
  private List<Block> inOrderOfFlow() {
    List<Block> ordered = new ArrayList<>();
    var seen = new BitSet();
    Deque<Block> path = new ArrayDeque<>();
    Deque<Iterator<Integer>> open = new ArrayDeque<>();
    path.push(block(0));
    open.push(block(0).next.iterator());
    seen.set(0);
    while (!path.isEmpty()) {
      Iterator<Integer> next = open.getFirst();
      if (!next.hasNext()) {
        open.pop();
        ordered.addFirst(path.pop());
        continue;
      }
      int index = next.next();
      if (!seen.get(index)) {
        seen.set(index);
        path.push(block(index));
        open.push(block(index).next.iterator());
      }
    }
    for (int place = 0; place < ordered.size(); place++) {
      ordered.get(place).order = place;
    }
    return ordered;
  }
}
