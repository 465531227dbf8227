package io.terrarium.cli;

import io.terrarium.CallCancelledException;
import io.terrarium.FunctionSignature;
import io.terrarium.InvalidRowException;
import io.terrarium.LimitExceededException;
import io.terrarium.Limits;
import io.terrarium.MapCall;
import io.terrarium.OutcomeException;
import io.terrarium.Program;
import io.terrarium.Row;
import io.terrarium.RowFailedException;
import io.terrarium.RowOutcome;
import io.terrarium.RowOutcomes;
import io.terrarium.Source;
import io.terrarium.contract.Contract;
import io.terrarium.json.RowDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code terrarium map}: one function over the rows of a file. */
@Command(
    name = "map",
    sortOptions = false,
    sortSynopsis = false,
    description = {
      "Calls a function of a Python file once for each row of an input, isolated, and",
      "writes what becomes of each row as a line of JSON, in the order of the rows."
    },
    footer = {
      "",
      "A row is a line of JSON: a list of arguments, or an object of named ones. Of a",
      "CSV file the first line names the columns; each goes to the parameter of its",
      "name, else to the one at its place, and a cell that reads as a number is one.",
      "",
      "The exit status is that of the row that ended it; with --on-error collect it is",
      "0 when every row has its line, whatever stands there. After an interrupt the",
      "same command with --resume goes on where the output ends.",
      "",
      "Examples:",
      "  terrarium map examples/pricing.py total --input examples/orders.csv --output -",
      "  terrarium map rules.py score --input rows.jsonl --output scores.jsonl \\",
      "      --parallel 4 --on-error collect --wall-time 1s"
    })
final class MapCommand implements Callable<Integer> {
  private static final String STANDARD_STREAM = "-";

  private final Terminal terminal;
  private final SandboxStart sandbox;

  @Mixin SourceOptions source = new SourceOptions();

