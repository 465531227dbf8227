package io.terrarium.wire;

import io.terrarium.value.BytesValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the supervisor asks of a worker. */
public sealed interface Request {

  /**
   * To check and compile a source.
   *
   * @param source in UTF-8
   * @param policy the policy's own data
   * @param hostFunctions the names of what the program may call besides the builtins
   */
  record Compile(
      BytesValue source, String name, Map<String, Object> policy, List<String> hostFunctions)
      implements Request {
    /** Copies the collections. */
    public Compile {
      policy = Collections.unmodifiableMap(new LinkedHashMap<>(policy));
      hostFunctions = List.copyOf(hostFunctions);
    }
  }

  /** To load a program, without an answer: the next request is to run it. */
  record Load(ProgramData program) implements Request {}

  /**
   * To run the program that is loaded, call one of its functions, answer and exit.
   *
   * @param arguments Java objects of any kind that has a Python counterpart; not copied
   * @param keywordArguments likewise, by name
   * @param files what the program may open, by name
   */
  record Execute(
      String function,
      List<? extends @Nullable Object> arguments,
      Map<String, ? extends @Nullable Object> keywordArguments,
      Map<String, BytesValue> files,
      CallLimits limits)
      implements Request {}

  /** To run the program that is loaded, and stay. */
  record Open(CallLimits limits) implements Request {}

  /** To call a function of the program that has run, and stay. */
  record CallFunction(
      String function,
      List<? extends @Nullable Object> arguments,
      Map<String, ? extends @Nullable Object> keywordArguments,
      Map<String, BytesValue> files,
      CallLimits limits)
      implements Request {}

  /**
   * To call a function of the program that has run once for each row, and stay.
   *
   * @param from the index of the first row to call it for; those before it are not sent
   * @param limits what each row is held to
   */
  record CallRows(String function, Rows rows, int from, RowPlan plan, CallLimits limits)
      implements Request {}
}
