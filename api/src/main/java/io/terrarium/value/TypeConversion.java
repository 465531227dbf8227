package io.terrarium.value;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values as any Java type that is asked for: {@link Value#as(Class)}. */
final class TypeConversion {
  private static final Map<Class<?>, Scalar> SCALARS = scalars();
  private static final Set<Class<?>> LISTS =
      Set.of(Iterable.class, Collection.class, SequencedCollection.class, List.class);
  private static final Set<Class<?>> SETS = Set.of(Set.class, SequencedSet.class);
  private static final Set<Class<?>> MAPS = Set.of(Map.class, SequencedMap.class);

  private final Trail trail = Trail.result();

  @FunctionalInterface
  private interface Scalar {
    Object convert(Value value, Trail trail);
  }

  /**
   * A type, and what stands for the type variables within it.
   *
   * @param type the class without its arguments
   * @param arguments the types between its angle brackets; none if it is used raw
   */
  private record Target(Class<?> type, List<Target> arguments) {
    private static final Target OBJECT = new Target(Object.class, List.of());

    static Target of(Type type, Map<TypeVariable<?>, Target> variables) {
      return switch (type) {
        case Class<?> plain -> new Target(plain, List.of());
        case ParameterizedType generic -> {
          var arguments = new ArrayList<Target>();
          for (Type argument : generic.getActualTypeArguments()) {
            arguments.add(of(argument, variables));
          }
          yield new Target((Class<?>) generic.getRawType(), List.copyOf(arguments));
        }
        case GenericArrayType array -> {
          Target item = of(array.getGenericComponentType(), variables);
          yield new Target(item.type().arrayType(), List.of(item));
        }
        case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], variables);
        case TypeVariable<?> variable -> {
          // A variable of a raw type stands for anything. Its bound may name the variable itself.
          Target known = variables.get(variable);
          yield known == null ? OBJECT : known;
        }
        default -> OBJECT;
      };
    }

    Target argument(int index) {
      return index < arguments.size() ? arguments.get(index) : OBJECT;
    }

    /** The item type of an array. */
    Target item() {
      return arguments.isEmpty() ? new Target(type.componentType(), List.of()) : argument(0);
    }

    Map<TypeVariable<?>, Target> variables() {
      if (arguments.isEmpty()) {
        return Map.of();
      }
      var variables = new HashMap<TypeVariable<?>, Target>();
      TypeVariable<?>[] parameters = type.getTypeParameters();
      for (int i = 0; i < parameters.length; i++) {
        variables.put(parameters[i], argument(i));
      }
      return variables;
    }

    String name() {
      return type.getSimpleName();
    }
  }

  private TypeConversion() {}

  @SuppressWarnings("unchecked") // The object was made to be of this class, or of its box.
  static <T> T convert(Value value, Class<T> type) {
    return (T) new TypeConversion().outermost(value, type);
  }

  @SuppressWarnings("unchecked") // The object was made to be of this type.
  static <T> T convert(Value value, TypeToken<T> type) {
    return (T) new TypeConversion().outermost(value, type.type());
  }

  private Object outermost(Value value, Type type) {
    Object object = object(value, Target.of(type, Map.of()));
    if (object == null) {
      throw trail.misfit(value, "Object", "ask for an Optional, or use isNone() or toJava()");
    }
    return object;
  }

  /** Null only for None as an Object. */
  private @Nullable Object object(Value value, Target target) {
    Class<?> type = target.type();
    Scalar scalar = SCALARS.get(type);
    if (scalar != null) {
      return scalar.convert(value, trail);
    }
    if (type == Object.class) {
      return new PlainJava(trail).object(value);
    }
    if (Value.class.isAssignableFrom(type)) {
      return sameValue(value, target);
    }
    return compound(value, target);
  }

  private Object compound(Value value, Target target) {
    Class<?> type = target.type();
    if (type == Optional.class) {
      return value.isNone()
          ? Optional.empty()
          : Optional.ofNullable(object(value, target.argument(0)));
    }
    if (LISTS.contains(type)) {
      return Collections.unmodifiableList(items(value, target.argument(0), target.name()));
    }
    if (SETS.contains(type)) {
      List<@Nullable Object> items = items(value, target.argument(0), target.name());
      Collisions.check(items, trail);
      var set = new LinkedHashSet<>(items);
      if (Scalars.plain(value) instanceof SetValue(List<Value> members, _)) {
        Collisions.requireAll(items, set.size(), value, target.name(), members::get, trail);
      }
      return Collections.unmodifiableSequencedSet(set);
    }
    if (MAPS.contains(type)) {
      return map(value, target);
    }
    if (type.isArray()) {
      return array(value, target);
    }
    if (type.isEnum()) {
      return enumConstant(value, type);
    }
    if (type.isRecord()) {
      return record(value, target);
    }
    throw trail.misfit(value, target.name(), "values convert to no such type");
  }

  private Value sameValue(Value value, Target target) {
    if (target.type().isInstance(value)) {
      return value;
    }
    throw trail.misfit(value, target.name());
  }

  private List<@Nullable Object> items(Value value, Target item, String javaType) {
    List<Value> items = Collected.items(value, javaType, trail);
    var objects = new ArrayList<@Nullable Object>(items.size());
    trail.enter();
    for (int i = 0; i < items.size(); i++) {
      trail.at(i);
      objects.add(object(items.get(i), item));
    }
    trail.leave();
    return objects;
  }

  private Object map(Value value, Target target) {
    List<DictValue.Entry> entries = Collected.entries(value, target.name(), trail);
    var keys = new ArrayList<@Nullable Object>(entries.size());
    trail.enter();
    for (DictValue.Entry entry : entries) {
      trail.atKey(entry.key());
      keys.add(object(entry.key(), target.argument(0)));
    }
    Collisions.check(keys, trail);
    var map = LinkedHashMap.<@Nullable Object, @Nullable Object>newLinkedHashMap(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      trail.atKey(entries.get(i).key());
      map.put(keys.get(i), object(entries.get(i).value(), target.argument(1)));
    }
    trail.leave();
    Collisions.requireAll(keys, map.size(), value, target.name(), i -> entries.get(i).key(), trail);
    return Collections.unmodifiableSequencedMap(map);
  }

  private Object array(Value value, Target target) {
    Target item = target.item();
    if (item.type() == double.class) {
      return Collected.doubles(value, trail);
    }
    if (item.type() == long.class) {
      return Collected.longs(value, trail);
    }
    List<@Nullable Object> items = items(value, item, target.name());
    Object array = Array.newInstance(item.type(), items.size());
    for (int i = 0; i < items.size(); i++) {
      Array.set(array, i, items.get(i));
    }
    return array;
  }

  private Object enumConstant(Value value, Class<?> type) {
    String name =
        value instanceof EnumValue(_, String member, _) && isConstant(type, member)
            ? member
            : Scalars.plain(value) instanceof StrValue(String text) ? text : null;
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw trail.misfit(
        value, type.getSimpleName(), name == null ? "" : value + " is none of its constants");
  }

  private static boolean isConstant(Class<?> type, @Nullable String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private Object record(Value value, Target target) {
    var fields = new HashMap<String, Value>();
    for (DictValue.Entry entry : Collected.entries(value, target.name(), trail)) {
      if (Scalars.plain(entry.key()) instanceof StrValue(String name)) {
        fields.put(name, entry.value());
      }
    }
    RecordShape shape = RecordShape.of(target.type());
    Map<TypeVariable<?>, Target> variables = target.variables();
    @Nullable Object[] arguments = new @Nullable Object[shape.components().size()];
    trail.enter();
    for (int i = 0; i < arguments.length; i++) {
      RecordShape.Component component = shape.components().get(i);
      trail.atField(component.name());
      Target wanted = Target.of(component.type(), variables);
      arguments[i] = component(fields.get(component.name()), component, wanted, target);
    }
    trail.leave();
    return shape.make(arguments, trail);
  }

  private @Nullable Object component(
      @Nullable Value value, RecordShape.Component component, Target wanted, Target owner) {
    if (value == null && !component.nullable() && wanted.type() != Optional.class) {
      throw trail.problem("there is no such name for the Java record " + owner.name());
    }
    Value present = value == null ? NoneValue.INSTANCE : value;
    return present.isNone() && component.nullable() ? null : object(present, wanted);
  }

  private static Map<Class<?>, Scalar> scalars() {
    var scalars = new HashMap<Class<?>, Scalar>();
    both(scalars, boolean.class, Boolean.class, Scalars::toBoolean);
    both(scalars, byte.class, Byte.class, Scalars::toByte);
    both(scalars, short.class, Short.class, Scalars::toShort);
    both(scalars, int.class, Integer.class, Scalars::toInt);
    both(scalars, long.class, Long.class, Scalars::toLong);
    both(scalars, float.class, Float.class, Scalars::toFloat);
    both(scalars, double.class, Double.class, Scalars::toDouble);
    both(scalars, char.class, Character.class, Scalars::toCharacter);
    both(scalars, String.class, CharSequence.class, Scalars::toText);
    scalars.put(byte[].class, Scalars::toBytes);
    scalars.put(BigInteger.class, Scalars::toBigInteger);
    scalars.put(BigDecimal.class, Scalars::toBigDecimal);
    scalars.put(UUID.class, Scalars::toUuid);
    scalars.put(LocalDate.class, Temporals::toLocalDate);
    scalars.put(LocalTime.class, Temporals::toLocalTime);
    scalars.put(LocalDateTime.class, Temporals::toLocalDateTime);
    scalars.put(OffsetDateTime.class, Temporals::toOffsetDateTime);
    scalars.put(ZonedDateTime.class, Temporals::toZonedDateTime);
    scalars.put(Instant.class, Temporals::toInstant);
    scalars.put(Duration.class, Temporals::toDuration);
    scalars.put(OptionalInt.class, TypeConversion::optionalInt);
    scalars.put(OptionalLong.class, TypeConversion::optionalLong);
    scalars.put(OptionalDouble.class, TypeConversion::optionalDouble);
    return Map.copyOf(scalars);
  }

  private static void both(
      Map<Class<?>, Scalar> scalars, Class<?> one, Class<?> other, Scalar conversion) {
    scalars.put(one, conversion);
    scalars.put(other, conversion);
  }

  private static OptionalInt optionalInt(Value value, Trail trail) {
    return value.isNone() ? OptionalInt.empty() : OptionalInt.of(Scalars.toInt(value, trail));
  }

  private static OptionalLong optionalLong(Value value, Trail trail) {
    return value.isNone() ? OptionalLong.empty() : OptionalLong.of(Scalars.toLong(value, trail));
  }

  private static OptionalDouble optionalDouble(Value value, Trail trail) {
    return value.isNone()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Scalars.toDouble(value, trail));
  }
}
