package io.terrarium;

import io.terrarium.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What Python calls the counterpart of a Java type, for the signatures that users read. */
final class PythonTypeNames {
  private static final Map<Class<?>, String> NAMES =
      Map.ofEntries(
          Map.entry(String.class, "str"),
          Map.entry(boolean.class, "bool"),
          Map.entry(Boolean.class, "bool"),
          Map.entry(int.class, "int"),
          Map.entry(Integer.class, "int"),
          Map.entry(long.class, "int"),
          Map.entry(Long.class, "int"),
          Map.entry(BigInteger.class, "int"),
          Map.entry(double.class, "float"),
          Map.entry(Double.class, "float"),
          Map.entry(float.class, "float"),
          Map.entry(Float.class, "float"),
          Map.entry(byte[].class, "bytes"),
          Map.entry(BigDecimal.class, "Decimal"),
          Map.entry(LocalDate.class, "date"),
          Map.entry(LocalTime.class, "time"),
          Map.entry(LocalDateTime.class, "datetime"),
          Map.entry(OffsetDateTime.class, "datetime"),
          Map.entry(ZonedDateTime.class, "datetime"),
          Map.entry(Instant.class, "datetime"),
          Map.entry(Duration.class, "timedelta"),
          Map.entry(UUID.class, "UUID"),
          Map.entry(void.class, "None"),
          Map.entry(Void.class, "None"));

  private PythonTypeNames() {}

  /** The name; empty where anything may come. */
  static Optional<String> of(Class<?> type) {
    String known = NAMES.get(type);
    if (known != null) {
      return Optional.of(known);
    }
    if (type == Object.class || Value.class.isAssignableFrom(type)) {
      return Optional.empty();
    }
    if (Set.class.isAssignableFrom(type)) {
      return Optional.of("set");
    }
    if (Map.class.isAssignableFrom(type)) {
      return Optional.of("dict");
    }
    if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
      return Optional.of("list");
    }
    return type.isRecord() || type.isEnum() ? Optional.of(type.getSimpleName()) : Optional.empty();
  }
}
