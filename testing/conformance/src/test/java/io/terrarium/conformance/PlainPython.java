package io.terrarium.conformance;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Policy;
import io.terrarium.Sandbox;
import io.terrarium.Source;
import io.terrarium.json.ValueJson;
import io.terrarium.value.DictValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Programs on a Python that is not jailed and knows nothing of Terrarium. */
final class PlainPython {
  private static final Path SCRIPT = Path.of("src", "test", "resources", "plain_run.py");

  private PlainPython() {}

  /**
   * Makes all calls of all programs on the Python of a sandbox's engine, so that versions are not
   * compared, and says how each of them ended.
   */
  static Map<EverydayCall, EverydayEnd> run(Sandbox sandbox, List<EverydayProgram> programs)
      throws IOException, InterruptedException {
    String question =
        ValueJson.write(Value.of(programs.stream().map(EverydayProgram::toDocument).toList()));
    List<Value> answers =
        items(
            ValueJson.read(
                switch (EngineUnderTest.of(sandbox)) {
                  case CPYTHON -> ask(interpreter(sandbox), question);
                  case WASM -> askInside(sandbox, question);
                }));
    var ends = new HashMap<EverydayCall, EverydayEnd>();
    for (int program = 0; program < programs.size(); program++) {
      List<EverydayCall> calls = programs.get(program).calls();
      List<Value> outcomes = items(answers.get(program));
      for (int call = 0; call < calls.size(); call++) {
        ends.put(calls.get(call), end(outcomes.get(call)));
      }
    }
    return Map.copyOf(ends);
  }

  private static String interpreter(Sandbox sandbox) {
    return sandbox.isolation().runtime().orElseThrow().replaceFirst(".* at ", "");
  }

  /**
   * Runs the script where that Python is: it compiles and runs the programs by itself, so that
   * nothing of the runtime has to do with them.
   */
  private static String askInside(Sandbox sandbox, String question) throws IOException {
    String source =
        """
        import io, sys
        def f(script, question):
            taken = io.BytesIO()
            sys.stdin, sys.stdout = io.TextIOWrapper(io.BytesIO(question)), io.TextIOWrapper(taken)
            exec(compile(script, 'plain_run.py', 'exec'), {'__name__': '__main__'})
            return taken.getvalue()
        """;
    Limits limits = EngineUnderTest.of(sandbox).patient(Limits.DEFAULT);
    return new String(
        sandbox
            .compile(Source.of(source).under(Policy.FULL))
            .invoke(
                Call.of("f", Files.readString(SCRIPT), question.getBytes(StandardCharsets.UTF_8))
                    .withLimits(limits))
            .orElseThrow()
            .asBytes(),
        StandardCharsets.UTF_8);
  }

  private static String ask(String interpreter, String question)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(interpreter, "-I", "-S", SCRIPT.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // The script reads all of its input before it writes anything, so neither end blocks the other.
    try (OutputStream input = process.getOutputStream()) {
      input.write(question.getBytes(StandardCharsets.UTF_8));
    }
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(SCRIPT + " exited with " + process.exitValue());
    }
    return answer;
  }

  private static EverydayEnd end(Value outcome) {
    Map<String, Value> fields =
        ((DictValue) outcome)
            .entries().stream()
                .collect(Collectors.toMap(entry -> entry.key().asString(), DictValue.Entry::value));
    Value result = fields.get("result");
    if (result != null) {
      return new EverydayEnd.Returned(result);
    }
    return new EverydayEnd.Raised(
        text(fields, "type"), text(fields, "message"), text(fields, "traceback"));
  }

  private static String text(Map<String, Value> fields, String name) {
    Value value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("the answer of " + SCRIPT + " lacks " + name);
    }
    return value.asString();
  }

  private static List<Value> items(Value list) {
    return ((ListValue) list).items();
  }
}
