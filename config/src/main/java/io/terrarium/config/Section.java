package io.terrarium.config;

import io.terrarium.policy.TomlFile;
import io.terrarium.policy.TomlFile.Entry;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of a configuration while it is read. What is wrong with a key is written down in the
 * file, with the whole name of the key; whoever asked gets nothing, as if the key were not there.
 *
 * <p>A value's range is known to what takes it: each of these methods has it refused by an {@link
 * IllegalArgumentException}, whose message ends in {@code : it has to be …}.
 *
 * @param folder what paths are relative to
 * @param name the whole name of the table: {@code sandbox.limits}; empty for the file itself
 */
record Section(TomlFile file, TomlTable table, Path folder, String name) {
  private static final String ITS_KEYS = "its keys";

  /** The whole name of a key. */
  String shown(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  boolean has(String key) {
    return table.get(List.of(key)) != null;
  }

  /** Where a key stands. */
  @Nullable TomlPosition place(String key) {
    return TomlFile.place(table, key);
  }

  /** Where the table is: at the first of its keys, since the parser knows no place of its own. */
  @Nullable TomlPosition place(List<String> keys) {
    return keys.stream().filter(this::has).map(this::place).findFirst().orElse(null);
  }

  /** Writes a problem of a key down. */
  void problem(String key, String problem) {
    file.add(place(key), shown(key) + ": " + problem);
  }

  /** Writes a problem of the whole table down. */
  void problem(List<String> keys, String problem) {
    file.add(place(keys), name + ": " + problem);
  }

  void refuseOthersThan(List<String> keys) {
    file.unknownKeys(table, keys, name.isEmpty() ? "a configuration" : "[" + name + "]");
  }

  /** A table within this one. */
  Optional<Section> section(String key) {
    return section(key, ITS_KEYS);
  }

  Optional<Section> section(String key, String contents) {
    return file.table(table, key, shown(key), contents)
        .map(it -> new Section(file, it, folder, shown(key)));
  }

  /** The tables within a table within this one, by their names. */
  Map<String, Section> named(String key) {
    var sections = new LinkedHashMap<String, Section>();
    section(key, "one table for each name")
        .ifPresent(all -> {
          for (String each : all.table.keySet()) {
            all.section(each).ifPresent(it -> sections.put(each, it));
          }
        });
    return sections;
  }

  Optional<String> text(String key) {
    return file.string(table, key, shown(key));
  }

  Optional<String> text(String key, String example) {
    return file.string(table, key, shown(key), example);
  }

  /** A text that says a value in a form of its own. */
  <T> void text(String key, String example, Function<String, T> parser, Consumer<T> use) {
    Optional<String> text = text(key, example);
    try {
      text.map(parser).ifPresent(use);
    } catch (IllegalArgumentException e) {
      problem(key, withoutName(e));
    }
  }

  /** A duration or a size. */
  <T> void amount(String key, Function<String, T> parser, Consumer<T> use) {
    text(key, "\"5s\" or \"256MiB\"", parser, use);
  }

  /** The strings of a list, each with its place. */
  List<Entry> entries(String key) {
    return file.entries(table, key, shown(key));
  }

  void number(String key, IntConsumer use) {
    Optional<Long> number = file.number(table, key, shown(key));
    if (number.isEmpty()) {
      return;
    }
    try {
      use.accept(Math.toIntExact(number.get()));
    } catch (ArithmeticException e) {
      problem(key, number.get() + " is out of range");
    } catch (IllegalArgumentException e) {
      problem(key, withoutName(e));
    }
  }

  /** A number that need not be whole. */
  void decimal(String key, Consumer<BigDecimal> use) {
    switch (table.get(List.of(key))) {
      case null -> {}
      case Long number -> decimal(key, BigDecimal.valueOf(number), use);
      case Double number when Double.isFinite(number) ->
          decimal(key, BigDecimal.valueOf(number), use);
      case Object other ->
          file.add(place(key), shown(key) + " has to be a number, and is " + TomlFile.kind(other));
    }
  }

  private void decimal(String key, BigDecimal number, Consumer<BigDecimal> use) {
    try {
      use.accept(number);
    } catch (IllegalArgumentException e) {
      problem(key, withoutName(e));
    }
  }

  Optional<Boolean> flag(String key) {
    return switch (table.get(List.of(key))) {
      case null -> Optional.empty();
      case Boolean flag -> Optional.of(flag);
      case Object other -> {
        file.add(
            place(key), shown(key) + " has to be true or false, and is " + TomlFile.kind(other));
        yield Optional.empty();
      }
    };
  }

  /** One of the constants, as the file writes them. */
  <E extends Enum<E>> Optional<E> word(String key, E[] all) {
    List<String> words = Arrays.stream(all).map(Section::word).toList();
    Optional<String> word = text(key, "\"" + words.getFirst() + "\"");
    if (word.isEmpty()) {
      return Optional.empty();
    }
    int at = words.indexOf(word.get());
    if (at < 0) {
      file.add(
          place(key),
          "%s is '%s'; it can be %s%s"
              .formatted(
                  shown(key),
                  word.get(),
                  String.join(", ", words),
                  TomlFile.meant(word.get(), words)));
      return Optional.empty();
    }
    return Optional.of(all[at]);
  }

  /** The file of a name, which is relative to the configuration. */
  Optional<Path> path(String text, @Nullable TomlPosition place, String key) {
    try {
      return Optional.of(folder.resolve(text).normalize());
    } catch (InvalidPathException e) {
      file.add(place, shown(key) + ": '" + text + "' is no name of a file: " + e.getReason());
      return Optional.empty();
    }
  }

  /** The file that a key names. */
  Optional<Path> path(String key, String example) {
    return text(key, example).flatMap(text -> path(text, place(key), key));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** "wallTime is PT2H: it has to be …": the key has another name, and the range is the point. */
  private static String withoutName(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    int colon = message.indexOf(": it has to be ");
    return colon < 0 ? message : message.substring(colon + 2);
  }
}
