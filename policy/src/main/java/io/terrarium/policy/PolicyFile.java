package io.terrarium.policy;

import io.terrarium.Policy;
import io.terrarium.Policy.Option;
import io.terrarium.Policy.Table;
import io.terrarium.policy.TomlFile.Entry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  private static final List<String> KEYS =
      Stream.concat(
              Stream.of("name", "extends", "options"),
              Arrays.stream(Table.values()).map(Table::word))
          .toList();
  private static final List<String> RULES = List.of("allow", "deny");

  private final TomlFile file;
  private final TomlTable toml;
  private final String prefix;
  private final String ownName;
  private final Set<String> modules;

  private PolicyFile(
      TomlFile file, TomlTable toml, String prefix, String ownName, Set<String> modules) {
    this.modules = modules;
    this.file = file;
    this.toml = toml;
    this.prefix = prefix;
    this.ownName = ownName;
  }

  /**
   * Reads a policy.
   *
   * @throws InvalidPolicyException when it cannot be read or is none; with all of its problems
   */
  public static Policy read(Path path) {
    return read(path, Set.of());
  }

  /**
   * Reads a policy for a runtime that has further modules, which it may name.
   *
   * @throws InvalidPolicyException when it cannot be read or is none; with all of its problems
   */
  public static Policy read(Path path, Set<String> modules) {
    return parse(TomlFile.of(path, "policy", InvalidPolicyException::new), modules);
  }

  /**
   * The policy that a text is.
   *
   * @param file how to call the file in messages; a policy without a name has its name
   * @throws InvalidPolicyException when it is none; with all of its problems
   */
  public static Policy parse(String text, String file) {
    return parse(TomlFile.of(text, file, "policy", InvalidPolicyException::new), Set.of());
  }

  private static Policy parse(TomlFile file, Set<String> modules) {
    String last = file.file().substring(file.file().lastIndexOf('/') + 1);
    String ownName =
        last.endsWith(SUFFIX) ? last.substring(0, last.length() - SUFFIX.length()) : last;
    return new PolicyFile(file, file.parse(), "", ownName, modules)
        .policy()
        .orElseThrow(file::refused);
  }

  /**
   * The policy that a table within another file is; empty where it is none, and the file knows why.
   *
   * @param where the table's name, with which messages begin the names of its keys
   * @param ownName the name of a policy that says no other
   * @param modules modules besides the standard library that it may name
   */
  public static Optional<Policy> within(
      TomlFile file, TomlTable table, String where, String ownName, Set<String> modules) {
    return new PolicyFile(file, table, where + ".", ownName, modules).policy();
  }

  private Optional<Policy> policy() {
    int before = file.problemCount();
    file.unknownKeys(toml, KEYS, prefix.isEmpty() ? "a policy" : shown());
    Policy.Builder builder = Policy.extending(base());
    named(builder);
    for (Entry option : file.entries(toml, "options", prefix + "options")) {
      option(option).ifPresent(builder::option);
    }
    rules(builder);
    if (file.problemCount() > before) {
      return Optional.empty();
    }
    try {
      return Optional.of(builder.build());
    } catch (IllegalArgumentException e) {
      file.add(TomlFile.place(toml, "extends"), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Policy base() {
    @Nullable String name = file.string(toml, "extends", prefix + "extends").orElse(null);
    if (name == null) {
      return Policy.RESTRICTED;
    }
    try {
      return Policy.named(name);
    } catch (IllegalArgumentException e) {
      List<String> presets = Policy.presets().stream().map(Policy::name).toList();
      file.add(
          TomlFile.place(toml, "extends"),
          e.getMessage() + (name.contains("+") ? "" : TomlFile.meant(name, presets)));
      return Policy.RESTRICTED;
    }
  }

  private void named(Policy.Builder builder) {
    @Nullable String name = file.string(toml, "name", prefix + "name").orElse(null);
    if (name == null && toml.contains("name")) {
      return;
    }
    try {
      builder.name(name == null ? ownName : name);
    } catch (IllegalArgumentException e) {
      if (name == null) {
        file.add(null, e.getMessage() + "; write name = \"…\" in it");
      } else {
        file.add(TomlFile.place(toml, "name"), String.valueOf(e.getMessage()));
      }
    }
  }

  private Optional<Option> option(Entry entry) {
    Optional<Option> found =
        Arrays.stream(Option.values())
            .filter(option -> option.word().equals(entry.text()))
            .findFirst();
    if (found.isEmpty()) {
      List<String> words = Arrays.stream(Option.values()).map(Option::word).toList();
      file.add(
          entry.place(),
          "there is no option '%s'; there is %s%s"
              .formatted(
                  entry.text(), String.join(", ", words), TomlFile.meant(entry.text(), words)));
    }
    return found;
  }

  private void rules(Policy.Builder builder) {
    var allowed = new EnumMap<Table, List<Entry>>(Table.class);
    var denied = new EnumMap<Table, List<Entry>>(Table.class);
    for (Table table : Table.values()) {
      String name = prefix + table.word();
      Optional<TomlTable> rules = file.table(toml, table.word(), name, "allow and deny");
      rules.ifPresent(it -> file.unknownKeys(it, RULES, "[" + name + "]"));
      allowed.put(
          table, rules.map(it -> file.entries(it, "allow", name + ".allow")).orElse(List.of()));
      denied.put(
          table, rules.map(it -> file.entries(it, "deny", name + ".deny")).orElse(List.of()));
    }
    var check =
        new EntryCheck(
            PolicyTables.installed(),
            TomlFile.texts(allowed.getOrDefault(Table.MODULES, List.of())),
            modules);
    allowed.forEach((table, entries) -> {
      entries.forEach(entry -> report(entry, check.allowed(table, entry.text())));
      builder.allow(table, TomlFile.texts(entries));
    });
    denied.forEach((table, entries) -> {
      entries.forEach(entry -> report(entry, check.denied(table, entry.text())));
      contradictions(allowed.getOrDefault(table, List.of()), entries);
      builder.deny(table, TomlFile.texts(entries));
    });
  }

  private void contradictions(List<Entry> allowed, List<Entry> denied) {
    Map<String, Entry> before =
        allowed.stream().collect(Collectors.toMap(Entry::text, entry -> entry, (one, _) -> one));
    for (Entry entry : denied) {
      @Nullable Entry other = before.get(entry.text());
      if (other != null) {
        file.add(
            entry.place(),
            "'%s' is denied here and allowed in line %d: it can only be one of both"
                .formatted(entry.text(), other.place().line()));
      }
    }
  }

  private void report(Entry entry, Optional<String> problem) {
    problem.ifPresent(message -> file.add(entry.place(), message));
  }

  private String shown() {
    return "[" + prefix.substring(0, prefix.length() - 1) + "]";
  }
}
