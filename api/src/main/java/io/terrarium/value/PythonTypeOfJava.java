package io.terrarium.value;

import io.terrarium.value.PythonType.Plain;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
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

/** The Python type that a Java type is, both ways: {@link PythonType#of(Class)}. */
final class PythonTypeOfJava {
  private static final Map<Class<?>, PythonType> PLAIN =
      Map.ofEntries(
          Map.entry(boolean.class, Plain.BOOL),
          Map.entry(Boolean.class, Plain.BOOL),
          Map.entry(byte.class, Plain.INT),
          Map.entry(Byte.class, Plain.INT),
          Map.entry(short.class, Plain.INT),
          Map.entry(Short.class, Plain.INT),
          Map.entry(int.class, Plain.INT),
          Map.entry(Integer.class, Plain.INT),
          Map.entry(long.class, Plain.INT),
          Map.entry(Long.class, Plain.INT),
          Map.entry(BigInteger.class, Plain.INT),
          Map.entry(float.class, Plain.FLOAT),
          Map.entry(Float.class, Plain.FLOAT),
          Map.entry(double.class, Plain.FLOAT),
          Map.entry(Double.class, Plain.FLOAT),
          Map.entry(char.class, Plain.STR),
          Map.entry(Character.class, Plain.STR),
          Map.entry(String.class, Plain.STR),
          Map.entry(CharSequence.class, Plain.STR),
          Map.entry(byte[].class, Plain.BYTES),
          Map.entry(BigDecimal.class, Plain.DECIMAL),
          Map.entry(UUID.class, Plain.UUID),
          Map.entry(LocalDate.class, Plain.DATE),
          Map.entry(LocalTime.class, Plain.TIME),
          Map.entry(LocalDateTime.class, Plain.DATETIME),
          Map.entry(OffsetDateTime.class, Plain.DATETIME),
          Map.entry(ZonedDateTime.class, Plain.DATETIME),
          Map.entry(Instant.class, Plain.DATETIME),
          Map.entry(Duration.class, Plain.TIMEDELTA),
          Map.entry(OptionalInt.class, orNone(Plain.INT)),
          Map.entry(OptionalLong.class, orNone(Plain.INT)),
          Map.entry(OptionalDouble.class, orNone(Plain.FLOAT)),
          Map.entry(void.class, Plain.NONE),
          Map.entry(Void.class, Plain.NONE),
          Map.entry(Object.class, Plain.ANY),
          Map.entry(Value.class, Plain.ANY));
  private static final Set<Class<?>> LISTS =
      Set.of(Iterable.class, Collection.class, SequencedCollection.class, List.class);
  private static final Set<Class<?>> SETS = Set.of(Set.class, SequencedSet.class);
  private static final Set<Class<?>> MAPS = Set.of(Map.class, SequencedMap.class);

  /** The records that are being looked at, to notice one that is within itself. */
  private final Set<Class<?>> within = new HashSet<>();

  PythonType of(Type type) {
    return switch (type) {
      case Class<?> plain -> of(plain, List.of());
      case ParameterizedType generic ->
          of((Class<?>) generic.getRawType(), Arrays.asList(generic.getActualTypeArguments()));
      case GenericArrayType array -> new PythonType.ListOf(of(array.getGenericComponentType()));
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0]);
      default -> throw unknown(type.getTypeName());
    };
  }

  private PythonType of(Class<?> type, List<Type> arguments) {
    PythonType plain = PLAIN.get(type);
    if (plain != null) {
      return plain;
    }
    if (type == Optional.class) {
      return orNone(argument(arguments, 0));
    }
    if (LISTS.contains(type)) {
      return new PythonType.ListOf(argument(arguments, 0));
    }
    if (SETS.contains(type)) {
      return new PythonType.SetOf(argument(arguments, 0), false);
    }
    if (MAPS.contains(type)) {
      return new PythonType.DictOf(argument(arguments, 0), argument(arguments, 1));
    }
    if (type.isArray()) {
      return new PythonType.ListOf(of(type.componentType()));
    }
    if (type.isEnum()) {
      return new PythonType.Literal(
          Arrays.stream(type.getEnumConstants()).map(it -> ((Enum<?>) it).name()).toList());
    }
    if (type.isRecord() && arguments.isEmpty()) {
      return record(type);
    }
    throw unknown(type.getName());
  }

  private PythonType argument(List<Type> arguments, int index) {
    return arguments.isEmpty() ? Plain.ANY : of(arguments.get(index));
  }

  private PythonType record(Class<?> type) {
    if (!within.add(type)) {
      throw new IllegalArgumentException(
          "the record " + type.getName() + " is within itself: a type in Python has an end");
    }
    var members = new ArrayList<PythonType.Shape.Member>();
    for (RecordShape.Component component : RecordShape.of(type).components()) {
      PythonType held = of(component.type());
      boolean mayBeMissing = component.nullable() || allowsNone(held);
      members.add(
          new PythonType.Shape.Member(
              component.name(), component.nullable() ? orNone(held) : held, !mayBeMissing));
    }
    within.remove(type);
    return new PythonType.Shape(type.getSimpleName(), members);
  }

  private static boolean allowsNone(PythonType type) {
    return type instanceof PythonType.Union(List<PythonType> members)
        && members.contains(Plain.NONE);
  }

  private static PythonType orNone(PythonType type) {
    if (type == Plain.ANY || allowsNone(type)) {
      return type;
    }
    var members =
        new ArrayList<>(
            type instanceof PythonType.Union(List<PythonType> before) ? before : List.of(type));
    members.add(Plain.NONE);
    return new PythonType.Union(members);
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "no Python type is known for the Java type "
            + name
            + ": docs/values.md lists those that"
            + " have one, and Object is any");
  }
}
