package io.terrarium.value;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values with parts, as Java's lists, maps and arrays of their parts. */
final class Collected {
  private Collected() {}

  static List<Value> items(Value value, String javaType, Trail trail) {
    return switch (Scalars.plain(value)) {
      case ListValue(List<Value> items) -> items;
      case TupleValue(List<Value> items) -> items;
      case SetValue(List<Value> items, _) -> items;
      case NamedTupleValue(_, List<Field> fields) -> fields.stream().map(Field::value).toList();
      case ArrayValue array when !array.shape().isEmpty() -> array.items(trail);
      case SeriesValue(_, _, Value values) -> items(values, javaType, trail);
      default -> throw trail.misfit(value, javaType);
    };
  }

  static Map<Value, Value> map(Value value, Trail trail) {
    List<DictValue.Entry> entries = entries(value, "Map", trail);
    Collisions.check(entries.stream().map(DictValue.Entry::key).toList(), trail);
    var map = LinkedHashMap.<Value, Value>newLinkedHashMap(entries.size());
    for (DictValue.Entry entry : entries) {
      map.put(entry.key(), entry.value());
    }
    if (map.size() < entries.size()) {
      List<Value> keys = entries.stream().map(DictValue.Entry::key).toList();
      Collisions.requireAll(keys, map.size(), value, "Map", keys::get, trail);
    }
    return Collections.unmodifiableMap(map);
  }

  /** The entries of a dict, or the fields of a dataclass or named tuple. */
  static List<DictValue.Entry> entries(Value value, String javaType, Trail trail) {
    return switch (Scalars.plain(value)) {
      case DictValue(List<DictValue.Entry> entries) -> entries;
      case DataclassValue(_, List<Field> fields) -> entries(fields);
      case NamedTupleValue(_, List<Field> fields) -> entries(fields);
      case DataFrameValue(List<DataFrameValue.Column> columns, _) -> columns(columns);
      default -> throw trail.misfit(value, javaType);
    };
  }

  private static List<DictValue.Entry> entries(List<Field> fields) {
    return fields.stream()
        .map(field -> new DictValue.Entry(new StrValue(field.name()), field.value()))
        .toList();
  }

  static List<DictValue.Entry> columns(List<DataFrameValue.Column> columns) {
    return columns.stream()
        .map(column -> new DictValue.Entry(column.label(), column.values()))
        .toList();
  }

  /** The array of one dimension that a value is or has. */
  private static @Nullable ArrayValue flat(Value value) {
    Value plain = Scalars.plain(value);
    Value values = plain instanceof SeriesValue(_, _, Value its) ? its : plain;
    return values instanceof ArrayValue array && array.isFlat() ? array : null;
  }

  static double[] doubles(Value value, Trail trail) {
    ArrayValue array = flat(value);
    if (array != null) {
      return array.doubles(trail);
    }
    List<Value> items = sequence(value, "double[]", trail);
    if (items instanceof FloatList floats) {
      return floats.toDoubles();
    }
    double[] doubles = new double[items.size()];
    trail.enter();
    for (int i = 0; i < doubles.length; i++) {
      Value item = items.get(i);
      if (item instanceof FloatValue(double number)) {
        doubles[i] = number;
      } else {
        trail.at(i);
        doubles[i] = Scalars.toDouble(item, trail);
      }
    }
    trail.leave();
    return doubles;
  }

  static long[] longs(Value value, Trail trail) {
    ArrayValue array = flat(value);
    if (array != null) {
      return array.longs(trail);
    }
    List<Value> items = sequence(value, "long[]", trail);
    long[] longs = new long[items.size()];
    trail.enter();
    for (int i = 0; i < longs.length; i++) {
      trail.at(i);
      longs[i] = Scalars.toLong(items.get(i), trail);
    }
    trail.leave();
    return longs;
  }

  static int[] ints(Value value, Trail trail) {
    List<Value> items = sequence(value, "int[]", trail);
    int[] ints = new int[items.size()];
    trail.enter();
    Arrays.setAll(
        ints,
        i -> {
          trail.at(i);
          return Scalars.toInt(items.get(i), trail);
        });
    trail.leave();
    return ints;
  }

  private static List<Value> sequence(Value value, String javaType, Trail trail) {
    return switch (Scalars.plain(value)) {
      case ListValue(List<Value> items) -> items;
      case TupleValue(List<Value> items) -> items;
      case ArrayValue array when array.isFlat() -> array.items(trail);
      case SeriesValue(_, _, Value values) -> sequence(values, javaType, trail);
      default -> throw trail.misfit(value, javaType);
    };
  }
}
