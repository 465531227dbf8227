package io.terrarium.value;

import java.util.Arrays;

/**
 * The way from the outermost value to the part in hand, written down as cheaply as can be: the text
 * is made only when something does not fit. One conversion owns it.
 */
final class Trail {
  private static final int[] NO_INDEXES = {};
  private static final Object[] NO_STEPS = {};

  /** Stands in {@link #steps} for a step that is a number, in {@link #indexes}. */
  private static final Object INDEX = new Object();

  private final String root;
  private int[] indexes = NO_INDEXES;
  private Object[] steps = NO_STEPS;
  private int depth;

  Trail(String root) {
    this.root = root;
  }

  /** A trail from what a call returned, which is what most values are. */
  static Trail result() {
    return new Trail("result");
  }

  int depth() {
    return depth;
  }

  /** Steps into a value that has parts. */
  void enter() {
    if (depth == steps.length) {
      int length = Math.max(8, depth * 2);
      indexes = Arrays.copyOf(indexes, length);
      steps = Arrays.copyOf(steps, length);
    }
    steps[depth++] = "";
  }

  void leave() {
    depth--;
  }

  /** The part in hand is the item with this index. */
  void at(int index) {
    indexes[depth - 1] = index;
    steps[depth - 1] = INDEX;
  }

  /** The part in hand is this field. */
  void atField(String name) {
    steps[depth - 1] = "." + name;
  }

  /** The part in hand is what this key leads to. */
  void atKey(Value key) {
    steps[depth - 1] = key;
  }

  ValueConversionException misfit(Value value, String javaType) {
    return misfit(value, javaType, "");
  }

  /**
   * @param reason empty, or why a value of this type fits at other times
   */
  ValueConversionException misfit(Value value, String javaType, String reason) {
    String what = value.isNone() ? "Python's None" : "a Python " + Repr.cut(value.typeName());
    String why = reason.isEmpty() ? "" : ": " + reason;
    return problem(what + " cannot become a Java " + javaType + why);
  }

  ValueConversionException problem(String problem) {
    return new ValueConversionException(path(), problem);
  }

  String path() {
    var path = new StringBuilder(root);
    for (int i = 0; i < depth; i++) {
      Object step = steps[i];
      if (step == INDEX) {
        path.append('[').append(indexes[i]).append(']');
      } else if (step instanceof Value key) {
        path.append('[').append(Repr.ofKey(key)).append(']');
      } else {
        path.append(Repr.cut((String) step));
      }
    }
    return path.toString();
  }
}
