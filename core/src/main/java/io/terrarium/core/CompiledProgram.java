package io.terrarium.core;

import io.terrarium.Call;
import io.terrarium.FunctionSignature;
import io.terrarium.Limits;
import io.terrarium.Outcome;
import io.terrarium.Program;
import io.terrarium.Session;
import io.terrarium.Source;
import io.terrarium.spi.ProgramKind;
import io.terrarium.wire.Answer;
import io.terrarium.wire.ProgramData;
import io.terrarium.wire.Request;
import java.util.List;
import java.util.Optional;

/** A program that a worker has compiled; its code is opaque to us, and for other workers only. */
final class CompiledProgram implements Program {
  private final LocalSandbox sandbox;
  private final String id;
  private final Source source;
  private final List<FunctionSignature> functions;
  private final List<String> imports;
  private final ProgramData data;
  private final ProgramKind kind;

  CompiledProgram(
      LocalSandbox sandbox, String id, Source source, Answer.Compiled compiled, ProgramData data) {
    this.sandbox = sandbox;
    this.id = id;
    this.source = source;
    this.functions = compiled.functions();
    this.imports = compiled.imports();
    this.data = data;
    this.kind = ProgramKind.of(source);
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
  public Outcome invoke(Call call) {
    Dispatcher dispatcher = sandbox.dispatcher();
    dispatcher.refuseIfClosed();
    Limits limits = dispatcher.effective(call.limits());
    Terms terms = Terms.of(call, limits);
    var request =
        new Request.Execute(
            data, call.function(), call.arguments(), call.keywordArguments(), terms.callLimits());
    try {
      var held = dispatcher.holdPristine(kind, dispatcher.encode(request, limits), terms);
      return Verdict.of(call.function(), held, limits);
    } catch (InterruptedException e) {
      return dispatcher.neverStarted(limits);
    }
  }

  /** What decides which workers it can run in. */
  ProgramKind kind() {
    return kind;
  }

  @Override
  public Session openSession() {
    return sandbox.openSession(this, data, Optional.empty());
  }

  @Override
  public Session openSession(Limits limits) {
    return sandbox.openSession(this, data, Optional.of(limits));
  }

  /** About how many bytes it keeps alive. */
  long size() {
    return source.size() + data.code().size() + 1024L * functions.size();
  }

  @Override
  public String toString() {
    return "Program[" + source.name() + ", " + id + "]";
  }
}
