package io.terrarium.policy;

import io.terrarium.Policy.Table;
import io.terrarium.spi.Nearest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether what a policy names is there to be allowed or denied. */
final class EntryCheck {
  private final PolicyTables tables;

  /** Modules that are lent, by the tables or by the policy itself. */
  private final Set<String> lent;

  private final Set<String> standard;

  /** The top-level names of what the runtime has besides. */
  private final Set<String> ofRuntime;

  /**
   * @param allowedModules what the policy itself allows
   * @param ofRuntime the packages and the operator's modules that the runtime has
   */
  EntryCheck(PolicyTables tables, Collection<String> allowedModules, Collection<String> ofRuntime) {
    this.tables = tables;
    this.ofRuntime = ofRuntime.stream().map(EntryCheck::topLevel).collect(Collectors.toSet());
    this.standard = new HashSet<>(StandardModules.names());
    standard.addAll(tables.modules().keySet());
    standard.addAll(ofRuntime);
    this.lent = new HashSet<>(tables.modules().keySet());
    allowedModules.stream()
        .filter(module -> standard.contains(module) || isOfRuntime(module))
        .forEach(lent::add);
  }

  private boolean isOfRuntime(String module) {
    return ofRuntime.contains(topLevel(module));
  }

  private static String topLevel(String module) {
    int dot = module.indexOf('.');
    return dot < 0 ? module : module.substring(0, dot);
  }

  /** What is wrong with an entry that is to be allowed. */
  Optional<String> allowed(Table table, String entry) {
    return switch (table) {
      case MODULES ->
          isOfRuntime(entry)
              ? form(table, entry)
              : among(entry, standard, "module in Python's standard library");
      case NAMES -> name(entry, false);
      case BUILTINS, CONSTRUCTS, ATTRIBUTES -> either(table, entry);
    };
  }

  /** What is wrong with an entry that is to be denied. */
  Optional<String> denied(Table table, String entry) {
    return switch (table) {
      case MODULES -> deniedModule(entry);
      case NAMES -> name(entry, true);
      case BUILTINS, CONSTRUCTS, ATTRIBUTES -> either(table, entry);
    };
  }

  private Optional<String> either(Table table, String entry) {
    return switch (table) {
      case BUILTINS ->
          among(entry, names(tables.builtins(), PolicyTables.Builtin::name), "builtin");
      case CONSTRUCTS ->
          among(
              entry,
              names(tables.constructs(), PolicyTables.Construct::node),
              "construct (a node of Python's ast)");
      case ATTRIBUTES, NAMES, MODULES -> form(table, entry);
    };
  }

  private Optional<String> deniedModule(String entry) {
    if (!lent.contains(entry) && standard.contains(entry)) {
      return Optional.of("the module '" + entry + "' is not lent anyway: there is nothing to deny");
    }
    return among(entry, lent, "module that is lent");
  }

  private Optional<String> name(String entry, boolean toBeDenied) {
    int dot = entry.lastIndexOf('.');
    Optional<String> malformed = form(Table.NAMES, entry);
    if (dot < 0 || malformed.isPresent()) {
      return malformed;
    }
    String module = entry.substring(0, dot);
    String export = entry.substring(dot + 1);
    Optional<String> unknown = among(module, lent, "module that is lent");
    List<PolicyTables.Import> rows = tables.modules().getOrDefault(module, List.of());
    if (unknown.isPresent() || !toBeDenied || rows.isEmpty()) {
      return unknown;
    }
    Set<String> exports =
        rows.stream().flatMap(row -> row.names().stream()).collect(Collectors.toSet());
    return among(export, exports, "name in the module " + module);
  }

  private static Optional<String> form(Table table, String entry) {
    return table.accepts(entry)
        ? Optional.empty()
        : Optional.of("'" + entry + "' cannot be the name of " + table.what());
  }

  private static Optional<String> among(String entry, Set<String> known, String what) {
    if (known.contains(entry)) {
      return Optional.empty();
    }
    String meant =
        Nearest.of(entry, known).map(near -> "; did you mean '" + near + "'?").orElse("");
    return Optional.of("there is no %s named '%s'%s".formatted(what, entry, meant));
  }

  private static <T> Set<String> names(List<T> rows, Function<T, String> name) {
    return rows.stream().map(name).collect(Collectors.toSet());
  }
}
