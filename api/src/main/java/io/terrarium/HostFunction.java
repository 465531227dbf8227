package io.terrarium;

import io.terrarium.FunctionSignature.Parameter;
import io.terrarium.FunctionSignature.Parameter.Kind;
import io.terrarium.HostSignature.Declared;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Java function that programs may call by its name, like any function of Python's. It is lent to
 * all programs of a sandbox ({@link SandboxSettings.Builder#hostFunction(HostFunction)}), to one
 * ({@link Source#withHostFunction}) or to one call ({@link Call#withHostFunction}).
 *
 * {@snippet :
 * HostFunction priceOf =
 *     HostFunction.of("price_of", String.class, sku -> prices.get(sku));
 *
 * HostFunction convert =
 *     HostFunction.named("convert")
 *         .documentation("An amount in another currency, at today's rate.")
 *         .parameter("amount", BigDecimal.class)
 *         .optional("to", String.class, "EUR")
 *         .returns(BigDecimal.class)
 *         .calling(arguments -> rates.convert(
 *             arguments.get("amount", BigDecimal.class), arguments.get("to", String.class)));
 * }
 *
 * <p>Values go both ways as everywhere: arguments arrive as {@link Value}, and what is returned
 * becomes what {@link Value#of(Object)} says. An exception becomes one of Python's: see {@link
 * HostFunctionException}.
 *
 * <p>The implementation runs on a thread of Terrarium's own, one call at a time for each call of a
 * program, but for any number of programs at the same time: thread-locals of the caller are not
 * there, so what belongs to a call is best bound to a function that is lent to that call. Its time
 * counts for the call's wall time, and not for its processor time. When the call ends meanwhile (a
 * limit, a cancellation) its thread is interrupted and nobody waits for it any more.
 *
 * <p>A program is somebody else's: what it passes is to be looked at like a request from outside,
 * and what a host function does, every program does that it is lent to.
 *
 * <p>Immutable, and equal to itself alone.
 */
public final class HostFunction {
  private static final int FUNCTIONS_AT_MOST = 1_000;
  private static final int DOCUMENTATION_AT_MOST = 8_192;

  private final HostSignature signature;
  private final Optional<String> documentation;
  private final Optional<String> returns;
  private final Implementation implementation;

  /** What a host function does. Called from any thread, and by several at the same time. */
  @FunctionalInterface
  public interface Implementation {
    /**
     * Answers a call.
     *
     * @return any object that {@link Value#of(Object)} takes
     * @throws HostFunctionException to raise an exception of one's choice in the program
     * @throws Exception anything else: the program sees a {@code RuntimeError} without a reason,
     *     and the log has the exception
     */
    @Nullable Object call(HostArguments arguments) throws Exception;
  }

  /** A function of one argument that may throw. */
  @FunctionalInterface
  public interface OfOne<A> {
    /** As {@link Implementation#call}. */
    @Nullable Object call(A first) throws Exception;
  }

  /** A function of two arguments that may throw. */
  @FunctionalInterface
  public interface OfTwo<A, B> {
    /** As {@link Implementation#call}. */
    @Nullable Object call(A first, B second) throws Exception;
  }

  /** A function of three arguments that may throw. */
  @FunctionalInterface
  public interface OfThree<A, B, C> {
    /** As {@link Implementation#call}. */
    @Nullable Object call(A first, B second, C third) throws Exception;
  }

  private HostFunction(Builder builder, Implementation implementation) {
    this.signature = new HostSignature(builder.name, builder.parameters);
    this.documentation = builder.documentation;
    this.returns = builder.returns;
    this.implementation = implementation;
  }

  /**
   * A function that takes any arguments, by position and by name.
   *
   * @param name an identifier of ASCII letters, digits and underscores; no keyword, no builtin of
   *     Python's, and not with two underscores first
   * @throws IllegalArgumentException when a program could not call it by this name
   */
  public static HostFunction of(String name, Implementation implementation) {
    return named(name).rest("arguments").furtherNamed("named").calling(implementation);
  }

  /**
   * A function of one argument, by position, which has to convert to this type.
   *
   * @throws IllegalArgumentException when a program could not call it by this name
   */
  public static <A> HostFunction of(String name, Class<A> first, OfOne<A> implementation) {
    return named(name)
        .positional("first", first)
        .calling(arguments -> implementation.call(arguments.get(0, first)));
  }

  /**
   * A function of two arguments, by position, which have to convert to these types.
   *
   * @throws IllegalArgumentException when a program could not call it by this name
   */
  public static <A, B> HostFunction of(
      String name, Class<A> first, Class<B> second, OfTwo<A, B> implementation) {
    return named(name)
        .positional("first", first)
        .positional("second", second)
        .calling(
            arguments -> implementation.call(arguments.get(0, first), arguments.get(1, second)));
  }

  /**
   * A function of three arguments, by position, which have to convert to these types.
   *
   * @throws IllegalArgumentException when a program could not call it by this name
   */
  public static <A, B, C> HostFunction of(
      String name,
      Class<A> first,
      Class<B> second,
      Class<C> third,
      OfThree<A, B, C> implementation) {
    return named(name)
        .positional("first", first)
        .positional("second", second)
        .positional("third", third)
        .calling(arguments ->
            implementation.call(
                arguments.get(0, first), arguments.get(1, second), arguments.get(2, third)));
  }

  /**
   * Begins a function with parameters that have names, defaults and documentation.
   *
   * @throws IllegalArgumentException when a program could not call it by this name
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The name that programs call it by. */
  public String name() {
    return signature.function();
  }

  /** What its users may read about it; its docstring in Python. */
  public Optional<String> documentation() {
    return documentation;
  }

  /** Its parameters, in order; the texts of types and defaults are Python's. */
  public List<Parameter> parameters() {
    return signature.parameters().stream().map(Declared::parameter).toList();
  }

  /** What Python calls the type that it returns; empty where it does not say. */
  public Optional<String> returns() {
    return returns;
  }

  /**
   * Calls it as a program would, but here and now, on this thread.
   *
   * @throws HostFunctionException when it raises an exception of its choice, or the arguments do
   *     not fit its parameters: then a {@code TypeError}
   * @throws Exception anything else that its implementation throws
   */
  public @Nullable Object call(List<Value> arguments, Map<String, Value> keywordArguments)
      throws Exception {
    HostArguments bound = signature.bind(arguments, keywordArguments);
    try {
      return implementation.call(bound);
    } catch (ValueConversionException e) {
      throw HostArguments.misfit(name() + "() argument", e);
    }
  }

  /** Its signature as Python writes it: {@code convert(amount: Decimal, to: str = 'EUR')}. */
  @Override
  public String toString() {
    return new FunctionSignature(name(), false, 1, documentation, parameters(), returns).toString();
  }

  /**
   * @throws IllegalArgumentException when two have the same name, or there are too many
   */
  static List<HostFunction> distinct(List<HostFunction> functions) {
    if (functions.size() > FUNCTIONS_AT_MOST) {
      throw new IllegalArgumentException(
          functions.size() + " host functions, where " + FUNCTIONS_AT_MOST + " are the most");
    }
    var names = new HashSet<String>();
    for (HostFunction function : functions) {
      if (!names.add(function.name())) {
        throw new IllegalArgumentException("two host functions are named " + function.name());
      }
    }
    return List.copyOf(functions);
  }

  /** The functions with one more, instead of one of the same name. */
  static List<HostFunction> replaced(List<HostFunction> functions, HostFunction function) {
    var others = new ArrayList<>(functions);
    others.removeIf(other -> other.name().equals(function.name()));
    others.add(function);
    return distinct(others);
  }

  /** Builds a function step by step, its parameters in order. Not safe for several threads. */
  public static final class Builder {
    private final String name;
    private final List<Declared> parameters = new ArrayList<>();
    private Optional<String> documentation = Optional.empty();
    private Optional<String> returns = Optional.empty();

    private Builder(String name) {
      PythonNames.requireFunction(name);
      this.name = name;
    }

    /** What its users may read about it, up to 8,192 characters. */
    public Builder documentation(String text) {
      if (text.length() > DOCUMENTATION_AT_MOST) {
        throw new IllegalArgumentException(
            "the documentation of " + name + " has more than 8192 characters");
      }
      // Fails here rather than in every call, where it has an unpaired surrogate.
      var _ = Value.of(text, "documentation");
      documentation = Optional.of(text);
      return this;
    }

    /** A parameter for any value. */
    public Builder parameter(String parameterName) {
      return add(parameterName, Kind.POSITIONAL_OR_KEYWORD, null, null);
    }

    /** A parameter whose argument has to convert to this type, as {@link Value#as(Class)} does. */
    public Builder parameter(String parameterName, Class<?> type) {
      return add(parameterName, Kind.POSITIONAL_OR_KEYWORD, type, null);
    }

    /**
     * A parameter that may be left out.
     *
     * @param byDefault its value then; where that is null, {@code None} may be passed as well
     */
    public Builder optional(String parameterName, Class<?> type, @Nullable Object byDefault) {
      return add(parameterName, Kind.POSITIONAL_OR_KEYWORD, type, Value.of(byDefault));
    }

    /** A parameter that is given by its name only. */
    public Builder keywordOnly(String parameterName, Class<?> type) {
      return add(parameterName, Kind.KEYWORD_ONLY, type, null);
    }

    /** A parameter that is given by its name or left out. */
    public Builder optionalKeywordOnly(
        String parameterName, Class<?> type, @Nullable Object byDefault) {
      return add(parameterName, Kind.KEYWORD_ONLY, type, Value.of(byDefault));
    }

    /** Takes any further arguments by position: Python's {@code *name}. */
    public Builder rest(String parameterName) {
      return add(parameterName, Kind.VAR_POSITIONAL, null, null);
    }

    /** Takes any further arguments by name: Python's {@code **name}. */
    public Builder furtherNamed(String parameterName) {
      return add(parameterName, Kind.VAR_KEYWORD, null, null);
    }

    /** What it returns, for those who read its signature; nothing is checked by it. */
    public Builder returns(Class<?> type) {
      returns = PythonTypeNames.of(type);
      return this;
    }

    /**
     * The function with what it does.
     *
     * @throws IllegalArgumentException when Python does not take such parameters in this order
     */
    public HostFunction calling(Implementation implementation) {
      return new HostFunction(this, implementation);
    }

    /**
     * A parameter that is given by its position only. What it has to convert to is for its user.
     */
    private Builder positional(String parameterName, Class<?> type) {
      var parameter =
          new Parameter(
              parameterName, Kind.POSITIONAL_ONLY, Optional.empty(), PythonTypeNames.of(type));
      parameters.add(new Declared(parameter, null, null));
      return this;
    }

    private Builder add(
        String parameterName, Kind kind, @Nullable Class<?> type, @Nullable Value byDefault) {
      PythonNames.requireParameter("a parameter of " + name, parameterName);
      var parameter =
          new Parameter(
              parameterName,
              kind,
              Optional.ofNullable(byDefault).map(Value::toString),
              type == null ? Optional.empty() : PythonTypeNames.of(type));
      parameters.add(new Declared(parameter, type, byDefault));
      return this;
    }
  }
}
