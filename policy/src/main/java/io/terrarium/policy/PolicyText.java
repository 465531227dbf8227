package io.terrarium.policy;

import io.terrarium.Policy;
import io.terrarium.Policy.Option;
import io.terrarium.Policy.Preset;
import io.terrarium.Policy.Table;
import io.terrarium.policy.PolicyTables.Decision;
import io.terrarium.policy.PolicyView.Group;
import io.terrarium.policy.PolicyView.Module;
import io.terrarium.policy.PolicyView.Row;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a policy allows and why, as text for people. */
public final class PolicyText {
  private static final int WIDTH = 80;
  private static final String MARK = " *";

  private final PolicyView view;
  private final StringBuilder text = new StringBuilder();

  private PolicyText(PolicyView view) {
    this.view = view;
  }

  /** The text of a policy, of several sections. */
  public static String of(PolicyView view) {
    var text = new PolicyText(view);
    text.write();
    return text.text.toString();
  }

  /** The policies and options that come with Terrarium, a line to each. */
  public static String list() {
    var text = new StringBuilder();
    for (Policy policy : Policy.presets()) {
      String mark = policy.equals(Policy.DEFAULT) ? " (the default)" : "";
      text.append("%-12s  %s%s%n".formatted(policy.name(), purpose(policy.preset()), mark));
    }
    text.append("%nOptions, behind the name of a preset other than full:%n".formatted());
    for (Option option : Option.values()) {
      text.append("+%-11s  %s%n".formatted(option.word(), purpose(option)));
    }
    return text.toString();
  }

  /** What a preset is, in a phrase. */
  public static String purpose(Preset preset) {
    return switch (preset) {
      case EXPRESSION -> "one expression and nothing else: no statements, no imports";
      case RESTRICTED -> "everyday Python; what reaches out of the sandbox is refused";
      case FULL -> "all of Python: the isolation alone contains the program";
    };
  }

  /** What an option does, in a phrase. */
  public static String purpose(Option option) {
    return switch (option) {
      case LIMITED_BUILTINS -> "range, list and tuple are bounded";
      case UTILITY_BUILTINS -> "math, random, string and more are there without an import";
      case FILES -> "open reads the files that a call was given, and no others";
    };
  }

  private void write() {
    head();
    if (view.policy().preset() == Preset.FULL) {
      line("No module, builtin, attribute or construct is refused.");
      return;
    }
    changes();
    modules();
    section("Names", view.names());
    section("Builtins", view.builtins());
    section("Attributes", view.attributes());
    line("Every other attribute is ordinary: it may be read, written and deleted.");
    section("Constructs", view.constructs());
  }

  private void head() {
    Policy policy = view.policy();
    boolean preset = policy.isPreset();
    words(
        policy.name()
            + (preset ? ": " : ": " + policy.preset().word() + " with changes; that is, ")
            + purpose(policy.preset()),
        "    ");
    for (Option option : policy.options()) {
      line("+" + option.word() + ": " + purpose(option));
    }
  }

  private void changes() {
    Policy policy = view.policy();
    boolean none = true;
    for (Table table : Table.values()) {
      for (var rules :
          List.of(
              Map.entry("allows", policy.allowed(table)),
              Map.entry("denies", policy.denied(table)))) {
        if (!rules.getValue().isEmpty()) {
          if (none) {
            heading("Changes, marked" + MARK + " below");
            none = false;
          }
          names("  " + table.word() + ": " + rules.getKey(), rules.getValue());
        }
      }
    }
  }

  private void modules() {
    if (view.policy().preset() == Preset.EXPRESSION) {
      heading("Modules");
      line("  none: an expression has no import");
      return;
    }
    heading("Modules that may be imported, and what they lend");
    for (Module module : view.modules()) {
      if (module.row().decision() != Decision.REFUSED) {
        module(module);
      }
    }
    List<String> refused =
        view.modules().stream()
            .map(Module::row)
            .filter(row -> row.decision() == Decision.REFUSED)
            .map(PolicyText::marked)
            .toList();
    if (!refused.isEmpty()) {
      names("  refused:", refused);
    }
    line("Every other module is refused.");
  }

  private void module(Module module) {
    if (!module.reviewed()) {
      line("  " + marked(module.row()) + ": its public names, none of them a module");
    }
    boolean first = module.reviewed();
    for (Group group : module.groups()) {
      String lead = first ? marked(module.row()) + ":" : "";
      String word = group.decision() == Decision.ALLOWED ? "" : group.decision().word() + ":";
      List<String> shown =
          group.changed()
              ? group.names().stream().map(name -> name + MARK).toList()
              : group.names();
      String indent = first ? "  " : "    ";
      names(indent + String.join(lead.isEmpty() || word.isEmpty() ? "" : " ", lead, word), shown);
      why("      ", group.changed() ? "" : group.why(), "");
      first = false;
    }
  }

  /** Rows by decision: those with nothing to say in a line, the others one by one. */
  private void section(String title, List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    heading(title);
    Map<Decision, List<Row>> byDecision =
        rows.stream()
            .collect(Collectors.groupingBy(Row::decision, TreeMap::new, Collectors.toList()));
    byDecision.forEach((decision, alike) -> {
      Map<String, List<Row>> byReason =
          alike.stream()
              .collect(
                  Collectors.groupingBy(
                      row -> row.changed() ? "" : row.why() + "\n" + row.instead(),
                      TreeMap::new,
                      Collectors.toList()));
      byReason.forEach((_, same) -> {
        names("  " + decision.word() + ":", same.stream().map(PolicyText::marked).toList());
        Row one = same.getFirst();
        if (!one.changed()) {
          why("      ", one.why(), one.instead());
        }
      });
    });
  }

  private static String marked(Row row) {
    return row.changed() ? row.name() + MARK : row.name();
  }

  private void why(String indent, String why, String instead) {
    if (!why.isEmpty()) {
      words(indent + "(" + why + ")", indent + " ");
    }
    if (!instead.isEmpty()) {
      words(indent + "instead: " + instead, indent + "  ");
    }
  }

  private void heading(String title) {
    text.append(System.lineSeparator());
    line(title);
  }

  private void names(String lead, Collection<String> names) {
    words(lead + " " + String.join(", ", names), "      ");
  }

  /** A text over as many lines as it needs, broken at blanks. */
  private void words(String words, String indent) {
    var line = new StringBuilder();
    for (String word : words.strip().split(" ", -1)) {
      if (line.length() + word.length() + 1 > WIDTH && !line.toString().isBlank()) {
        line(line.toString());
        line.setLength(0);
        line.append(indent);
      } else if (line.isEmpty()) {
        line.append(words, 0, words.length() - words.stripLeading().length());
      } else {
        line.append(' ');
      }
      line.append(word);
    }
    line(line.toString());
  }

  private void line(String line) {
    text.append(line).append(System.lineSeparator());
  }
}
