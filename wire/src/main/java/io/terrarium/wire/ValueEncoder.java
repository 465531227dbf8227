package io.terrarium.wire;

import io.terrarium.value.BytesValue;
import io.terrarium.value.NoneValue;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Java objects as marshal data. What is common (numbers, text, lists, maps, arrays of numbers) is
 * written straight from the object; all else is made a {@link Value} first, by the same rules.
 *
 * <p>While it writes it keeps count of what CPython will need for the objects, and of whether a
 * tagged form was written.
 */
public final class ValueEncoder {
  /** How deep lists, maps and values may be nested in each other. */
  static final int MAX_DEPTH = 200;

  private static final int USUAL_DEPTH = 8;

  private static final int MAXIMUM_BYTES = Integer.MAX_VALUE - 1024;
  private static final int HEAD = 5;
  private static final int FLOAT_BYTES = 9;

  /** A text up to this length is cheaper to copy by hand than through an array of its own. */
  private static final int SHORT_TEXT = 32;

  /** A step of a path that is a field, not a key. */
  record FieldStep(String name) {}

  private final WireBuffer out;
  private final ValueForms forms = new ValueForms(this);

  /** The way to the part in hand: for each level, a key or else an index. It grows with need. */
  private @Nullable Object[] keys = new @Nullable Object[USUAL_DEPTH];

  private int[] indexes = new int[USUAL_DEPTH];
  private int depth;

  /** The depth of the object itself: 1 for an argument, which has a place in its call. */
  private int outermost;

  private String root = "value";

  private long limitBytes = MAXIMUM_BYTES;
  private long end = MAXIMUM_BYTES;
  private boolean tagged;
  private long pythonBytes;

  ValueEncoder(WireBuffer out) {
    this.out = out;
  }

  /**
   * Marshal data for one object: for configuration and the like, without a limit.
   *
   * @throws ValueConversionException if the object or a part of it has no Python counterpart
   */
  public static byte[] encode(@Nullable Object object) {
    var out = new WireBuffer(256);
    new ValueEncoder(out).write(object, "value");
    return Arrays.copyOf(out.array(), out.position());
  }

  /** From here on, all is counted anew, and only so many more bytes may be written. */
  void beginArguments(long bytes) {
    limitBytes = bytes;
    end = Math.min(out.position() + bytes, MAXIMUM_BYTES);
    tagged = false;
    pythonBytes = 0;
  }

  /** Goes on with arguments, of which so many bytes are left. */
  void continueArguments(long bytes) {
    end = Math.min(out.position() + bytes, MAXIMUM_BYTES);
  }

  /** From here on, as much may be written as before. */
  void endArguments() {
    end = MAXIMUM_BYTES;
  }

  /** A tuple of positional arguments. */
  void arguments(List<? extends @Nullable Object> arguments) {
    head(Marshal.TUPLE, arguments.size());
    int index = 0;
    for (Object argument : arguments) {
      argument(argument, index++, null);
    }
  }

  /** A dict of keyword arguments. */
  void keywordArguments(Map<String, ? extends @Nullable Object> keywordArguments) {
    type(Marshal.DICT);
    for (Map.Entry<String, ?> entry : keywordArguments.entrySet()) {
      argument(entry.getValue(), 0, entry.getKey());
    }
    type(Marshal.DICT_END);
  }

  /** Writes one argument; with its name as a key before it, if it has one. */
  private void argument(@Nullable Object object, int index, @Nullable String name) {
    root = name == null ? "args" : "kwargs";
    depth = 1;
    outermost = 1;
    keys[0] = name;
    indexes[0] = index;
    if (name != null) {
      text(name);
    }
    object(object);
    depth = 0;
    outermost = 0;
  }

  /** Writes one file, with its name before it. */
  void file(String name, BytesValue content) {
    root = "files['" + name + "']";
    text(name);
    bytes(content);
  }

  boolean tagged() {
    return tagged;
  }

  /** As the class comment says; when tagged forms are restored, containers are there twice. */
  long pythonBytes() {
    return tagged ? 2 * pythonBytes : pythonBytes;
  }

  /**
   * @param path what to call the object in a message: {@code args[0]}
   * @throws ValueConversionException if the object or a part of it has no Python counterpart
   * @throws ArgumentsTooLargeException if the limit does not suffice
   */
  void write(@Nullable Object object, String path) {
    root = path;
    object(object);
  }

