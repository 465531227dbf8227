package io.terrarium.policy;

import io.terrarium.Policy;
import io.terrarium.Policy.Option;
import io.terrarium.Policy.Table;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * An operator's policy as a file in TOML:
 *
 * <pre>{@code
 * name = "pricing"              # the file's own name, unless it says another
 * extends = "restricted"        # the preset to begin with; this one, unless it says another
 * options = ["limited"]
 *
 * [modules]                     # likewise names, builtins, constructs, attributes
 * allow = ["html.parser"]
 * deny = ["random", "secrets"]
 * }</pre>
 *
 * <p>Everything that is wrong with a file is found at once and named with its line and column.
 */
public final class PolicyFile {
  /** What such a file's name ends with. */
  public static final String SUFFIX = ".toml";

  private static final int MAX_BYTES = 1 << 20;
  private static final List<String> KEYS =
      Stream.concat(
              Stream.of("name", "extends", "options"),
              Arrays.stream(Table.values()).map(Table::word))
          .toList();
  private static final List<String> RULES = List.of("allow", "deny");
  private static final String MARK = "\ufeff";

  private final String file;
  private final String text;
  private final int[] characters;
  private final List<PolicyProblem> problems = new ArrayList<>();

  private PolicyFile(String file, String text) {
    this.file = file;
    this.text = text;
    this.characters = text.codePoints().toArray();
  }

  /**
   * Reads a policy.
   *
   * @throws InvalidPolicyException when it cannot be read or is none; with all of its problems
   */
  public static Policy read(Path path) {
    return parse(text(path), path.toString());
  }

  /**
   * The policy that a text is.
   *
   * @param file how to call the file in messages; a policy without a name has its name
   * @throws InvalidPolicyException when it is none; with all of its problems
   */
  public static Policy parse(String text, String file) {
    String plain = text.startsWith(MARK) ? text.substring(1) : text;
    return new PolicyFile(file, plain).policy();
  }

