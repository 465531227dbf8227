package io.terrarium.jail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that the jail knows on one architecture, each with its decision and the reason.
 *
 * <p>The tables are data files beside this class, {@code syscalls-x86_64.txt} and {@code
 * syscalls-aarch64.txt}; their first lines say how they are written. The same tables give the
 * numbers of the calls that the set-up itself makes. Immutable.
 */
public final class SystemCallTable {
  private final Architecture architecture;
  private final SortedMap<Integer, SystemCall> byNumber;
  private final Map<String, SystemCall> byName;

  private SystemCallTable(
      Architecture architecture,
      SortedMap<Integer, SystemCall> byNumber,
      Map<String, SystemCall> byName) {
    this.architecture = architecture;
    this.byNumber = byNumber;
    this.byName = byName;
  }

  /** The table of an architecture. */
  public static SystemCallTable of(Architecture architecture) {
    String file = "syscalls-" + architecture.id() + ".txt";
    try (InputStream stream = SystemCallTable.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("The jail was built without its data file " + file);
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return parse(architecture, file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the jail's data file " + file, e);
    }
  }

  /**
   * Reads a table.
   *
   * @param file the name that errors tell
   * @throws IllegalArgumentException for a bad line, naming the file, the line and what is wrong
   */
  static SystemCallTable parse(Architecture architecture, String file, String text) {
    SortedMap<Integer, SystemCall> byNumber = new TreeMap<>();
    Map<String, SystemCall> byName = new HashMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        SystemCall call = parseLine(line);
        refuseSecond("name", byName.put(call.name(), call), call.name());
        refuseSecond("number", byNumber.put(call.number(), call), call.number());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("%s:%d: %s".formatted(file, i + 1, e.getMessage()), e);
      }
    }
    return new SystemCallTable(architecture, byNumber, byName);
  }

  private static SystemCall parseLine(String line) {
    String[] fields = line.split("\\s+", 5);
    if (fields.length < 5) {
      throw new IllegalArgumentException(
          "expected name, number, decision, condition (or -) and reason, found " + line);
    }
    if (!fields[0].matches("[a-z_][a-z0-9_]*")) {
      throw new IllegalArgumentException("not the name of a system call: " + fields[0]);
    }
    if (!fields[1].matches("\\d{1,9}")) {
      throw new IllegalArgumentException("not a system call number: " + fields[1]);
    }
    return new SystemCall(
        fields[0],
        Integer.parseInt(fields[1]),
        named(Decision.class, "decision", fields[2]),
        fields[3].equals("-")
            ? Optional.empty()
            : Optional.of(named(ArgumentCondition.class, "condition", fields[3])),
        fields[4]);
  }

  private static <E extends Enum<E>> E named(Class<E> type, String what, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown " + what + ": " + name));
  }

  private static void refuseSecond(String what, @Nullable SystemCall earlier, Object value) {
    if (earlier != null) {
      throw new IllegalArgumentException(
          "the %s %s is already that of %s".formatted(what, value, earlier.name()));
    }
  }

  /** The architecture whose numbers these are. */
  public Architecture architecture() {
    return architecture;
  }

  /** All calls in the table, in the order of their numbers. */
  public Collection<SystemCall> calls() {
    return List.copyOf(byNumber.values());
  }

  /** The call of a number, if the table has it; one that it has not answers {@code ENOSYS}. */
  public Optional<SystemCall> call(int number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /**
   * The call of a name.
   *
   * @throws IllegalArgumentException if the table does not have it
   */
  public SystemCall call(String name) {
    SystemCall call = byName.get(name);
    if (call == null) {
      throw new IllegalArgumentException(
          "the table for %s has no system call %s".formatted(architecture.id(), name));
    }
    return call;
  }
}
