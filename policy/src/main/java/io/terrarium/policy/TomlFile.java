package io.terrarium.policy;

import io.terrarium.spi.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A file in TOML that is read to its end before anybody complains: whatever is wrong is written
 * down with its place, and {@link #refuseProblems()} says all of it. For one reader, not for
 * several threads.
 *
 * <p>Shared by Terrarium's own readers of such files; applications have no need for it.
 */
public final class TomlFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final String MARK = "\ufeff";

  private final String file;
  private final String text;
  private final String what;
  private final Function<List<TomlProblem>, RuntimeException> refusal;
  private final int[] characters;
  private final List<TomlProblem> problems = new ArrayList<>();

  /** Places that are not in the file: known by who they are, and not by what they say. */
  private final IdentityHashMap<TomlPosition, String> outside = new IdentityHashMap<>();

  private TomlFile(
      String file,
      String text,
      String what,
      Function<List<TomlProblem>, RuntimeException> refusal) {
    this.file = file;
    this.text = text;
    this.what = what;
    this.refusal = refusal;
    this.characters = text.codePoints().toArray();
  }

  /**
   * A text that is to be read.
   *
   * @param file how to call the file in messages
   * @param what what it is: {@code policy}
   * @param refusal makes an exception of all problems
   */
  public static TomlFile of(
      String text,
      String file,
      String what,
      Function<List<TomlProblem>, RuntimeException> refusal) {
    return new TomlFile(file, text.startsWith(MARK) ? text.substring(1) : text, what, refusal);
  }

  /** A file that is to be read; what keeps it from being read is thrown as the only problem. */
  public static TomlFile of(
      Path path, String what, Function<List<TomlProblem>, RuntimeException> refusal) {
    return of(new FileText(path, what, refusal).text(), path.toString(), what, refusal);
  }

  /** One string of a list, and where it stands. */
  public record Entry(String text, TomlPosition place) {}

  /** What stands in the file; throws what is no TOML. */
  public TomlParseResult parse() {
    TomlParseResult toml;
    try {
      toml = Toml.parse(text);
    } catch (StackOverflowError e) {
      // The parser descends with the text, and no such file nests.
      throw refusal.apply(
          List.of(new TomlProblem(file, 0, 0, "this is no " + what + ": it nests too deeply")));
    }
    toml.errors()
        .forEach(error ->
            add(error.position(), "this is no TOML: " + String.valueOf(error.getMessage())));
    refuseProblems();
    return toml;
  }

  /** How messages call the file. */
  public String file() {
    return file;
  }

  /** Writes a problem down; without a place it is the file's. */
  public void add(@Nullable TomlPosition place, String message) {
    String elsewhere = place == null ? file : outside.get(place);
    problems.add(
        place == null || elsewhere != null
            ? new TomlProblem(String.valueOf(elsewhere), 0, 0, message)
            : new TomlProblem(file, place.line(), place.column(), message));
  }

  /**
   * A place that is not in the file, for a value that comes from elsewhere.
   *
   * @param name how messages call it
   */
  public TomlPosition outside(String name) {
    TomlPosition place = TomlPosition.positionAt(1, 1);
    outside.put(place, name);
    return place;
  }

  /** How many problems are written down. */
  public int problemCount() {
    return problems.size();
  }

  /** Throws all problems in the order of the file, if there are any. */
  public void refuseProblems() {
    if (!problems.isEmpty()) {
      throw refused();
    }
  }

  /** All problems in the order of the file, to be thrown. */
  public RuntimeException refused() {
    return refusal.apply(
        problems.stream()
            .sorted(
                Comparator.comparingInt(TomlProblem::line).thenComparingInt(TomlProblem::column))
            .toList());
  }

  /** The strings of the list under a key; none where there is no such list. */
  public List<Entry> entries(TomlTable table, String key, String shown) {
    var entries = new ArrayList<Entry>();
    switch (table.get(List.of(key))) {
      case null -> {}
      case TomlArray array -> {
        for (int at = 0; at < array.size(); at++) {
          TomlPosition place = placeOf(array.inputPositionOf(at));
          if (array.get(at) instanceof String entry) {
            entries.add(new Entry(entry, place));
          } else {
            add(
                place,
                "%s is a list of strings, and this is %s".formatted(shown, kind(array.get(at))));
          }
        }
      }
      case Object other ->
          add(
              place(table, key),
              "%s has to be a list of strings, such as [\"…\"], and is %s"
                  .formatted(shown, kind(other)));
    }
    return entries;
  }

  /** The string under a key; empty where there is none. */
  public Optional<String> string(TomlTable table, String key, String shown) {
    return string(table, key, shown, "\"…\"");
  }

  /** The same, with what may stand there. */
  public Optional<String> string(TomlTable table, String key, String shown, String example) {
    return switch (table.get(List.of(key))) {
      case null -> Optional.empty();
      case String string -> Optional.of(string);
      case Object other -> {
        add(
            place(table, key),
            "%s has to be a string, such as %s, and is %s".formatted(shown, example, kind(other)));
        yield Optional.empty();
      }
    };
  }

  /** The whole number under a key; empty where there is none. */
  public Optional<Long> number(TomlTable table, String key, String shown) {
    return switch (table.get(List.of(key))) {
      case null -> Optional.empty();
      case Long number -> Optional.of(number);
      case Object other -> {
        add(
            place(table, key),
            "%s has to be a whole number, and is %s".formatted(shown, kind(other)));
        yield Optional.empty();
      }
    };
  }

  /**
   * The table under a key; empty where there is none.
   *
   * @param contents what stands in it, for a message
   */
  public Optional<TomlTable> table(TomlTable table, String key, String shown, String contents) {
    return switch (table.get(List.of(key))) {
      case null -> Optional.empty();
      case TomlTable found -> Optional.of(found);
      case Object other -> {
        add(
            place(table, key),
            "%s has to be a table, [%s] on a line of its own with %s below, and is %s"
                .formatted(shown, shown, contents, kind(other)));
        yield Optional.empty();
      }
    };
  }

  /** Writes down every key that is none of those known. */
  public void unknownKeys(TomlTable table, Collection<String> known, String where) {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        add(
            place(table, key),
            "there is no key '%s' in %s; there is %s%s"
                .formatted(key, where, String.join(", ", known), meant(key, known)));
      }
    }
  }

  /** Where a key stands. */
  public static @Nullable TomlPosition place(TomlTable table, String key) {
    return table.inputPositionOf(List.of(key));
  }

  /** What somebody may have meant, as the end of a message. */
  public static String meant(String name, Collection<String> known) {
    return Nearest.of(name, known).map(near -> ": did you mean '" + near + "'?").orElse("");
  }

  /** The texts of entries, each once. */
  public static Set<String> texts(List<Entry> entries) {
    return entries.stream().map(Entry::text).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** What a value is, in words. */
  public static String kind(Object value) {
    return switch (value) {
      case String _ -> "a string";
      case Boolean _ -> "true or false";
      case Number _ -> "a number";
      case TomlArray _ -> "a list";
      case TomlTable _ -> "a table";
      default -> "a date or time";
    };
  }

  /**
   * Where an item of a list begins. The parser's word for it is where the one before ends, which in
   * a list of several lines is on another line.
   */
  private TomlPosition placeOf(TomlPosition roughly) {
    int line = 1;
    int at = 0;
    while (line < roughly.line() && at < characters.length) {
      line += characters[at++] == '\n' ? 1 : 0;
    }
    int lineStart = at;
    at += roughly.column() - 1;
    while (at < characters.length && (isBlank(characters[at]) || characters[at] == '#')) {
      if (characters[at] == '#') {
        while (at < characters.length && characters[at] != '\n') {
          at++;
        }
      } else if (characters[at++] == '\n') {
        line++;
        lineStart = at;
      }
    }
    return TomlPosition.positionAt(line, at - lineStart + 1);
  }

  private static boolean isBlank(int character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
  }

  /** The text of a file of bounded size. */
  private record FileText(
      Path path, String what, Function<List<TomlProblem>, RuntimeException> refusal) {

    String text() {
      byte[] bytes = bytes();
      var in = ByteBuffer.wrap(bytes);
      var out = CharBuffer.allocate(bytes.length + 1);
      CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
      if (result.isError()) {
        int line = 1;
        for (int at = 0; at < in.position(); at++) {
          line += bytes[at] == '\n' ? 1 : 0;
        }
        throw refused("this is no TOML: line " + line + " is not text in UTF-8");
      }
      return out.flip().toString();
    }

    private byte[] bytes() {
      try (InputStream content = Files.newInputStream(path)) {
        byte[] bytes = content.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw refused("it is larger than 1 MiB: that is no " + what);
        }
        return bytes;
      } catch (NoSuchFileException _) {
        throw refused("there is no such file");
      } catch (AccessDeniedException _) {
        throw refused("it cannot be read: permission denied");
      } catch (IOException e) {
        throw refused(
            Files.isDirectory(path) ? "it is a folder" : "it cannot be read: " + e.getMessage());
      }
    }

    private RuntimeException refused(String message) {
      return refusal.apply(List.of(new TomlProblem(path.toString(), 0, 0, message)));
    }
  }
}
