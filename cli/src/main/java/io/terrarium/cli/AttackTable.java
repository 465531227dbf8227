package io.terrarium.cli;

import io.terrarium.IsolationReport;
import io.terrarium.Sandbox;
import io.terrarium.SandboxSettings;
import io.terrarium.escapes.EscapeCase;
import io.terrarium.escapes.EscapeResult;
import io.terrarium.escapes.EscapeSuite;
import io.terrarium.escapes.Targets;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Attacks this machine's jail with the whole escape suite, and prints what stopped what. */
final class AttackTable {
  private static final String SUPERVISOR = "supervisor";
  private static final String WASM = "wasm";

  private final Terminal terminal;
  private final List<EscapeResult> wrong = new ArrayList<>();
  private final List<EscapeCase> cases = EscapeSuite.cases();
  private final int width =
      cases.stream().mapToInt(attempted -> attempted.title().length()).max().orElse(0);
  private Set<String> layers = Set.of();

  /** The cases state how they end in the jail of processes; elsewhere it counts that they end. */
  private boolean isJailed = true;

  private String family = "";

  AttackTable(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Prints a line for each case, and says whether all ended as they must. */
  boolean print(SandboxSettings settings) {
    try (Sandbox sandbox = Sandbox.create(settings);
        Targets targets = plant(sandbox)) {
      isJailed = !sandbox.isolation().engine().equals(WASM);
      layers =
          sandbox.isolation().layers().stream()
              .filter(IsolationReport.Layer::present)
              .map(IsolationReport.Layer::name)
              .collect(Collectors.toSet());
      new EscapeSuite(sandbox, targets).run(cases, this::print);
    } catch (IOException e) {
      throw new UsageException(
          "the attack needs a folder for temporary files, a free port and a python3 to aim at: "
              + e.getMessage());
    }
    printVerdict();
    return wrong.isEmpty();
  }

  private static Targets plant(Sandbox sandbox) throws IOException {
    return sandbox.isolation().engine().equals(WASM) ? Targets.plantForWasm() : Targets.plant();
  }

  private void print(EscapeResult result) {
    PrintStream out = terminal.out();
    EscapeCase attempted = result.attempted();
    if (!attempted.family().equals(family)) {
      family = attempted.family();
      out.println();
      out.println(family.replace('_', ' '));
    }
    String title = attempted.title();
    out.println("  " + title + " ".repeat(width - title.length()) + "  " + fate(result));
    if (isWrong(result)) {
      wrong.add(result);
    }
    out.flush();
  }

  private boolean isWrong(EscapeResult result) {
    return isJailed ? !result.isGood() : !result.isHarmlessInWasm();
  }

  private String fate(EscapeResult result) {
    EscapeCase attempted = result.attempted();
    if (isWrong(result)) {
      return (result.isEscape() ? "NOT STOPPED: " : "not as expected: ")
          + Terminal.visible(result.outcome());
    }
    if (!isJailed) {
      return (attempted.isAttack() ? "in vain: " : "ended: ") + Terminal.visible(result.outcome());
    }
    return attempted.isAttack()
        ? "stopped by " + stoppedBy(attempted) + " (" + attempted.expected() + ")"
        : "works";
  }

  /** The first one that acts; those behind it would have stopped it too. */
  private String stoppedBy(EscapeCase attempted) {
    return attempted.layers().stream()
        .filter(layer -> layer.equals(SUPERVISOR) || layers.contains(layer))
        .findFirst()
        .orElse("nothing that is present");
  }

  private void printVerdict() {
    long attacks = cases.stream().filter(EscapeCase::isAttack).count();
    long escapes = wrong.stream().filter(EscapeResult::isEscape).count();
    terminal.out().println();
    terminal
        .out()
        .println(
            "%d attacks, %d not stopped; %d of %d cases not as expected"
                .formatted(attacks, escapes, wrong.size(), cases.size()));
  }
}
