package io.terrarium.value;

import io.terrarium.value.PythonType.DictOf;
import io.terrarium.value.PythonType.ListOf;
import io.terrarium.value.PythonType.Literal;
import io.terrarium.value.PythonType.Plain;
import io.terrarium.value.PythonType.SetOf;
import io.terrarium.value.PythonType.Shape;
import io.terrarium.value.PythonType.TupleOf;
import io.terrarium.value.PythonType.TupleOfMany;
import io.terrarium.value.PythonType.Union;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One value held to one type: {@link PythonType#fit}. What needs no conversion is handed on as it
 * is, however large.
 *
 * <p>Whatever does not fit is a null on the way up, and {@link #misfit} says what it was.
 */
final class TypeFit {
  /** Up to here every int is a double. */
  private static final long EVERY_INT_IS_A_FLOAT = 1L << 53;

  private enum Mode {
    /** Convert, and explain what does not fit. */
    EXPLAIN,
    /** Convert; nobody asks why. */
    CONVERT,
    /** Nothing is converted; nobody asks why. */
    EXACT
  }

  private final Mode mode;
  private final Trail trail;
  private PythonType.Fit.@Nullable Misfit misfit;

  private TypeFit(Mode mode, String root) {
    this.mode = mode;
    this.trail = new Trail(root);
  }

  static PythonType.Fit of(PythonType type, Value value, String root) {
    var fit = new TypeFit(Mode.EXPLAIN, root);
    Value fitted = fit.fit(type, value);
    if (fitted != null) {
      return new PythonType.Fit.Fitted(fitted);
    }
    PythonType.Fit.Misfit misfit = fit.misfit;
    if (misfit == null) {
      throw new IllegalStateException("something does not fit, and nothing says what");
    }
    return misfit;
  }

  private static boolean fits(Mode mode, PythonType type, Value value) {
    return new TypeFit(mode, "").fit(type, value) != null;
  }

  private @Nullable Value fit(PythonType type, Value value) {
    return switch (type) {
      case Plain plain -> plain(plain, value);
      case ListOf list -> list(list, value);
      case SetOf set -> set(set, value);
      case TupleOf tuple -> tuple(tuple, value);
      case TupleOfMany(PythonType item) ->
          tupleItems(value) == null ? misfit(type, value) : tuple(value, _ -> item);
      case DictOf dict -> dict(dict, value);
      case Union union -> union(union, value);
      case Literal literal -> literal(literal, value);
      case Shape shape -> shape(shape, value);
    };
  }

  private @Nullable Value plain(Plain type, Value value) {
    if (type == Plain.ANY) {
      return value;
    }
    Value plain = Scalars.plain(value);
    boolean fits =
        switch (type) {
          case ANY -> true;
          case NONE -> plain.isNone();
          case BOOL -> plain instanceof BoolValue;
          case INT -> plain instanceof IntValue;
          case FLOAT -> plain instanceof FloatValue;
          case COMPLEX -> plain instanceof ComplexValue;
          case STR -> plain instanceof StrValue;
          case BYTES -> plain instanceof BytesValue;
          case BYTEARRAY -> plain instanceof ByteArrayValue;
          case DATE -> plain instanceof DateValue;
          case TIME -> plain instanceof TimeValue;
          case DATETIME -> plain instanceof DateTimeValue;
          case TIMEDELTA -> plain instanceof TimeDeltaValue;
          case DECIMAL -> plain instanceof DecimalValue;
          case FRACTION -> plain instanceof FractionValue;
          case UUID -> plain instanceof UuidValue;
        };
    return fits ? value : number(type, value, plain);
  }

  /** A number of a narrower kind, as one of a wider: Python's numeric tower, and nothing lost. */
  private @Nullable Value number(Plain type, Value value, Value plain) {
    if (mode == Mode.EXACT) {
      return null;
    }
    boolean wantsFloat = type == Plain.FLOAT || type == Plain.COMPLEX;
    if (plain instanceof IntValue number && wantsFloat) {
      double nearest = number.value().doubleValue();
      if (!isExactly(number, nearest)) {
        return misfit(type, value, ": " + number + " is no float exactly");
      }
      return rewrapped(
          value, type == Plain.FLOAT ? new FloatValue(nearest) : new ComplexValue(nearest, 0));
    }
    if (plain instanceof IntValue number && type == Plain.FRACTION) {
      return rewrapped(value, new FractionValue(number.value(), BigInteger.ONE));
    }
    if (plain instanceof FloatValue(double number) && type == Plain.COMPLEX) {
      return rewrapped(value, new ComplexValue(number, 0));
    }
    return misfit(type, value);
  }

  private static boolean isExactly(IntValue number, double nearest) {
    if (Math.abs(nearest) < EVERY_INT_IS_A_FLOAT) {
      return true;
    }
    return Double.isFinite(nearest)
        && new BigDecimal(nearest).toBigIntegerExact().equals(number.value());
  }

  private @Nullable Value list(ListOf type, Value value) {
    if (!(Scalars.plain(value) instanceof ListValue(List<Value> items))) {
      return misfit(type, value);
    }
    if (type.item() == Plain.ANY || (type.item() == Plain.FLOAT && items instanceof FloatList)) {
      return value;
    }
    if (type.item() == Plain.FLOAT && mode != Mode.EXACT) {
      double @Nullable [] doubles = doubles(items);
      if (doubles != null) {
        return rewrapped(value, new ListValue(new FloatList(doubles)));
      }
    }
    return rebuilt(value, items, items(items, _ -> type.item()), ListValue::new);
  }

  /** Ints among floats, without an object for each; null where there is none, or something else. */
  private static double @Nullable [] doubles(List<Value> items) {
    double[] doubles = new double[items.size()];
    boolean anyInt = false;
    for (int at = 0; at < doubles.length; at++) {
      switch (items.get(at)) {
        case FloatValue(double number) -> doubles[at] = number;
        case IntValue number
            when number.fitsLong() && Math.abs(number.value64()) <= EVERY_INT_IS_A_FLOAT -> {
          doubles[at] = number.value64();
          anyInt = true;
        }
        default -> {
          return null;
        }
      }
    }
    return anyInt ? doubles : null;
  }

  private @Nullable Value set(SetOf type, Value value) {
    if (!(Scalars.plain(value) instanceof SetValue(List<Value> items, boolean frozen))
        || frozen != type.frozen()) {
      return misfit(type, value);
    }
    return rebuilt(
        value, items, items(items, _ -> type.item()), fitted -> new SetValue(fitted, frozen));
  }

  private @Nullable Value tuple(TupleOf type, Value value) {
    List<Value> items = tupleItems(value);
    if (items == null) {
      return misfit(type, value);
    }
    int size = items.size();
    return size == type.items().size()
        ? tuple(value, type.items()::get)
        : misfit(type, value, " of " + size + (size == 1 ? " item" : " items"));
  }

  private static @Nullable List<Value> tupleItems(Value value) {
    return switch (Scalars.plain(value)) {
      case TupleValue(List<Value> items) -> items;
      case NamedTupleValue(_, List<Field> fields) -> fields.stream().map(Field::value).toList();
      default -> null;
    };
  }

  private @Nullable Value tuple(Value value, IntFunction<PythonType> types) {
    return switch (Scalars.plain(value)) {
      case TupleValue(List<Value> items) ->
          rebuilt(value, items, items(items, types), TupleValue::new);
      case NamedTupleValue(String name, List<Field> fields) -> {
        List<Value> items = fields.stream().map(Field::value).toList();
        yield rebuilt(
            value,
            items,
            items(items, types),
            fitted -> new NamedTupleValue(name, withValues(fields, fitted)));
      }
      default -> throw new IllegalStateException("no tuple: " + value.typeName());
    };
  }

  private @Nullable Value dict(DictOf type, Value value) {
    if (!(Scalars.plain(value) instanceof DictValue(List<DictValue.Entry> entries))) {
      return misfit(type, value);
    }
    List<Value> before = entries.stream().map(DictValue.Entry::key).toList();
    trail.enter();
    trail.atField("keys()");
    List<Value> keys = items(before, _ -> type.key());
    if (keys == null) {
      return null;
    }
    boolean same = isSame(keys, before);
    var fitted = new ArrayList<DictValue.Entry>(entries.size());
    for (int at = 0; at < entries.size(); at++) {
      DictValue.Entry entry = entries.get(at);
      trail.atKey(entry.key());
      Value content = fit(type.value(), entry.value());
      if (content == null) {
        return null;
      }
      same &= isSame(content, entry.value());
      fitted.add(new DictValue.Entry(keys.get(at), content));
    }
    trail.leave();
    return same ? value : rewrapped(value, new DictValue(fitted));
  }

  /** What fits as it is goes before what would be converted: an int stays one in int | float. */
  private @Nullable Value union(Union type, Value value) {
    for (PythonType member : type.members()) {
      if (fits(Mode.EXACT, member, value)) {
        return value;
      }
    }
    List<PythonType> others =
        type.members().stream().filter(member -> member != Plain.NONE).toList();
    if (others.size() == 1 && !value.isNone()) {
      // The only one that can be meant explains best what does not fit.
      return fit(others.getFirst(), value);
    }
    for (PythonType member : mode == Mode.EXACT ? List.<PythonType>of() : type.members()) {
      if (fits(Mode.CONVERT, member, value)) {
        return fit(member, value);
      }
    }
    return misfit(type, value);
  }

  private @Nullable Value literal(Literal type, Value value) {
    if (value instanceof EnumValue(_, String name, _) && type.texts().contains(name)) {
      return value;
    }
    if (!(Scalars.plain(value) instanceof StrValue(String text))) {
      return misfit(type, value);
    }
    return type.texts().contains(text) ? value : misfit(type, value, " " + value);
  }

  private @Nullable Value shape(Shape type, Value value) {
    return switch (Scalars.plain(value)) {
      case DataclassValue(String name, List<Field> fields) ->
          shape(type, value, fields, fitted -> new DataclassValue(name, fitted));
      case NamedTupleValue(String name, List<Field> fields) ->
          shape(type, value, fields, fitted -> new NamedTupleValue(name, fitted));
      case DictValue(List<DictValue.Entry> entries) -> {
        var fields = new ArrayList<Field>(entries.size());
        for (DictValue.Entry entry : entries) {
          if (!(Scalars.plain(entry.key()) instanceof StrValue(String key)) || key.isEmpty()) {
            yield misfit(type, value, " with other keys than names");
          }
          fields.add(new Field(key, entry.value()));
        }
        yield shape(type, value, fields, TypeFit::dict);
      }
      default -> misfit(type, value);
    };
  }

  private @Nullable Value shape(
      Shape type, Value value, List<Field> fields, Function<List<Field>, Value> make) {
    Map<String, Shape.Member> wanted = new HashMap<>();
    type.members().forEach(member -> wanted.put(member.name(), member));
    var fitted = new ArrayList<Value>(fields.size());
    boolean same = true;
    trail.enter();
    for (Field field : fields) {
      trail.atField(field.name());
      Shape.Member member = wanted.remove(field.name());
      Value content = member == null ? field.value() : fit(member.type(), field.value());
      if (content == null) {
        return null;
      }
      same &= isSame(content, field.value());
      fitted.add(content);
    }
    for (Shape.Member member : wanted.values()) {
      if (member.required()) {
        trail.atField(member.name());
        return misfit(member.type().toString(), "not there");
      }
    }
    trail.leave();
    return same ? value : rewrapped(value, make.apply(withValues(fields, fitted)));
  }

  private static DictValue dict(List<Field> fields) {
    return new DictValue(
        fields.stream()
            .map(field -> new DictValue.Entry(new StrValue(field.name()), field.value()))
            .toList());
  }

  private static List<Field> withValues(List<Field> fields, List<Value> values) {
    var changed = new ArrayList<Field>(fields.size());
    for (int at = 0; at < fields.size(); at++) {
      changed.add(new Field(fields.get(at).name(), values.get(at)));
    }
    return changed;
  }

  /** The very same list where nothing of it had to change. */
  private @Nullable List<Value> items(List<Value> items, IntFunction<PythonType> types) {
    List<Value> changed = null;
    trail.enter();
    for (int at = 0; at < items.size(); at++) {
      trail.at(at);
      Value item = items.get(at);
      Value fitted = fit(types.apply(at), item);
      if (fitted == null) {
        return null;
      }
      if (changed == null && !isSame(fitted, item)) {
        changed = new ArrayList<>(items.subList(0, at));
      }
      if (changed != null) {
        changed.add(fitted);
      }
    }
    trail.leave();
    return changed == null ? items : changed;
  }

  private static @Nullable Value rebuilt(
      Value value,
      List<Value> before,
      @Nullable List<Value> after,
      Function<List<Value>, Value> make) {
    if (after == null) {
      return null;
    }
    return isSame(after, before) ? value : rewrapped(value, make.apply(after));
  }

  /** What is new, in the classes that the value was an instance of. */
  private static Value rewrapped(Value value, Value plain) {
    return switch (value) {
      case SubclassValue(String name, Value base) ->
          new SubclassValue(name, rewrapped(base, plain));
      case EnumValue(String type, String name, Value member) ->
          new EnumValue(type, name, rewrapped(member, plain));
      default -> plain;
    };
  }

  /** The very same object: to compare contents would cost more than to convert them. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Object one, Object other) {
    return one == other;
  }

  private @Nullable Value misfit(PythonType type, Value value) {
    return misfit(type, value, "");
  }

  /**
   * @param more what there is to say of the value besides its type
   */
  private @Nullable Value misfit(PythonType type, Value value, String more) {
    if (mode != Mode.EXPLAIN) {
      return null;
    }
    return misfit(type.toString(), (value.isNone() ? "None" : Repr.cut(value.typeName())) + more);
  }

  private @Nullable Value misfit(String expected, String actual) {
    if (mode == Mode.EXPLAIN) {
      String path = trail.path();
      String message = path + ": expected " + expected + ", was " + actual;
      misfit = new PythonType.Fit.Misfit(path, expected, actual, message);
    }
    return null;
  }
}
