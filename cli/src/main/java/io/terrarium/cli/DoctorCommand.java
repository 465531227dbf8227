package io.terrarium.cli;

import io.terrarium.IsolationReport;
import io.terrarium.SandboxSettings;
import io.terrarium.json.IsolationDocument;
import io.terrarium.spi.SandboxFactory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code terrarium doctor}: what isolates programs on this machine, and what would. */
@Command(
    name = "doctor",
    sortOptions = false,
    sortSynopsis = false,
    description = {
      "Shows each layer that isolates programs on this machine, and what a missing one needs.",
      "A layer of the floor is needed to run at all; an extra is used where the machine has it.",
      "The exit status is 7 when no engine meets its floor."
    },
    footer = {
      "",
      "Examples:",
      "  terrarium doctor",
      "  terrarium doctor --attack",
      "  terrarium doctor --python /usr/bin/python3.13 --json"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print one JSON document.")
  boolean document;

  @Option(
      names = "--attack",
      description =
          "Attack the jail of this machine with the whole escape suite, and print what stopped each"
              + " attack. Takes half a minute; exit status 7 when anything was not stopped.")
  boolean attack;

  @Mixin ProfileOptions profiles = new ProfileOptions();
  @Mixin EngineOptions engine = new EngineOptions();
  @Mixin CommonOptions common = new CommonOptions();

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (attack && document) {
      throw new UsageException("--attack prints a table: leave --json out");
    }
    var _ = profiles.profile();
    SandboxSettings settings = engine.settings(profiles.configuration());
    List<IsolationReport> reports = SandboxFactory.installed().inspect(settings);
    if (document) {
      terminal.json(IsolationDocument.of(reports));
    } else {
      reports.forEach(this::print);
    }
    boolean usable = reports.stream().anyMatch(IsolationReport::usable);
    if (attack && usable) {
      usable = new AttackTable(terminal).print(settings);
    }
    return (usable ? ExitCode.RETURNED : ExitCode.NO_ENGINE).number();
  }

  private void print(IsolationReport report) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    String verdict =
        report.usable()
            ? ansi.string("@|bold,green usable|@")
            : ansi.string("@|bold,red NOT usable|@");
    terminal
        .out()
        .println(report.engine() + ": " + verdict + report.runtime().map(r -> ", " + r).orElse(""));
    int width = report.layers().stream().mapToInt(layer -> layer.name().length()).max().orElse(0);
    for (IsolationReport.Layer layer : report.layers()) {
      print(layer, width, ansi);
    }
    report
        .setUp()
        .ifPresent(time -> terminal.out().printf("  set up in %.1f ms%n", time.toNanos() / 1e6));
    if (!report.selfCheck().isEmpty()) {
      // What was not stopped is a reason not to be usable, and told as such.
      terminal
          .out()
          .println(
              "  self-check: a worker tried to "
                  + report.selfCheck().stream()
                      .map(IsolationReport.Attempt::name)
                      .collect(Collectors.joining(", "))
                  + ": all "
                  + report.selfCheck().size()
                  + " stopped");
    }
    report.notes().forEach(note -> terminal.out().println("  note: " + note));
  }

  private void print(IsolationReport.Layer layer, int width, Ansi ansi) {
    String present = layer.present() ? "yes" : "no ";
    String shown =
        layer.present()
            ? ansi.string("@|green yes|@")
            : layer.required() ? ansi.string("@|bold,red no |@") : present;
    terminal
        .out()
        .println(
            "  "
                + layer.name()
                + " ".repeat(width - layer.name().length())
                + (layer.required() ? "  floor  " : "  extra  ")
                + shown
                + "  "
                + layer.detail());
    layer
        .remedy()
        .ifPresent(remedy -> terminal.out().println(" ".repeat(width + 16) + "to fix: " + remedy));
  }
}