  private Policy policy() {
    TomlParseResult toml = toml();
    toml.errors()
        .forEach(error ->
            add(error.position(), "this is no TOML: " + String.valueOf(error.getMessage())));
    refuseProblems();
    unknownKeys(toml, KEYS, "a policy");
    Policy.Builder builder = Policy.extending(base(toml));
    named(toml, builder);
    for (Entry option : entries(toml, "options", "")) {
      option(option).ifPresent(builder::option);
    }
    rules(toml, builder);
    refuseProblems();
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      add(toml.inputPositionOf("extends"), String.valueOf(e.getMessage()));
    }
    throw refused();
  }

  private TomlParseResult toml() {
    try {
      return Toml.parse(text);
    } catch (StackOverflowError e) {
      // The parser descends with the text, and no policy nests.
      throw refused(file, "this is no policy: it nests too deeply");
    }
  }

  private Policy base(TomlTable toml) {
    @Nullable String name = text(toml, "extends");
    if (name == null) {
      return Policy.RESTRICTED;
    }
    try {
      return Policy.named(name);
    } catch (IllegalArgumentException e) {
      List<String> presets = Policy.presets().stream().map(Policy::name).toList();
      add(
          toml.inputPositionOf("extends"),
          e.getMessage() + (name.contains("+") ? "" : meant(name, presets)));
      return Policy.RESTRICTED;
    }
  }

  private void named(TomlTable toml, Policy.Builder builder) {
    @Nullable String name = text(toml, "name");
    if (name == null && toml.contains("name")) {
      return;
    }
    try {
      builder.name(name == null ? ownName() : name);
    } catch (IllegalArgumentException e) {
      if (name == null) {
        problems.add(new PolicyProblem(file, 0, 0, e.getMessage() + "; write name = \"…\" in it"));
      } else {
        add(toml.inputPositionOf("name"), String.valueOf(e.getMessage()));
      }
    }
  }

  /** The file's name without folder and ending. */
  private String ownName() {
    String last = file.substring(file.lastIndexOf('/') + 1);
    return last.endsWith(SUFFIX) ? last.substring(0, last.length() - SUFFIX.length()) : last;
  }

  private Optional<Option> option(Entry entry) {
    Optional<Option> found =
        Arrays.stream(Option.values())
            .filter(option -> option.word().equals(entry.text()))
            .findFirst();
    if (found.isEmpty()) {
      List<String> words = Arrays.stream(Option.values()).map(Option::word).toList();
      add(
          entry.place(),
          "there is no option '%s'; there is %s%s"
              .formatted(entry.text(), String.join(", ", words), meant(entry.text(), words)));
    }
    return found;
  }

  private void rules(TomlTable toml, Policy.Builder builder) {
    var allowed = new EnumMap<Table, List<Entry>>(Table.class);
    var denied = new EnumMap<Table, List<Entry>>(Table.class);
    for (Table table : Table.values()) {
      Optional<TomlTable> rules = table(toml, table.word());
      rules.ifPresent(it -> unknownKeys(it, RULES, "[" + table.word() + "]"));
      allowed.put(table, rules.map(it -> entries(it, "allow", table.word())).orElse(List.of()));
      denied.put(table, rules.map(it -> entries(it, "deny", table.word())).orElse(List.of()));
    }
    var check =
        new EntryCheck(
            PolicyTables.installed(), texts(allowed.getOrDefault(Table.MODULES, List.of())));
    allowed.forEach((table, entries) -> {
      entries.forEach(entry -> report(entry, check.allowed(table, entry.text())));
      builder.allow(table, texts(entries));
    });
    denied.forEach((table, entries) -> {
      entries.forEach(entry -> report(entry, check.denied(table, entry.text())));
      contradictions(allowed.getOrDefault(table, List.of()), entries);
      builder.deny(table, texts(entries));
    });
  }

  private void contradictions(List<Entry> allowed, List<Entry> denied) {
    Map<String, Entry> before =
        allowed.stream().collect(Collectors.toMap(Entry::text, entry -> entry, (one, _) -> one));
    for (Entry entry : denied) {
      @Nullable Entry other = before.get(entry.text());
      if (other != null) {
        add(
            entry.place(),
            "'%s' is denied here and allowed in line %d: it can only be one of both"
                .formatted(entry.text(), other.place().line()));
      }
    }
  }

  private void report(Entry entry, Optional<String> problem) {
    problem.ifPresent(message -> add(entry.place(), message));
  }

  /** One string of a list, and where it stands. */
  private record Entry(String text, TomlPosition place) {}

  private static Set<String> texts(List<Entry> entries) {
    return entries.stream().map(Entry::text).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The strings of the list under a key; none where there is no such list. */
  private List<Entry> entries(TomlTable table, String key, String tableName) {
    String shown = tableName.isEmpty() ? key : tableName + "." + key;
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
              table.inputPositionOf(List.of(key)),
              "%s has to be a list of strings, such as [\"…\"], and is %s"
                  .formatted(shown, kind(other)));
    }
    return entries;
  }

  private @Nullable String text(TomlTable toml, String key) {
    return switch (toml.get(List.of(key))) {
      case null -> null;
      case String string -> string;
      case Object other -> {
        add(
            toml.inputPositionOf(List.of(key)),
            "%s has to be a string, such as \"…\", and is %s".formatted(key, kind(other)));
        yield null;
      }
    };
  }

  private Optional<TomlTable> table(TomlTable toml, String key) {
    return switch (toml.get(List.of(key))) {
      case null -> Optional.empty();
      case TomlTable table -> Optional.of(table);
      case Object other -> {
        add(
            toml.inputPositionOf(List.of(key)),
            "%s has to be a table, [%s] on a line of its own with allow and deny below, and is %s"
                .formatted(key, key, kind(other)));
        yield Optional.empty();
      }
    };
  }

  private void unknownKeys(TomlTable table, List<String> known, String where) {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        add(
            table.inputPositionOf(List.of(key)),
            "there is no key '%s' in %s; there is %s%s"
                .formatted(key, where, String.join(", ", known), meant(key, known)));
      }
    }
  }

  private static String meant(String name, List<String> known) {
    return Nearest.of(name, known).map(near -> ": did you mean '" + near + "'?").orElse("");
  }

  private static String kind(Object value) {
    return switch (value) {
      case String _ -> "a string";
      case Boolean _ -> "true or false";
      case Number _ -> "a number";
      case TomlArray _ -> "a list";
      case TomlTable _ -> "a table";
      default -> "a date or time";
    };
  }

  private void add(@Nullable TomlPosition place, String message) {
    problems.add(
        place == null
            ? new PolicyProblem(file, 0, 0, message)
            : new PolicyProblem(file, place.line(), place.column(), message));
  }

  private void refuseProblems() {
    if (!problems.isEmpty()) {
      throw refused();
    }
  }

  private InvalidPolicyException refused() {
    return new InvalidPolicyException(
        problems.stream()
            .sorted(
                Comparator.comparingInt(PolicyProblem::line)
                    .thenComparingInt(PolicyProblem::column))
            .toList());
  }

  private static InvalidPolicyException refused(String file, String message) {
    return new InvalidPolicyException(List.of(new PolicyProblem(file, 0, 0, message)));
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

  private static String text(Path path) {
    byte[] bytes = bytes(path);
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int at = 0; at < in.position(); at++) {
        line += bytes[at] == '\n' ? 1 : 0;
      }
      throw refused(path.toString(), "this is no TOML: line " + line + " is not text in UTF-8");
    }
    return out.flip().toString();
  }

  private static byte[] bytes(Path path) {
    String file = path.toString();
    try (InputStream content = Files.newInputStream(path)) {
      byte[] bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw refused(file, "it is larger than 1 MiB: that is no policy");
      }
      return bytes;
    } catch (NoSuchFileException _) {
      throw refused(file, "there is no such file");
    } catch (AccessDeniedException _) {
      throw refused(file, "it cannot be read: permission denied");
    } catch (IOException e) {
      throw refused(
          file,
          Files.isDirectory(path) ? "it is a folder" : "it cannot be read: " + e.getMessage());
    }
  }
}
