package io.terrarium;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The language rules that a program is held to: a preset, with options and with changes to its
 * rules where an operator wants them otherwise. Immutable; policies with the same rules and name
 * are equal, in whatever order the rules were given.
 *
 * <p>A policy is a second line of defence and a source of good diagnostics; what contains a program
 * is the engine's isolation, under every policy.
 *
 * {@snippet :
 * Policy policy =
 *     Policy.extending(Policy.RESTRICTED)
 *         .name("pricing")
 *         .allowModules("html.parser")
 *         .denyModules("random", "secrets")
 *         .denyBuiltins("print")
 *         .build();
 * Program program = sandbox.compile(Source.of(text).under(policy));
 * }
 *
 * <p>Whether a module, builtin or construct of that name exists is known to the worker alone, which
 * checks the policy before it checks a program with it.
 */
public final class Policy {

  /** One expression and nothing else: no statements, no imports. */
  public static final Policy EXPRESSION = new Policy(Preset.EXPRESSION);

  /** Everyday Python; what reaches out of the sandbox is refused, and explained. */
  public static final Policy RESTRICTED = new Policy(Preset.RESTRICTED);

  /** All of Python: the isolation alone contains the program. */
  public static final Policy FULL = new Policy(Preset.FULL);

  /** What a {@link Source} is held to unless it says otherwise. */
  public static final Policy DEFAULT = RESTRICTED;