  private void object(@Nullable Object object) {
    switch (object) {
      case null -> none();
      case Double number -> floating(number);
      case String text -> text(text);
      case Integer number -> integer(number);
      case Long number -> integer(number);
      case Boolean truth -> bool(truth);
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      case Value value -> forms.write(value);
      case double[] numbers -> doubles(numbers, 0, numbers.length);
      case long[] numbers -> longs(numbers, 0, numbers.length);
      case int[] numbers -> ints(numbers);
      default -> forms.write(converted(object));
    }
  }

  private Value converted(@Nullable Object object) {
    try {
      return Value.of(object, "");
    } catch (ValueConversionException e) {
      // Its path begins at the object. The text of ours is only worth making now.
      String problem = String.valueOf(e.getMessage()).substring(e.path().length() + 2);
      throw problem(e.path(), problem);
    }
  }

  private void list(List<?> list) {
    int size = list.size();
    head(Marshal.LIST, size);
    pythonBytes += PythonMemory.list(size);
    enter();
    int count = 0;
    for (Object item : list) {
      indexes[depth - 1] = count++;
      if (item instanceof Double number) {
        floating(number);
      } else {
        object(item);
      }
    }
    leave();
    requireUnchanged(count, size);
  }

  private void map(Map<?, ?> map) {
    int size = map.size();
    boolean simple = true;
    for (Object key : map.keySet()) {
      simple &= ValueForms.isSimpleKey(key);
    }
    pythonBytes += PythonMemory.dict(size);
    if (simple) {
      type(Marshal.DICT);
    } else {
      tag(Tag.DICT);
      head(Marshal.TUPLE, size);
    }
    enter();
    int count = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      keys[depth - 1] = key == null ? NoneValue.INSTANCE : key;
      if (simple) {
        object(key);
      } else {
        pairHead();
        forms.writeKey(key instanceof Value value ? value : converted(key));
      }
      object(entry.getValue());
      count++;
    }
    leave();
    if (simple) {
      type(Marshal.DICT_END);
    }
    requireUnchanged(count, size);
  }

  private void requireUnchanged(int count, int size) {
    if (count != size) {
      throw problem("", "a collection changed while it was being encoded");
    }
  }

  /** A list of the numbers from one index to another. */
  void doubles(double[] numbers, int from, int to) {
    int length = to - from;
    head(Marshal.LIST, length);
    reserve((long) FLOAT_BYTES * length);
    pythonBytes += PythonMemory.list(length) + PythonMemory.FLOAT * length;
    for (int i = from; i < to; i++) {
      out.put(Marshal.FLOAT);
      out.putDouble(numbers[i]);
    }
  }

  /** A list of the numbers from one index to another. */
  void longs(long[] numbers, int from, int to) {
    head(Marshal.LIST, to - from);
    pythonBytes += PythonMemory.list(to - from);
    for (int i = from; i < to; i++) {
      integer(numbers[i]);
    }
  }

  private void ints(int[] numbers) {
    head(Marshal.LIST, numbers.length);
    reserve((long) HEAD * numbers.length);
    pythonBytes += PythonMemory.list(numbers.length) + PythonMemory.SMALL_INT * numbers.length;
    for (int number : numbers) {
      out.put(Marshal.INT);
      out.putInt(number);
    }
  }

  // What follows writes one thing each, for this class and for ValueForms.

  void none() {
    type(Marshal.NONE);
  }

  void bool(boolean truth) {
    type(truth ? Marshal.TRUE : Marshal.FALSE);
  }

  void floating(double number) {
    reserve(FLOAT_BYTES);
    pythonBytes += PythonMemory.FLOAT;
    out.put(Marshal.FLOAT);
    out.putDouble(number);
  }

  void complex(double real, double imaginary) {
    reserve(17);
    pythonBytes += PythonMemory.COMPLEX;
    out.put(Marshal.COMPLEX);
    out.putDouble(real);
    out.putDouble(imaginary);
  }

  void integer(long number) {
    if (number == (int) number) {
      reserve(HEAD);
      pythonBytes += PythonMemory.SMALL_INT;
      out.put(Marshal.INT);
      out.putInt((int) number);
      return;
    }
    // As an unsigned number this is right for the least long, too.
    long magnitude = number < 0 ? -number : number;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(magnitude);
    int digits = (bits + Marshal.DIGIT_BITS - 1) / Marshal.DIGIT_BITS;
    head(Marshal.LONG, number < 0 ? -digits : digits);
    reserve(2L * digits);
    pythonBytes += PythonMemory.integer(bits);
    for (; magnitude != 0; magnitude >>>= Marshal.DIGIT_BITS) {
      out.putShort((int) magnitude & Marshal.DIGIT_MASK);
    }
  }

  void integer(BigInteger number) {
    if (number.bitLength() < Long.SIZE) {
      integer(number.longValue());
      return;
    }
    byte[] magnitude = number.abs().toByteArray();
    int bits = number.abs().bitLength();
    int digits = (bits + Marshal.DIGIT_BITS - 1) / Marshal.DIGIT_BITS;
    head(Marshal.LONG, number.signum() < 0 ? -digits : digits);
    reserve(2L * digits);
    pythonBytes += PythonMemory.integer(bits);
    int next = magnitude.length;
    int pending = 0;
    int pendingBits = 0;
    for (int i = 0; i < digits; i++) {
      while (pendingBits < Marshal.DIGIT_BITS && next > 0) {
        pending |= (magnitude[--next] & 0xff) << pendingBits;
        pendingBits += Byte.SIZE;
      }
      out.putShort(pending & Marshal.DIGIT_MASK);
      pending >>>= Marshal.DIGIT_BITS;
      pendingBits -= Marshal.DIGIT_BITS;
    }
  }

  void bytes(BytesValue bytes) {
    head(Marshal.BYTES, bytes.size());
    reserve(bytes.size());
    pythonBytes += PythonMemory.bytes(bytes.size());
    bytes.copyTo(out.array(), out.position());
    out.skip(bytes.size());
  }

  void text(String text) {
    int length = text.length();
    int all = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == length
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          // Refuses it, with the index.
          forms.write(converted(text));
        }
        i++;
        all |= Character.MIN_SUPPLEMENTARY_CODE_POINT;
      } else {
        all |= c;
      }
    }
    pythonBytes += PythonMemory.text(length, all);
    if (all < 0x80 && length <= SHORT_TEXT) {
      shortAscii(text);
    } else {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      head(Marshal.STR, encoded.length);
      reserve(encoded.length);
      out.putBytes(encoded);
    }
  }

  private void shortAscii(String text) {
    int length = text.length();
    head(Marshal.STR, length);
    reserve(length);
    for (int i = 0; i < length; i++) {
      out.put((byte) text.charAt(i));
    }
  }

  /** The beginning of a tagged form; its fields follow. */
  void tag(Tag tag) {
    tagged = true;
    pythonBytes += PythonMemory.TAGGED;
    head(Marshal.TUPLE, tag.fields() + 2);
    type(Marshal.ELLIPSIS);
    shortAscii(tag.text());
  }

  /** The beginning of a container; its items follow. */
  void head(byte type, int count) {
    reserve(HEAD);
    out.put(type);
    out.putInt(count);
  }

  /** The beginning of a tuple of two. */
  void pairHead() {
    head(Marshal.TUPLE, 2);
    pythonBytes += PythonMemory.list(2);
  }

  void type(byte type) {
    reserve(1);
    out.put(type);
  }

  /** What was encoded before, from one place to another. */
  void encoded(byte[] data, int from, int to) {
    reserve(to - from);
    System.arraycopy(data, from, out.array(), out.position(), to - from);
    out.skip(to - from);
  }

  void countMemory(long bytes) {
    pythonBytes += bytes;
  }

  void enter() {
    if (depth - outermost == MAX_DEPTH) {
      throw problem(
          "", "nested deeper than " + MAX_DEPTH + ", or a collection that contains itself");
    }
    if (depth == keys.length) {
      keys = Arrays.copyOf(keys, 2 * depth);
      indexes = Arrays.copyOf(indexes, 2 * depth);
    }
    keys[depth++] = null;
  }

  void leave() {
    depth--;
  }

  /** The part in hand is the item with this index. */
  void at(int index) {
    indexes[depth - 1] = index;
  }

  /** The part in hand is what this key leads to, or the field of this name. */
  void at(Object key) {
    keys[depth - 1] = key;
  }

  ValueConversionException problem(String deeper, String problem) {
    return new ValueConversionException(path(deeper), problem);
  }

  private void reserve(long more) {
    if (more > end - out.position()) {
      throw new ArgumentsTooLargeException(path(""), limitBytes);
    }
    out.reserve(more);
  }

  private String path(String deeper) {
    var path = new StringBuilder(root);
    for (int i = 0; i < depth; i++) {
      switch (keys[i]) {
        case null -> path.append('[').append(indexes[i]).append(']');
        case FieldStep(String name) -> path.append('.').append(name);
        case Object key -> path.append('[').append(ValueForms.describe(key)).append(']');
      }
    }
    return path.append(deeper).toString();
  }
}