  @Parameters(index = "1", paramLabel = "FUNCTION", description = "The function to call.")
  String function = "";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The rows: a .csv file, or JSON lines; - is standard input.")
  String input = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where the lines go: a new file; - is standard output.")
  String output = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "That of the input: ${COMPLETION-CANDIDATES} (default: by its name).")
  @Nullable Format format;

  @Option(names = "--strings", description = "Take every cell of a CSV file as text.")
  boolean strings;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many workers take part at most (default: ${DEFAULT-VALUE}).")
  int parallel = 1;

  @Option(
      names = "--on-error",
      paramLabel = "WHAT",
      defaultValue = "stop",
      description =
          "At a row without a result: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  OnError onError = OnError.stop;

  @Option(
      names = "--resume",
      description = "Go on with an output that the same command began, if there is one.")
  boolean resume;

  @Option(
      names = "--total-time",
      paramLabel = "TIME",
      converter = LimitOptions.ToDuration.class,
      description = "How long all rows together may take (default: as long as they do).")
  @Nullable Duration totalTime;

  @Option(
      names = "--progress",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Show how far it is: ${COMPLETION-CANDIDATES} (default: where standard error is a"
              + " terminal).")
  Progress progress = Progress.auto;

  @Mixin ContractOptions contracts = new ContractOptions();
  @Mixin ProfileOptions profiles = new ProfileOptions();
  @Mixin EngineOptions engine = new EngineOptions();
  @Mixin LimitOptions limitOptions = new LimitOptions();
  @Mixin CommonOptions common = new CommonOptions();

  /** The formats of inputs, as they are typed. */
  enum Format {
    jsonl,
    csv
  }

  /** When to show progress, as it is typed. */
  enum Progress {
    auto,
    always,
    never
  }

  /** What to do at a row without a result, as it is typed. */
  enum OnError {
    stop(MapCall.OnError.STOP),
    collect(MapCall.OnError.COLLECT);

    private final MapCall.OnError meaning;

    OnError(MapCall.OnError meaning) {
      this.meaning = meaning;
    }
  }

  MapCommand(Terminal terminal, SandboxStart sandbox) {
    this.terminal = terminal;
    this.sandbox = sandbox;
  }

  @Override
  public Integer call() {
    MapCall call = call(limitOptions.limits(profiles.usualLimits()));
    sandbox.begin(engine.settings(profiles.configuration(), parallel));
    requireDistinct();
    Contract[] expected = contracts.contracts();
    Source text = source.read(terminal, profiles.profile(), engine.importable(profiles));
    Program program;
    try {
      program = sandbox.get().compile(text, expected);
    } catch (OutcomeException e) {
      new OutcomeText(terminal).print(e.outcome(), source.displayName());
      return ExitCode.of(e.outcome()).number();
    }
    try (RowInput rows = rows(program);
        RowFile file = file(program)) {
      return map(program, call, rows, file);
    }
  }

  private int map(Program program, MapCall call, RowInput rows, RowFile file) {
    var counts = new TreeMap<String, Long>();
    long begun = System.nanoTime();
    try (var line = new ProgressLine(terminal, showsProgress(), rows::bytesRead, bytes());
        var _ = new Interrupted(file)) {
      skip(rows, file.rowsBefore());
      line.skipped(file.rowsBefore());
      try (RowOutcomes outcomes = program.map(call, (Iterator<Row>) rows)) {
        while (outcomes.hasNext()) {
          RowOutcome next = outcomes.next();
          var row = new RowOutcome(next.row() + file.rowsBefore(), next.outcome());
          file.add(document(row));
          counts.merge(row.outcome().status(), 1L, Long::sum);
          line.step();
        }
      } catch (RowFailedException e) {
        file.flush();
        line.clear();
        return failed(e, file.rowsBefore());
      } catch (InvalidRowException e) {
        String problem = String.valueOf(e.getMessage()).replaceFirst("row \\d+: ", "");
        throw new UsageException("row " + (e.row() + file.rowsBefore()) + ": " + problem);
      } catch (LimitExceededException e) {
        file.flush();
        line.clear();
        return exceeded(e, begun);
      } catch (CallCancelledException _) {
        // The process is ending, and says so by itself.
        return ExitCode.INTERRUPTED.number();
      } catch (OutcomeException e) {
        file.flush();
        line.clear();
        new OutcomeText(terminal).print(e.outcome(), source.displayName());
        return ExitCode.of(e.outcome()).number();
      }
    }
    file.whole();
    summary(counts);
    return ExitCode.RETURNED.number();
  }

  /** A limit that is no row's: that of all rows together, or one that the module body ran into. */
  private int exceeded(LimitExceededException e, long begun) {
    Duration time = totalTime;
    if (time != null && System.nanoTime() - begun >= time.toNanos()) {
      terminal.note(e.getMessage() + " (--total-time sets the limit)");
    } else {
      new OutcomeText(terminal).print(e.outcome(), source.displayName());
    }
    return ExitCode.LIMIT.number();
  }

  private int failed(RowFailedException e, long rowsBefore) {
    new OutcomeText(terminal).print(e.outcome(), source.displayName());
    terminal.note("this is what became of row " + (e.row() + rowsBefore) + ", counted from 0");
    return ExitCode.of(e.outcome()).number();
  }

  /** Where it is not all the same, how often each came. */
  private void summary(Map<String, Long> counts) {
    if (counts.keySet().stream().anyMatch(status -> !status.equals("ok"))) {
      terminal.note(
          counts.entrySet().stream()
              .map(count -> String.format(Locale.ROOT, "%,d %s", count.getValue(), count.getKey()))
              .collect(Collectors.joining(", ")));
    }
  }

  private String document(RowOutcome row) {
    String document = RowDocument.of(row);
    return output.equals(STANDARD_STREAM) ? Terminal.jsonLine(document) : document;
  }

  private void skip(RowInput rows, long count) {
    for (long row = 0; row < count; row++) {
      if (!rows.hasNext()) {
        throw new UsageException(
            "%s holds %d rows, and %s has only %d".formatted(output, count, input, row));
      }
      rows.next();
    }
  }

  // What is asked for

  private MapCall call(Limits limits) {
    MapCall plain = MapCall.of(function).withLimits(limits).withOnError(onError.meaning);
    MapCall call = changed("--parallel", () -> plain.withParallelism(parallel));
    Duration time = totalTime;
    return time == null ? call : changed("--total-time", () -> call.withWallTime(time));
  }

  private static MapCall changed(String option, Supplier<MapCall> change) {
    try {
      return change.get();
    } catch (IllegalArgumentException e) {
      // "parallelism is 0: it has to be …": the option has another name, and the range is the
      // point.
      String message = String.valueOf(e.getMessage());
      throw new UsageException(
          option + ": " + message.substring(message.indexOf(": ") + 1).strip());
    }
  }

  private void requireDistinct() {
    if (input.equals(STANDARD_STREAM) && source.file.equals(STANDARD_STREAM)) {
      throw new UsageException("FILE and --input cannot both be standard input");
    }
    if (resume && (input.equals(STANDARD_STREAM) || output.equals(STANDARD_STREAM))) {
      throw new UsageException("--resume needs files: an --input to read again and its --output");
    }
    if (!output.equals(STANDARD_STREAM)
        && !input.equals(STANDARD_STREAM)
        && InputFile.path(output).toAbsolutePath().equals(InputFile.path(input).toAbsolutePath())) {
      throw new UsageException("--input and --output are the same file");
    }
  }

  private RowInput rows(Program program) {
    InputStream stream =
        input.equals(STANDARD_STREAM)
            ? terminal.in()
            : InputFile.open(
                input, "a file with rows", () -> InputFile.nearby(InputFile.path(input)));
    String name = input.equals(STANDARD_STREAM) ? "<stdin>" : input;
    if (format() == Format.jsonl) {
      return new JsonLines(stream, name);
    }
    Optional<FunctionSignature> signature =
        program.functions().stream().filter(it -> it.name().equals(function)).findFirst();
    return new CsvRows(stream, name, strings, columns -> ColumnPlan.of(columns, signature, name));
  }

  private Format format() {
    Format asked = format;
    if (asked != null) {
      return asked;
    }
    return input.toLowerCase(Locale.ROOT).endsWith(".csv") ? Format.csv : Format.jsonl;
  }

  private RowFile file(Program program) {
    if (output.equals(STANDARD_STREAM)) {
      return RowFile.to(terminal.out());
    }
    var parts = new LinkedHashMap<String, String>();
    parts.put("program", program.id());
    parts.put("function", function);
    parts.put(
        "input", input.equals(STANDARD_STREAM) ? input : MapIdentity.hash(InputFile.path(input)));
    parts.put("format", format() + (strings ? ", strings" : ""));
    return RowFile.to(InputFile.path(output), new MapIdentity(parts), resume);
  }

  private long bytes() {
    try {
      return input.equals(STANDARD_STREAM) ? 0 : Files.size(InputFile.path(input));
    } catch (IOException _) {
      return 0;
    }
  }

  private boolean showsProgress() {
    return switch (progress) {
      case auto -> Terminal.showsErrors();
      case always -> true;
      case never -> false;
    };
  }

  /** Says, where the process is interrupted, what is done and how to go on. */
  private final class Interrupted implements AutoCloseable {
    private final Thread hook;

    Interrupted(RowFile file) {
      hook =
          new Thread(
              () -> {
                file.flush();
                if (!output.equals(STANDARD_STREAM)) {
                  terminal.note(
                      "interrupted; the same command with --resume goes on where "
                          + output
                          + " ends");
                }
              },
              "terrarium-map-exit");
      Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // The process is ending already.
      }
    }
  }
}