  private static final String OWN_NAME = "custom";
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_. -]{0,99}");

  private final @Nullable String ownName;
  private final Preset preset;
  private final Set<Option> options;
  private final Map<Table, Rules> changes;

  private Policy(Preset preset) {
    this(null, preset, Set.of(), Map.of());
  }

  private Policy(
      @Nullable String ownName, Preset preset, Set<Option> options, Map<Table, Rules> changes) {
    this.ownName = ownName;
    this.preset = preset;
    this.options = Collections.unmodifiableSet(options);
    this.changes = Collections.unmodifiableMap(changes);
  }

  /** The rules to begin with. */
  public enum Preset {
    /** One expression. */
    EXPRESSION,
    /** Everyday Python. */
    RESTRICTED,
    /** All of Python. */
    FULL;

    /** The name by which people and workers know it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Variants that users of RestrictedPython know. */
  public enum Option {
    /** Bounded {@code range}, {@code list} and {@code tuple}. */
    LIMITED_BUILTINS("limited"),
    /** {@code math}, {@code random}, {@code string} and more, without an import. */
    UTILITY_BUILTINS("utility"),
    /** {@code open}, for the files that a call is given and no others. */
    FILES("files");

    private final String word;

    Option(String word) {
      this.word = word;
    }

    /** The name by which people and workers know it. */
    public String word() {
      return word;
    }
  }

  /** What there are rules for. */
  public enum Table {
    /** Modules that may be imported, by their full names: {@code html.parser}. */
    MODULES("a module", "[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*"),
    /** Names in a program ({@code __debug__}), and what a module lends ({@code uuid.uuid1}). */
    NAMES("a name, or a module's ('uuid.uuid1')", Table.NAME + "(\\." + Table.NAME + ")*"),
    /** Builtins by their names: {@code print}. */
    BUILTINS("a builtin", "[A-Za-z_]\\w*"),
    /** Constructs by the names of their nodes in Python's {@code ast}: {@code While}. */
    CONSTRUCTS("a node of Python's grammar ('While')", "[A-Za-z_]\\w*"),
    /** Attributes by their names: {@code tb_frame}. */
    ATTRIBUTES("an attribute", Table.NAME);

    private static final String NAME =
        "[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}]*";

    private final String what;
    private final Pattern form;

    Table(String what, String form) {
      this.what = what;
      this.form = Pattern.compile(form);
    }

    /** The name by which policy files and workers know it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What an entry is the name of, for messages. */
    public String what() {
      return what;
    }

    /** Whether an entry could be one, by its form alone. */
    public boolean accepts(String entry) {
      return entry.length() <= 200 && form.matcher(canonical(entry)).matches();
    }
  }

  private record Rules(SortedSet<String> allowed, SortedSet<String> denied) {
    private static final Rules NONE =
        new Rules(Collections.emptySortedSet(), Collections.emptySortedSet());
  }

  /**
   * The policy of a name: a preset, with options behind plus signs, such as {@code
   * restricted+limited}.
   *
   * @throws IllegalArgumentException when there is none of that name; the message says which are
   */
  public static Policy named(String name) {
    String[] words = name.split("\\+", -1);
    Builder builder = extending(preset(words[0]).orElseThrow(() -> unknown(name)));
    for (int at = 1; at < words.length; at++) {
      builder.option(option(words[at]).orElseThrow(() -> unknown(name)));
    }
    return builder.build();
  }

  /** The policies that come with Terrarium, without their options, the strictest first. */
  public static List<Policy> presets() {
    return List.of(EXPRESSION, RESTRICTED, FULL);
  }

  /** Begins a policy of one's own, with the rules of another. */
  public static Builder extending(Policy base) {
    return new Builder(base, null);
  }

  /** Begins a policy that differs from this one, with its name unless it is given another. */
  public Builder toBuilder() {
    return new Builder(this, ownName);
  }

  /** The name that people know it by; messages to users mention it. */
  public String name() {
    if (ownName != null) {
      return ownName;
    }
    return changes.isEmpty() ? presetName() : OWN_NAME;
  }

  /** The rules that it begins with. */
  public Preset preset() {
    return preset;
  }

  /** The options that are on. */
  public Set<Option> options() {
    return options;
  }

  /** What it allows over its preset, sorted. */
  public SortedSet<String> allowed(Table table) {
    return rules(table).allowed();
  }

  /** What it denies over its preset, sorted. */
  public SortedSet<String> denied(Table table) {
    return rules(table).denied();
  }

  /** Whether it is a preset as it is: no options, no changes, no other name. */
  public boolean isPreset() {
    return ownName == null && options.isEmpty() && changes.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Policy that
        && preset == that.preset
        && Objects.equals(ownName, that.ownName)
        && options.equals(that.options)
        && changes.equals(that.changes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ownName, preset, options, changes);
  }

  @Override
  public String toString() {
    return "Policy[" + name() + "]";
  }

  private String presetName() {
    return options.stream().map(option -> "+" + option.word).reduce(preset.word(), String::concat);
  }

  private Rules rules(Table table) {
    return changes.getOrDefault(table, Rules.NONE);
  }

  private static Optional<Policy> preset(String word) {
    return presets().stream().filter(policy -> policy.preset.word().equals(word)).findFirst();
  }

  private static Optional<Option> option(String word) {
    return Arrays.stream(Option.values()).filter(option -> option.word.equals(word)).findFirst();
  }

  private static IllegalArgumentException unknown(String name) {
    String presets =
        presets().stream().map(policy -> policy.preset.word()).collect(Collectors.joining(", "));
    String options =
        Arrays.stream(Option.values())
            .map(option -> "+" + option.word)
            .collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "there is no policy named '%s'; there is %s, and %s as options (restricted+limited)"
            .formatted(name, presets, options));
  }

  /** As Python reads identifiers (PEP 3131): two spellings of one name are one entry. */
  private static String canonical(String entry) {
    return Normalizer.normalize(entry, Normalizer.Form.NFKC);
  }

  /**
   * Builds a policy step by step. What a step allows or denies goes before what the policy that is
   * extended says of it; to allow and to deny the same here is a contradiction. Not safe for
   * several threads.
   */
  public static final class Builder {
    private final Policy base;
    private final EnumSet<Option> options = EnumSet.noneOf(Option.class);
    private final Map<Table, Set<String>> allowed = new EnumMap<>(Table.class);
    private final Map<Table, Set<String>> denied = new EnumMap<>(Table.class);
    private @Nullable String name;

    private Builder(Policy base, @Nullable String name) {
      this.base = base;
      this.name = name;
      options.addAll(base.options);
    }

    /**
     * The name that people know it by: up to 100 letters, digits, dots, dashes, underscores and
     * blanks, and none that a preset has.
     *
     * @throws IllegalArgumentException when it is no such name
     */
    public Builder name(String newName) {
      if (!NAME.matcher(newName).matches()) {
        throw new IllegalArgumentException(
            "'%s' is no name for a policy: up to 100 letters, digits, dots, dashes, underscores and"
                    .formatted(newName)
                + " blanks are");
      }
      if (preset(newName).isPresent()) {
        throw new IllegalArgumentException(
            "'" + newName + "' is the name of a preset: choose another one");
      }
      name = newName;
      return this;
    }

    /** Switches an option on. */
    public Builder option(Option option) {
      options.add(option);
      return this;
    }

    /** Allows entries of one table. */
    public Builder allow(Table table, Collection<String> entries) {
      return add(allowed, table, entries);
    }

    /** Denies entries of one table. */
    public Builder deny(Table table, Collection<String> entries) {
      return add(denied, table, entries);
    }

    /** Allows modules to be imported, by their full names. */
    public Builder allowModules(String... modules) {
      return allow(Table.MODULES, List.of(modules));
    }

    /** Refuses the import of modules. */
    public Builder denyModules(String... modules) {
      return deny(Table.MODULES, List.of(modules));
    }

    /** Allows names in programs, or names that a module lends: {@code "uuid.uuid1"}. */
    public Builder allowNames(String... names) {
      return allow(Table.NAMES, List.of(names));
    }

    /** Refuses names in programs, or names that a module lends: {@code "time.sleep"}. */
    public Builder denyNames(String... names) {
      return deny(Table.NAMES, List.of(names));
    }

    /** Allows builtins. */
    public Builder allowBuiltins(String... builtins) {
      return allow(Table.BUILTINS, List.of(builtins));
    }

    /** Refuses builtins. */
    public Builder denyBuiltins(String... builtins) {
      return deny(Table.BUILTINS, List.of(builtins));
    }

    /** Allows constructs, by the names of their nodes in Python's {@code ast}. */
    public Builder allowConstructs(String... nodes) {
      return allow(Table.CONSTRUCTS, List.of(nodes));
    }

    /** Refuses constructs, by the names of their nodes: {@code "While"}. */
    public Builder denyConstructs(String... nodes) {
      return deny(Table.CONSTRUCTS, List.of(nodes));
    }

    /** Allows attributes. */
    public Builder allowAttributes(String... attributes) {
      return allow(Table.ATTRIBUTES, List.of(attributes));
    }

    /** Refuses attributes. */
    public Builder denyAttributes(String... attributes) {
      return deny(Table.ATTRIBUTES, List.of(attributes));
    }

    /**
     * The policy as it is now.
     *
     * @throws IllegalArgumentException when it contradicts itself, when an entry cannot be the name
     *     of anything, or when the preset has nothing to change; the message names all of it
     */
    public Policy build() {
      var problems = new ArrayList<String>();
      var changes = new EnumMap<Table, Rules>(Table.class);
      for (Table table : Table.values()) {
        Rules rules = rules(table, problems);
        if (!rules.equals(Rules.NONE)) {
          changes.put(table, rules);
        }
      }
      boolean changed = !options.isEmpty() || !changes.isEmpty();
      if (base.preset == Preset.FULL && changed) {
        problems.add("full has no rules that could be changed: extend restricted");
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException("this is no policy: " + String.join("; ", problems));
      }
      return new Policy(name, base.preset, options.clone(), changes);
    }

    private Builder add(Map<Table, Set<String>> entries, Table table, Collection<String> more) {
      Set<String> known = entries.computeIfAbsent(table, _ -> new TreeSet<>());
      more.forEach(entry -> known.add(canonical(entry)));
      return this;
    }

    private Rules rules(Table table, List<String> problems) {
      Set<String> allow = allowed.getOrDefault(table, Set.of());
      Set<String> deny = denied.getOrDefault(table, Set.of());
      for (String entry : allow) {
        if (deny.contains(entry)) {
          problems.add("it allows and denies '%s' in %s".formatted(entry, table.word()));
        }
      }
      for (Set<String> entries : List.of(allow, deny)) {
        entries.stream()
            .filter(entry -> !table.accepts(entry))
            .forEach(entry ->
                problems.add(
                    "'%s' in %s is not the name of %s".formatted(entry, table.word(), table.what)));
      }
      return new Rules(
          merged(base.allowed(table), allow, deny), merged(base.denied(table), deny, allow));
    }

    private static SortedSet<String> merged(
        Set<String> before, Set<String> more, Set<String> others) {
      var merged = new TreeSet<String>(before);
      merged.removeAll(others);
      merged.addAll(more);
      return Collections.unmodifiableSortedSet(merged);
    }
  }
}
