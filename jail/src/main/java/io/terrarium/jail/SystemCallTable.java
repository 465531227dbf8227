package io.terrarium.jail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that the jail knows on one architecture, each with its decision and the reason.
 *
 * <p>The tables are data files beside this class, {@code syscalls-x86_64.txt} and {@code
 * syscalls-aarch64.txt} for workers, {@code syscalls-zygote.txt} for what a zygote may call
 * besides; their first lines say how they are written. The same tables give the numbers of the
 * calls that the set-up itself makes. Immutable.
 */
public final class SystemCallTable {
  private static final String ZYGOTE_FILE = "syscalls-zygote.txt";

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
    return parse(architecture, file, read(file));
  }

  /** The same with what a zygote may call besides. */
  public SystemCallTable forZygote() {
    return extended(ZYGOTE_FILE, read(ZYGOTE_FILE));
  }

  private static String read(String file) {
    try (InputStream stream = SystemCallTable.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("The jail was built without its data file " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
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
    eachLine(
        file,
        text,
        line -> {
          SystemCall call = parseLine(line);
          refuseSecond("name", byName.put(call.name(), call), call.name());
          refuseSecond("number", byNumber.put(call.number(), call), call.number());
        });
    return new SystemCallTable(architecture, byNumber, byName);
  }

  /**
   * This table with the calls of a text allowed besides.
   *
   * @throws IllegalArgumentException for a bad line, naming the file, the line and what is wrong
   */
  SystemCallTable extended(String file, String text) {
    SortedMap<Integer, SystemCall> numbers = new TreeMap<>(byNumber);
    Map<String, SystemCall> names = new HashMap<>(byName);
    Set<String> seen = new HashSet<>();
    eachLine(
        file,
        text,
        line -> {
          String[] fields = fields(line, 3, "name, condition (or -) and reason");
          if (!seen.add(fields[0])) {
            throw new IllegalArgumentException("%s comes twice".formatted(fields[0]));
          }
          SystemCall known = byName.get(fields[0]);
          if (known != null) {
            var call =
                new SystemCall(
                    known.name(), known.number(), Decision.ALLOW, condition(fields[1]), fields[2]);
            numbers.put(call.number(), call);
            names.put(call.name(), call);
          }
        });
    return new SystemCallTable(architecture, numbers, names);
  }

  private static void eachLine(String file, String text, Consumer<String> use) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        use.accept(line);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("%s:%d: %s".formatted(file, i + 1, e.getMessage()), e);
      }
    }
  }

  private static String[] fields(String line, int count, String expected) {
    String[] fields = line.split("\\s+", count);
    if (fields.length < count) {
      throw new IllegalArgumentException("expected " + expected + ", found " + line);
    }
    return fields;
  }

  private static Optional<ArgumentCondition> condition(String name) {
    return name.equals("-")
        ? Optional.empty()
        : Optional.of(named(ArgumentCondition.class, "condition", name));
  }

  private static SystemCall parseLine(String line) {
    String[] fields = fields(line, 5, "name, number, decision, condition (or -) and reason");
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
        condition(fields[3]),
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
