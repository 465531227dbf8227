package io.terrarium.value;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code numpy.ndarray} of numbers, truth values or times: a typed buffer, without an object for
 * each element. As an argument it becomes an array again, on a runtime that has numpy.
 *
 * <pre>{@code
 * Value doubled = program.call("double", ArrayValue.of(new double[] {1, 2, 3}));
 * double[] numbers = doubled.asDoubles();
 * double[][] rows = program.call("matrix").as(double[][].class);
 * }</pre>
 *
 * <p>As a list it has its elements, or where it has several dimensions, arrays of one less.
 */
public final class ArrayValue implements Value {
  /** As many as numpy has. */
  private static final int DIMENSIONS_AT_MOST = 64;

  private static final int ROWS_EACH_ELEMENT = 8;
  private static final int ROWS_AT_LEAST = 1_000;

  private final ElementType elementType;
  private final List<Integer> shape;
  private final int size;
  private final BytesValue data;

  private ArrayValue(ElementType elementType, List<Integer> shape, BytesValue data) {
    this.elementType = elementType;
    this.shape = List.copyOf(shape);
    this.data = data;
    this.size = checkedSize();
  }

  /** A part of an array that has been checked. */
  private ArrayValue(ElementType elementType, List<Integer> shape, BytesValue data, int size) {
    this.elementType = elementType;
    this.shape = shape;
    this.data = data;
    this.size = size;
  }

  /**
   * An array of any type and shape.
   *
   * @param shape the length of each dimension; empty for a single element without any
   * @param data the elements in row-major order, little-endian
   * @throws IllegalArgumentException if there are not as many bytes as the shape needs, or a truth
   *     value is neither 0 nor 1
   */
  public static ArrayValue of(ElementType elementType, List<Integer> shape, BytesValue data) {
    return new ArrayValue(elementType, shape, data);
  }

  /** A copy of the numbers, as float64. */
  public static ArrayValue of(double[] numbers) {
    return rows(ElementType.FLOAT64, new double[][] {numbers}, List.of(numbers.length));
  }

  /**
   * A copy of the rows, as float64 in two dimensions.
   *
   * @throws IllegalArgumentException if they are not equally long
   */
  public static ArrayValue of(double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    for (double[] row : rows) {
      if (row.length != columns) {
        throw new IllegalArgumentException(
            "rows of %d and of %d numbers are no array".formatted(columns, row.length));
      }
    }
    return rows(ElementType.FLOAT64, rows, List.of(rows.length, columns));
  }

  /** A copy of the numbers, as float32. */
  public static ArrayValue of(float[] numbers) {
    byte[] data = bytes(ElementType.FLOAT32, numbers.length);
    littleEndian(data).asFloatBuffer().put(numbers);
    return of(ElementType.FLOAT32, List.of(numbers.length), BytesValue.owning(data));
  }

  /** A copy of the numbers, as int64. */
  public static ArrayValue of(long[] numbers) {
    byte[] data = bytes(ElementType.INT64, numbers.length);
    littleEndian(data).asLongBuffer().put(numbers);
    return of(ElementType.INT64, List.of(numbers.length), BytesValue.owning(data));
  }

  /** A copy of the numbers, as int32. */
  public static ArrayValue of(int[] numbers) {
    byte[] data = bytes(ElementType.INT32, numbers.length);
    littleEndian(data).asIntBuffer().put(numbers);
    return of(ElementType.INT32, List.of(numbers.length), BytesValue.owning(data));
  }

  /** A copy of the truth values. */
  public static ArrayValue of(boolean[] values) {
    byte[] data = bytes(ElementType.BOOL, values.length);
    for (int i = 0; i < values.length; i++) {
      data[i] = (byte) (values[i] ? 1 : 0);
    }
    return of(ElementType.BOOL, List.of(values.length), BytesValue.owning(data));
  }

  /** What its elements are. */
  public ElementType elementType() {
    return elementType;
  }

  /** The length of each dimension. */
  public List<Integer> shape() {
    return shape;
  }

  /** How many elements there are. */
  public int size() {
    return size;
  }

  /** The elements in row-major order, little-endian. */
  public BytesValue data() {
    return data;
  }

