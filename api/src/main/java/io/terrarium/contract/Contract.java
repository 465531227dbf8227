package io.terrarium.contract;

import io.terrarium.Call;
import io.terrarium.Diagnostic;
import io.terrarium.FunctionSignature;
import io.terrarium.FunctionSignature.Parameter.Kind;
import io.terrarium.InvalidArgumentException;
import io.terrarium.Outcome;
import io.terrarium.Source;
import io.terrarium.value.PythonType;
import io.terrarium.value.PythonType.Plain;
import io.terrarium.value.TypeToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an application expects of one function of a program: that it is there, that it can be called
 * in this way, and what comes back. Immutable.
 *
 * <pre>{@code
 * Contract contract =
 *     Contract.of("score")
 *         .parameter("xs", new TypeToken<List<Double>>() {})
 *         .returns(double.class);
 * Contract same = Contract.parse("score(xs: list[float]) -> float");
 * Program program = sandbox.compile(source, contract);
 * }</pre>
 *
 * <p>{@link #check} says at which lines a source falls short of it. A call of a program under a
 * contract has its arguments checked before it is made, and its result converted or refused: {@link
 * Outcome.ContractBroken}.
 */
public final class Contract {
  private final String function;
  private final List<Parameter> parameters;
  private final @Nullable PythonType result;

  Contract(String function, List<Parameter> parameters, @Nullable PythonType result) {
    this.function = Names.required(function, "a function");
    this.parameters = List.copyOf(parameters);
    this.result = result;
    ParameterOrder.check(this.parameters);
  }

  /**
   * What the application may pass.
   *
   * @param name its name, without stars
   * @param kind how the application passes it; an ordinary one by position or by name, as it likes
   * @param optional whether the application may leave it out
   * @param type what it is; for {@code *args} and {@code **kwargs} what each of them is
   */
  public record Parameter(String name, Kind kind, boolean optional, PythonType type) {
    /**
     * @throws IllegalArgumentException if the name is no name in Python
     */
    public Parameter {
      name = Names.required(name, "a parameter");
      optional = optional || kind == Kind.VAR_POSITIONAL || kind == Kind.VAR_KEYWORD;
    }

    /** One that the application always passes, by position or by name. */
    public static Parameter of(String name, PythonType type) {
      return new Parameter(name, Kind.POSITIONAL_OR_KEYWORD, false, type);
    }

    /** The same, but the application may leave it out: the function needs a default. */
    public Parameter orLeftOut() {
      return new Parameter(name, kind, true, type);
    }

    /** The same, but passed by position alone: the function may call it what it likes. */
    public Parameter byPosition() {
      return new Parameter(name, Kind.POSITIONAL_ONLY, optional, type);
    }

    /** The same, but passed by name alone. */
    public Parameter byName() {
      return new Parameter(name, Kind.KEYWORD_ONLY, optional, type);
    }
  }

  /**
   * Begins a contract for a function without parameters, of which anything may come back.
   *
   * @throws IllegalArgumentException if that is no name in Python
   */
  public static Contract of(String function) {
    return new Contract(function, List.of(), null);
  }

  /**
   * The contract that a signature says, as Python writes them: {@code score(xs: list[float], /, *,
   * scale: float = ...) -> float}. {@code docs/contracts.md} says what may stand there.
   *
   * @throws InvalidContractException when it is none; the message has the place with a caret below
   */
  public static Contract parse(String signature) {
    return new SignatureParser(signature).contract();
  }

  /**
   * The same with one more parameter.
   *
   * @throws IllegalArgumentException when there is one of that name, or it cannot stand behind the
   *     last one
   */
  public Contract parameter(Parameter parameter) {
    var more = new ArrayList<>(parameters);
    more.add(parameter);
    return new Contract(function, more, result);
  }

  /** The same with one more parameter, which the application always passes. */
  public Contract parameter(String name, PythonType type) {
    return parameter(Parameter.of(name, type));
  }

  /**
   * The same with one more parameter, which the application always passes.
   *
   * @throws IllegalArgumentException when Python has no type for it: {@link PythonType#of(Class)}
   */
  public Contract parameter(String name, Class<?> type) {
    return parameter(name, PythonType.of(type));
  }

  /** The same for a generic type. */
  public Contract parameter(String name, TypeToken<?> type) {
    return parameter(name, PythonType.of(type));
  }

  /** The same, of which just this comes back. */
  public Contract returns(PythonType type) {
    return new Contract(function, parameters, type);
  }

  /**
   * The same, of which just this comes back.
   *
   * @throws IllegalArgumentException when Python has no type for it: {@link PythonType#of(Class)}
   */
  public Contract returns(Class<?> type) {
    return returns(PythonType.of(type));
  }

  /** The same for a generic type. */
  public Contract returns(TypeToken<?> type) {
    return returns(PythonType.of(type));
  }

  /** The name of the function. */
  public String function() {
    return function;
  }

  /** What the application may pass, in order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** What comes back; {@code Any} where that was not said. */
  public PythonType result() {
    return result == null ? Plain.ANY : result;
  }

  /**
   * What keeps a program from being called like this, at its lines; empty when nothing does.
   *
   * @param functions the functions of the program, as a worker found them
   * @param source the source, to show its lines
   */
  public List<Diagnostic> check(List<FunctionSignature> functions, Source source) {
    return new ContractCheck(this, functions, source).diagnostics();
  }

  /**
   * The call with its arguments as this contract has them: ints where floats are wanted become
   * floats.
   *
   * @throws InvalidArgumentException when there is one too many or too few, or one is of another
   *     type; the message names the path to it and both types
   */
  public Call applyTo(Call call) {
    return new ArgumentBinding(this, call).bound();
  }

  /** The outcome as this contract has it: a result is converted, or refused. */
  public Outcome applyTo(Outcome outcome) {
    if (result == null || !(outcome instanceof Outcome.Returned(var value, var report))) {
      return outcome;
    }
    return switch (result.fit(value, "result")) {
      case PythonType.Fit.Fitted(var fitted) -> new Outcome.Returned(fitted, report);
      case PythonType.Fit.Misfit(var path, var expected, var actual, var message) ->
          new Outcome.ContractBroken(path, expected, actual, message, report);
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Contract that
        && function.equals(that.function)
        && parameters.equals(that.parameters)
        && Objects.equals(result, that.result);
  }

  @Override
  public int hashCode() {
    return Objects.hash(function, parameters, result);
  }

  /** As Python writes it: what {@link #parse} understands, but for types of Java records. */
  @Override
  public String toString() {
    List<FunctionSignature.Parameter> written = parameters.stream().map(Contract::written).toList();
    return new FunctionSignature(
            function,
            false,
            0,
            Optional.empty(),
            written,
            Optional.ofNullable(result).map(Object::toString))
        .toString();
  }

  private static FunctionSignature.Parameter written(Parameter parameter) {
    boolean variadic =
        parameter.kind() == Kind.VAR_POSITIONAL || parameter.kind() == Kind.VAR_KEYWORD;
    return new FunctionSignature.Parameter(
        parameter.name(),
        parameter.kind(),
        parameter.optional() && !variadic ? Optional.of("...") : Optional.empty(),
        parameter.type() == Plain.ANY
            ? Optional.empty()
            : Optional.of(parameter.type().toString()));
  }
}
