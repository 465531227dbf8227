package io.terrarium.policy;

import io.terrarium.Policy;
import io.terrarium.Policy.Preset;
import io.terrarium.Policy.Table;
import io.terrarium.policy.PolicyTables.Decision;
import io.terrarium.policy.PolicyTables.Import;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a policy allows and why: the tables, with the policy's changes applied. Immutable.
 *
 * @param modules the modules that programs may import, and those that the policy takes away
 * @param names the names in programs for which the policy has rules of its own
 * @param builtins every builtin
 * @param attributes the attributes that are more than ordinary ones
 * @param constructs every construct of every supported Python
 */
public record PolicyView(
    Policy policy,
    List<Module> modules,
    List<Row> names,
    List<Row> builtins,
    List<Row> attributes,
    List<Row> constructs) {

  /** What takes the place of a reason where the policy itself is one. */
  private static final String BY_POLICY = "this policy says so";

  private static final String OPEN = "open";
  private static final String OPENS_FILES = "it opens the files that the call was given";
  private static final String ONE_EXPRESSION = "it is no part of an expression";

  /**
   * Constructs that no expression can have in it; what is new in Python is for its table to say.
   */
  private static final Set<String> STATEMENTS =
      Set.of(
          "AnnAssign",
          "Assert",
          "Assign",
          "AsyncFor",
          "AsyncFunctionDef",
          "AsyncWith",
          "AugAssign",
          "Break",
          "ClassDef",
          "Continue",
          "Del",
          "Delete",
          "ExceptHandler",
          "Expr",
          "For",
          "FunctionDef",
          "Global",
          "If",
          "Import",
          "ImportFrom",
          "Match",
          "MatchAs",
          "MatchClass",
          "MatchMapping",
          "MatchOr",
          "MatchSequence",
          "MatchSingleton",
          "MatchStar",
          "MatchValue",
          "Module",
          "Nonlocal",
          "ParamSpec",
          "Pass",
          "Raise",
          "Return",
          "Try",
          "TryStar",
          "TypeAlias",
          "TypeVar",
          "TypeVarTuple",
          "While",
          "With",
          "alias",
          "match_case",
          "withitem");

  /** Copies the lists. */
  public PolicyView {
    modules = List.copyOf(modules);
    names = List.copyOf(names);
    builtins = List.copyOf(builtins);
    attributes = List.copyOf(attributes);
    constructs = List.copyOf(constructs);
  }

  /**
   * What a policy makes of one thing.
   *
   * @param why the reason, or what guards it; may be empty
   * @param instead what to write instead; may be empty
   * @param changed whether it would be otherwise under the preset
   */
  public record Row(String name, Decision decision, String why, String instead, boolean changed) {
    private Row(String name, Decision decision, String why, String instead) {
      this(name, decision, why, instead, false);
    }

    private Row with(Decision newDecision) {
      return new Row(name, newDecision, BY_POLICY, "", true);
    }
  }

  /**
   * A module.
   *
   * @param reviewed whether its names are on Terrarium's own list; otherwise a program has all of
   *     its public names that are no modules
   * @param groups its names, by what the policy makes of them
   */
  public record Module(Row row, boolean reviewed, List<Group> groups) {
    /** Copies the list. */
    public Module {
      groups = List.copyOf(groups);
    }
  }

  /** Names of a module that are alike to the policy; {@code why} may be empty. */
  public record Group(Decision decision, List<String> names, String why, boolean changed) {
    /** Copies the list. */
    public Group {
      names = List.copyOf(names);
    }
  }

  /** The view of a policy, by the tables of the runtime that is installed. */
  public static PolicyView of(Policy policy) {
    return of(policy, PolicyTables.installed());
  }

  static PolicyView of(Policy policy, PolicyTables tables) {
    if (policy.preset() == Preset.FULL) {
      return new PolicyView(policy, List.of(), List.of(), List.of(), List.of(), List.of());
    }
    return new PolicyView(
        policy,
        policy.preset() == Preset.EXPRESSION ? List.of() : modules(policy, tables),
        names(policy),
        applied(policy, Table.BUILTINS, Decision.ALLOWED, builtins(policy, tables)),
        applied(policy, Table.ATTRIBUTES, Decision.READABLE, attributes(tables)),
        applied(policy, Table.CONSTRUCTS, Decision.ALLOWED, constructs(policy, tables)));
  }

  private static Stream<Row> builtins(Policy policy, PolicyTables tables) {
    boolean files = policy.options().contains(Policy.Option.FILES);
    return tables.builtins().stream()
        .map(row ->
            files && row.name().equals(OPEN)
                ? new Row(OPEN, Decision.GUARDED, OPENS_FILES, "")
                : new Row(row.name(), row.decision(), row.why(), row.instead()));
  }

  private static Stream<Row> attributes(PolicyTables tables) {
    return tables.attributes().stream()
        .map(row -> new Row(row.name(), row.decision(), row.why(), row.instead()));
  }

  private static Stream<Row> constructs(Policy policy, PolicyTables tables) {
    boolean expression = policy.preset() == Preset.EXPRESSION;
    return tables.constructs().stream()
        .map(row ->
            expression && STATEMENTS.contains(row.node())
                ? new Row(row.node(), Decision.REFUSED, ONE_EXPRESSION, "")
                : new Row(row.node(), row.decision(), row.why(), ""));
  }

  /** Names in programs; those of modules stand with their modules. */
  private static List<Row> names(Policy policy) {
    Stream<Row> none = Stream.of();
    return applied(policy, Table.NAMES, Decision.ALLOWED, none).stream()
        .filter(row -> row.name().indexOf('.') < 0)
        .toList();
  }

  /** The rows as the policy has them, with those that it names first. */
  private static List<Row> applied(
      Policy policy, Table table, Decision whenAllowed, Stream<Row> rows) {
    var byName = new TreeMap<String, Row>();
    rows.forEach(row -> byName.put(row.name(), row));
    for (String name : policy.allowed(table)) {
      Row before = byName.getOrDefault(name, new Row(name, Decision.REFUSED, "", ""));
      byName.put(name, before.decision() == Decision.REFUSED ? before.with(whenAllowed) : before);
    }
    for (String name : policy.denied(table)) {
      Row before = byName.getOrDefault(name, new Row(name, Decision.ALLOWED, "", ""));
      byName.put(
          name, before.decision() == Decision.REFUSED ? before : before.with(Decision.REFUSED));
    }
    return List.copyOf(byName.values());
  }

  private static List<Module> modules(Policy policy, PolicyTables tables) {
    Map<String, List<Import>> lent = tables.modules();
    Stream<Row> rows = lent.keySet().stream().map(name -> new Row(name, Decision.ALLOWED, "", ""));
    return applied(policy, Table.MODULES, Decision.ALLOWED, rows).stream()
        .map(row ->
            new Module(
                row,
                lent.containsKey(row.name()),
                groups(policy, row.name(), lent.getOrDefault(row.name(), List.of()))))
        .toList();
  }

  private static List<Group> groups(Policy policy, String module, List<Import> rows) {
    List<String> allowed = exports(policy.allowed(Table.NAMES), module);
    List<String> denied = exports(policy.denied(Table.NAMES), module);
    var groups = new ArrayList<Group>();
    for (Import row : rows) {
      List<String> others = row.decision() == Decision.REFUSED ? allowed : denied;
      List<String> left = row.names().stream().filter(name -> !others.contains(name)).toList();
      if (!left.isEmpty()) {
        groups.add(new Group(row.decision(), left, row.why(), false));
      }
    }
    add(groups, Decision.ALLOWED, allowed.stream().filter(name -> !lends(rows, name)).toList());
    add(groups, Decision.REFUSED, denied);
    return groups;
  }

  private static void add(List<Group> groups, Decision decision, List<String> names) {
    if (!names.isEmpty()) {
      groups.add(new Group(decision, names, BY_POLICY, true));
    }
  }

  private static boolean lends(List<Import> rows, String name) {
    return rows.stream()
        .anyMatch(row -> row.decision() != Decision.REFUSED && row.names().contains(name));
  }

  /** What of the entries {@code module.export} is of this module. */
  private static List<String> exports(Set<String> entries, String module) {
    return entries.stream()
        .filter(entry -> entry.lastIndexOf('.') == module.length() && entry.startsWith(module))
        .map(entry -> entry.substring(module.length() + 1))
        .collect(Collectors.toUnmodifiableList());
  }
}
