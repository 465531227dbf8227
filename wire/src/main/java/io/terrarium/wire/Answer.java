package io.terrarium.wire;

import io.terrarium.Diagnostic;
import io.terrarium.FunctionSignature;
import io.terrarium.Limit;
import io.terrarium.Outcome;
import io.terrarium.PythonError;
import io.terrarium.value.BytesValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.Value;
import java.util.List;
import java.util.Optional;

/** How a worker answers a request. Nothing in it is more than the worker's word. */
public sealed interface Answer extends WorkerMessage {

  /**
   * The source is compiled.
   *
   * @param code to be handed to the workers that run it; opaque
   * @param functions those that the source defines at its top
   * @param imports the modules that it names
   */
  record Compiled(BytesValue code, List<FunctionSignature> functions, List<String> imports)
      implements Answer {
    /** Copies the lists. */
    public Compiled {
      functions = List.copyOf(functions);
      imports = List.copyOf(imports);
    }
  }

  /** The source is refused. */
  record Rejected(Outcome.Rejected.Reason reason, List<Diagnostic> diagnostics) implements Answer {
    /** Copies the list. */
    public Rejected {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** The function returned. */
  record Returned(Value value) implements Answer {}

  /**
   * What became of the next rows of several: values, and then perhaps one that has none.
   *
   * @param next how many rows run, or have run, until the worker says more; 0: this is the end
   * @param values the values of the rows that follow those before
   * @param failure what became of the row after those, where it has no value: {@link Raised},
   *     {@link Unrepresentable} or {@link LimitReached}
   */
  record RowsDone(int next, ListValue values, Optional<Answer> failure) implements Answer {
    /** How many rows it is about. */
    public int count() {
      return values.items().size() + (failure.isPresent() ? 1 : 0);
    }
  }

  /** The user's code raised an exception. */
  record Raised(PythonError error) implements Answer {}

  /**
   * The function returned what has no form here.
   *
   * @param type the Python type
   * @param path where in the result
   */
  record Unrepresentable(String type, String path, String message) implements Answer {}

  /**
   * The worker itself saw that a limit was reached.
   *
   * @param limit the memory, the result or the output
   */
  record LimitReached(Limit limit, String message, Optional<PythonError> error) implements Answer {}

  /**
   * The program has no such function.
   *
   * @param notCallable the type of what has the name but cannot be called; empty if nothing has it
   * @param names what can be called, the most likely first
   */
  record NoSuchFunction(Optional<String> notCallable, List<String> names) implements Answer {
    /** Copies the list. */
    public NoSuchFunction {
      names = List.copyOf(names);
    }
  }
}
