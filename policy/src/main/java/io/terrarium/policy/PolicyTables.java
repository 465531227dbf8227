package io.terrarium.policy;

import io.terrarium.runtime.RuntimeTables;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tables that the worker decides by, row by row: what {@code restricted} makes of every
 * construct, attribute, builtin and module, and what its diagnostics mean. Immutable; read once.
 *
 * @param codes every code that a diagnostic may have
 * @param constructs every node of every supported grammar
 * @param attributes the attributes that are more than ordinary ones
 * @param builtins every builtin
 * @param imports what each module lends; several rows to a module
 */
public record PolicyTables(
    List<Code> codes,
    List<Construct> constructs,
    List<Attribute> attributes,
    List<Builtin> builtins,
    List<Import> imports) {

  /** Copies the lists. */
  public PolicyTables {
    codes = List.copyOf(codes);
    constructs = List.copyOf(constructs);
    attributes = List.copyOf(attributes);
    builtins = List.copyOf(builtins);
    imports = List.copyOf(imports);
  }

  /** What a table says of a row. */
  public enum Decision {
    /** It is there as Python has it. */
    ALLOWED,
    /** It is there, and looked at while the program is compiled. */
    CHECKED,
    /** It is compiled to something else that does the same. */
    REWRITTEN,
    /** It is there, and looked at while the program runs. */
    GUARDED,
    /** An attribute that may be read. */
    READABLE,
    /** An attribute that may be read and assigned. */
    WRITABLE,
    /** A special method, which may be called and defined. */
    SPECIAL,
    /** An attribute that a class may define. */
    DEFINABLE,
    /** An attribute that begins with an underscore and is meant to be used. */
    PLAIN,
    /** A name that a program may give to what it says of itself. */
    NAME,
    /** It is not there. */
    REFUSED;

    /** The word that the tables have for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Decision of(String word) {
      return Arrays.stream(values())
          .filter(decision -> decision.word().equals(word))
          .findFirst()
          .orElseThrow(() -> broken("'" + word + "' is no decision"));
    }
  }

  /**
   * A code of diagnostics.
   *
   * @param meaning what and why, in a sentence
   * @param instead what to write instead; empty where there is no general answer
   */
  public record Code(String code, String meaning, String instead) {}

  /**
   * A node of Python's {@code ast}.
   *
   * @param grammar the versions of Python that have it, such as {@code 3.10+}
   * @param why the reason, or what it is rewritten by; may be empty
   */
  public record Construct(String node, String grammar, Decision decision, String why) {}

  /** An attribute; {@code why} and {@code instead} may be empty. */
  public record Attribute(String name, Decision decision, String why, String instead) {}

  /** A builtin; {@code why} and {@code instead} may be empty. */
  public record Builtin(String name, Decision decision, String why, String instead) {}

  /** Names that a module lends or does not; {@code why} may be empty. */
  public record Import(String module, List<String> names, Decision decision, String why) {
    /** Copies the list. */
    public Import {
      names = List.copyOf(names);
    }
  }

  /** The tables of the runtime that is installed. */
  public static PolicyTables installed() {
    return Installed.TABLES;
  }

  /** What is known of a code. */
  public Optional<Code> code(String code) {
    return codes.stream().filter(row -> row.code().equals(code)).findFirst();
  }

  /** What each module lends, in the order of the table. */
  Map<String, List<Import>> modules() {
    return imports.stream()
        .collect(Collectors.groupingBy(Import::module, LinkedHashMap::new, Collectors.toList()));
  }

  private static final class Installed {
    static final PolicyTables TABLES =
        new PolicyTables(
            rows("codes", row -> new Code(row.name(), row.column(1), row.column(2))),
            rows(
                "constructs",
                row -> new Construct(row.name(), row.column(1), row.decision(2), row.column(3))),
            rows(
                "attributes",
                row -> new Attribute(row.name(), row.decision(1), row.column(2), row.column(3))),
            rows(
                "builtins",
                row -> new Builtin(row.name(), row.decision(1), row.column(2), row.column(3))),
            rows(
                "imports",
                row -> new Import(row.name(), row.words(1), row.decision(2), row.column(3))));

    private static <T> List<T> rows(String table, Function<Row, T> row) {
      return RuntimeTables.rows(table).stream().map(Row::new).map(row).toList();
    }
  }

  private record Row(List<String> columns) {
    String name() {
      return columns.getFirst();
    }

    String column(int number) {
      return number < columns.size() ? columns.get(number) : "";
    }

    Decision decision(int number) {
      return Decision.of(column(number));
    }

    List<String> words(int number) {
      return Arrays.stream(column(number).split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }
  }

  private static IllegalStateException broken(String problem) {
    return new IllegalStateException(
        "the tables of the policy are broken in this build of Terrarium: " + problem);
  }
}
