package io.terrarium.core;

import io.terrarium.Call;
import io.terrarium.Columns;
import io.terrarium.Diagnostic;
import io.terrarium.FunctionSignature;
import io.terrarium.HostFunction;
import io.terrarium.Limits;
import io.terrarium.MapCall;
import io.terrarium.Outcome;
import io.terrarium.Program;
import io.terrarium.ProgramRejectedException;
import io.terrarium.Row;
import io.terrarium.RowOutcomes;
import io.terrarium.SandboxEvent.Purpose;
import io.terrarium.SandboxException;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.contract.Contract;
import io.terrarium.spi.ProgramKind;
import io.terrarium.value.Value;
import io.terrarium.wire.Answer;
import io.terrarium.wire.EncodedRequest;
import io.terrarium.wire.Request;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program that a worker has compiled; its code is opaque to us, and for other workers only. */
final class CompiledProgram implements Program {
  private final LocalSandbox sandbox;
  private final String id;
  private final Source source;
  private final List<FunctionSignature> functions;
  private final List<String> imports;
  private final EncodedRequest load;
  private final ProgramKind kind;
  private final Standing standing;
  private final Contracts contracts;
  private final Lent lent;

  CompiledProgram(
      LocalSandbox sandbox,
      String id,
      Source source,
      Answer.Compiled compiled,
      EncodedRequest load,
      Lent lent) {
    this.sandbox = sandbox;
    this.id = id;
    this.source = source;
    this.functions = compiled.functions();
    this.imports = compiled.imports();
    this.load = load;
    this.kind = ProgramKind.of(source);
    this.standing = sandbox.dispatcher().standing(source.profile());
    this.lent = lent;
    this.contracts = Contracts.NONE;
  }

  /** The same program under other contracts. */
  private CompiledProgram(CompiledProgram program, Contracts contracts) {
    this.sandbox = program.sandbox;
    this.id = program.id;
    this.source = program.source;
    this.functions = program.functions;
    this.imports = program.imports;
    this.load = program.load;
    this.kind = program.kind;
    this.standing = program.standing;
    this.lent = program.lent;
    this.contracts = contracts;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public List<FunctionSignature> functions() {
    return functions;
  }

  @Override
  public List<String> imports() {
    return imports;
  }

  @Override
  public List<Contract> contracts() {
    return contracts.list();
  }

  Contracts heldTo() {
    return contracts;
  }

  Standing standing() {
    return standing;
  }

  @Override
  public CompiledProgram expecting(Contract... more) {
    List<Diagnostic> problems = Stream.of(more).flatMap(it -> check(it).stream()).toList();
    if (!problems.isEmpty()) {
      Dispatcher dispatcher = sandbox.dispatcher();
      throw new ProgramRejectedException(
          new Outcome.Rejected(
              Outcome.Rejected.Reason.CONTRACT,
              source.name(),
              problems,
              dispatcher.emptyReport(standing.effective(Optional.empty()))));
    }
    return new CompiledProgram(this, contracts.and(more));
  }

  @Override
  public List<HostFunction> hostFunctions() {
    return lent.functions();
  }

  @Override
  public Outcome invoke(Call call) {
    Terms terms = terms(call);
    return held(call.function(), request(call, terms), terms);
  }

  @Override
  public CompletableFuture<Outcome> invokeAsync(Call call) {
    return begin(call, outcome -> outcome);
  }

  @Override
  public CompletableFuture<Value> callAsync(String function, @Nullable Object... arguments) {
    return begin(Call.of(function, arguments), Outcome::orElseThrow);
  }

  private <T> CompletableFuture<T> begin(Call call, Function<Outcome, T> result) {
    try {
      Terms terms = terms(call);
      EncodedRequest request = request(call, terms);
      return sandbox
          .asynchronous()
          .start(() -> result.apply(held(call.function(), request, terms)));
    } catch (SandboxException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Terms terms(Call call) {
    Dispatcher dispatcher = sandbox.dispatcher();
    dispatcher.refuseIfClosed();
    return Terms.of(call, standing.effective(call.limits()), standing.lane(), lent);
  }

  private EncodedRequest request(Call asked, Terms terms) {
    Call call = contracts.applyTo(asked);
    var request =
        new Request.Execute(
            call.function(),
            call.arguments(),
            call.keywordArguments(),
            call.files(),
            terms.callLimits());
    return sandbox.dispatcher().encode(request, terms.limits()).behind(load);
  }

  private Outcome held(String function, EncodedRequest request, Terms terms) {
    Dispatcher dispatcher = sandbox.dispatcher();
    CallTrace trace = dispatcher.trace(Purpose.CALL, source, function);
    try {
      var held = dispatcher.holdPristine(kind, request, terms, trace);
      return trace.ended(contracts.applyTo(function, Verdict.of(function, held, terms.limits())));
    } catch (DeadlinePassedException e) {
      return trace.ended(dispatcher.tooLate(terms.limits()));
    } catch (InterruptedException e) {
      return trace.ended(dispatcher.neverStarted(terms.limits()));
    } catch (RuntimeException | Error e) {
      trace.failed(e);
      throw e;
    }
  }

  /** What has a worker load it. */
  EncodedRequest load() {
    return load;
  }

  /** What decides which workers it can run in. */
  ProgramKind kind() {
    return kind;
  }

  @Override
  public RowOutcomes map(MapCall call, Iterator<Row> rows) {
    Limits limits = standing.effective(call.limits());
    @Nullable Contract contract = contracts.of(call.function());
    return new MappedRows(
        pipeline(call, limits, new IteratorRows(rows, call, limits, contract)), contract);
  }

  @Override
  public double[] mapDoubles(MapCall call, Columns columns) {
    MapCall stopping = call.withOnError(MapCall.OnError.STOP);
    if (contracts.of(call.function()) != null) {
      // Which is about values, one by one.
      return MappedColumns.doubles(map(stopping, MappedColumns.rows(columns)), columns.rows());
    }
    Limits limits = standing.effective(call.limits());
    return MappedColumns.doubles(
        pipeline(stopping, limits, new ColumnSource(columns, call)), columns.rows());
  }

  private RowPipeline pipeline(MapCall call, Limits limits, RowSource rows) {
    Dispatcher dispatcher = sandbox.dispatcher();
    dispatcher.refuseIfClosed();
    HostScope.refuseMap();
    RowLane.Opening opening =
        (asked, room, mayWait) ->
            LiveSession.openForRows(this, sandbox, asked, lent, room, mayWait);
    return new RowPipeline(
        dispatcher, rows, call, limits, standing.lane(), opening, sandbox.maps());
  }

  @Override
  public Session openSession() {
    return sandbox.openSession(this, Optional.empty(), lent);
  }

  @Override
  public Session openSession(Limits limits) {
    return sandbox.openSession(this, Optional.of(limits), lent);
  }

  /** About how many bytes it keeps alive. */
  long size() {
    return source.size() + load.bytes() + 1024L * functions.size();
  }

  @Override
  public String toString() {
    return "Program[" + source.name() + ", " + id + "]";
  }
}
