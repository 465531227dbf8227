package io.terrarium.jail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a BPF program from its end to its beginning.
 *
 * <p>BPF jumps forward only, so that way every target is written before the jumps to it, and their
 * distances are known at once. A <em>place</em> is an instruction's position counted from the end,
 * which does not change when more is put in front. Conditional jumps reach 255 instructions: for
 * what is further away a copy of an answer, or a jump that reaches any distance, is put between.
 *
 * <p>Short programs matter: the kernel checks, converts and compiles the filter anew for each
 * worker. So answers are shared wherever a jump reaches one.
 */
final class BpfAssembler {
  /** Leaves room for the two jumps that a conditional jump may have to put before its targets. */
  private static final int REACH = BpfInstruction.MAXIMUM_JUMP - 2;

  private final List<BpfInstruction> backwards = new ArrayList<>();
  private final Map<Integer, Integer> answers = new HashMap<>();

  /** The place of an instruction that ends the program with an answer. */
  int answer(int action) {
    Integer place = answers.get(action);
    if (place == null || !reaches(place)) {
      place = put(new BpfInstruction(BpfInstruction.RETURN, 0, 0, action));
      answers.put(action, place);
    }
    return place;
  }

  /** Loads 32 bits of {@code seccomp_data} and goes on at a place. */
  int load(int offset, int next) {
    goTo(next);
    return put(new BpfInstruction(BpfInstruction.LOAD, 0, 0, offset));
  }

  /** Goes on at one place or another, by a conditional jump's code and constant. */
  int branch(int code, int constant, int ifTrue, int ifFalse) {
    int trueTarget = reachable(ifTrue);
    int falseTarget = reachable(ifFalse);
    return put(new BpfInstruction(code, distance(trueTarget), distance(falseTarget), constant));
  }

  /** The program, from its beginning. */
  List<BpfInstruction> program() {
    return List.copyOf(backwards.reversed());
  }

  private int reachable(int place) {
    return reaches(place) ? place : jumpTo(place);
  }

  private boolean reaches(int place) {
    return distance(place) <= REACH;
  }

  /** Makes a place the one behind whatever is put next. */
  private void goTo(int place) {
    if (distance(place) != 0) {
      jumpTo(place);
    }
  }

  private int jumpTo(int place) {
    return put(new BpfInstruction(BpfInstruction.JUMP, 0, 0, distance(place)));
  }

  /** How many instructions are between a place and the one that is put next. */
  private int distance(int place) {
    return backwards.size() - place;
  }

  private int put(BpfInstruction instruction) {
    backwards.add(instruction);
    return backwards.size();
  }
}