  /**
   * An element by its place in row-major order: a bool, int, float, complex, date, datetime or
   * timedelta, and None for a time that is none.
   *
   * @throws IndexOutOfBoundsException if there is no such element
   * @throws ValueConversionException if it is a time that Python's datetime cannot hold
   */
  public Value element(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("no element " + index + " of " + size);
    }
    try {
      return elementType.valueAt(elements(), index);
    } catch (IllegalArgumentException e) {
      throw new ValueConversionException("result[" + index + "]", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String typeName() {
    return "numpy.ndarray";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArrayValue that
        && elementType == that.elementType
        && shape.equals(that.shape)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * elementType.hashCode() + shape.hashCode()) + data.hashCode();
  }

  @Override
  public String toString() {
    return Repr.of(this);
  }

  /** Its items along the first dimension, which it has. */
  List<Value> items(Trail trail) {
    if (!isFlat()) {
      requireFewRows(trail);
      return rows(shape.getFirst());
    }
    var items = new ArrayList<Value>(size);
    trail.enter();
    for (int i = 0; i < size; i++) {
      trail.at(i);
      try {
        items.add(elementType.valueAt(elements(), i));
      } catch (IllegalArgumentException e) {
        throw trail.problem(String.valueOf(e.getMessage()));
      }
    }
    trail.leave();
    return items;
  }

  /** The first of its items, to be shown: a time that Python's datetime cannot hold as a number. */
  List<Value> shown(int atMost) {
    int length = shape.isEmpty() ? 1 : Math.min(shape.getFirst(), atMost);
    if (shape.size() > 1) {
      return rows(length);
    }
    var items = new ArrayList<Value>(length);
    for (int i = 0; i < length; i++) {
      try {
        items.add(elementType.valueAt(elements(), i));
      } catch (IllegalArgumentException e) {
        items.add(IntValue.of(elementType.longAt(elements(), i)));
      }
    }
    return items;
  }

  private List<Value> rows(int length) {
    var rows = new ArrayList<Value>(length);
    List<Integer> inner = List.copyOf(shape.subList(1, shape.size()));
    int elements = shape.getFirst() == 0 ? 0 : size / shape.getFirst();
    int bytes = elements * elementType.bytes();
    for (int i = 0; i < length; i++) {
      // Many dimensions are mostly of length 1: such a row is all of the bytes.
      BytesValue row = bytes == data.size() ? data : data.part(i * bytes, bytes);
      rows.add(new ArrayValue(elementType, inner, row, elements));
    }
    return rows;
  }

  /** Dimensions of length 1 or 0 can make many more lists of an array than it has bytes. */
  private void requireFewRows(Trail trail) {
    long rows = 0;
    long product = 1;
    for (int length : shape.subList(0, shape.size() - 1)) {
      product = Math.min(product * length, Integer.MAX_VALUE);
      rows += product;
    }
    if (rows > ROWS_EACH_ELEMENT * (long) size + ROWS_AT_LEAST) {
      throw trail.problem("an array of shape " + shape + " would become too many lists");
    }
  }

  boolean isFlat() {
    return shape.size() == 1;
  }

  /** The elements of an array of one dimension, as {@link Value#asDouble()} has each. */
  double[] doubles(Trail trail) {
    var numbers = new double[size];
    ByteBuffer elements = elements();
    switch (elementType) {
      case FLOAT64 -> elements.asDoubleBuffer().get(numbers);
      case FLOAT16, FLOAT32 -> Arrays.setAll(numbers, i -> elementType.doubleAt(elements, i));
      default -> {
        trail.enter();
        for (int i = 0; i < size; i++) {
          trail.at(i);
          numbers[i] = Scalars.toDouble(number(elements, i, trail, "double"), trail);
        }
        trail.leave();
      }
    }
    return numbers;
  }

  /** The elements of an array of one dimension, as {@link Value#asLong()} has each. */
  long[] longs(Trail trail) {
    var numbers = new long[size];
    ByteBuffer elements = elements();
    if (elementType.fitsLong() && !elementType.isTime()) {
      Arrays.setAll(numbers, i -> elementType.longAt(elements, i));
      return numbers;
    }
    trail.enter();
    for (int i = 0; i < size; i++) {
      trail.at(i);
      numbers[i] = Scalars.toLong(number(elements, i, trail, "long"), trail);
    }
    trail.leave();
    return numbers;
  }

  private Value number(ByteBuffer elements, int index, Trail trail, String javaType) {
    if (elementType.isTime()) {
      throw trail.problem(
          "a %s cannot become a Java %s".formatted(elementType.numpyName(), javaType));
    }
    return elementType.valueAt(elements, index);
  }

  private ByteBuffer elements() {
    return data.buffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private int checkedSize() {
    if (shape.size() > DIMENSIONS_AT_MOST) {
      throw new IllegalArgumentException(
          "an array has at most " + DIMENSIONS_AT_MOST + " dimensions");
    }
    long elements = 1;
    for (int length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException("a dimension of an array is " + length);
      }
      // Never above 2^62: it was below 2^31 before, or the array has no bytes at all.
      elements *= length;
      if (elements > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("an array has fewer than 2^31 elements");
      }
    }
    if (elements * elementType.bytes() != data.size()) {
      throw new IllegalArgumentException(
          "an array of shape %s and type %s has %d bytes, and not %d"
              .formatted(
                  shape, elementType.numpyName(), elements * elementType.bytes(), data.size()));
    }
    if (elementType == ElementType.BOOL) {
      ByteBuffer bytes = data.buffer();
      while (bytes.hasRemaining()) {
        if ((bytes.get() & ~1) != 0) {
          throw new IllegalArgumentException("a truth value in an array is neither 0 nor 1");
        }
      }
    }
    return (int) elements;
  }

  private static ArrayValue rows(ElementType type, double[][] rows, List<Integer> shape) {
    int count = Arrays.stream(rows).mapToInt(row -> row.length).reduce(0, Math::addExact);
    byte[] data = bytes(type, count);
    var numbers = littleEndian(data).asDoubleBuffer();
    for (double[] row : rows) {
      numbers.put(row);
    }
    return of(type, shape, BytesValue.owning(data));
  }

  private static ByteBuffer littleEndian(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(ElementType type, int length) {
    try {
      return new byte[Math.multiplyExact(type.bytes(), length)];
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("an array has fewer than 2^31 bytes", e);
    }
  }
}
