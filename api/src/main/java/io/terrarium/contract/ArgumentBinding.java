package io.terrarium.contract;

import io.terrarium.Call;
import io.terrarium.FunctionSignature.Parameter.Kind;
import io.terrarium.InvalidArgumentException;
import io.terrarium.contract.Contract.Parameter;
import io.terrarium.value.PythonType.Fit;
import io.terrarium.value.PythonType.Plain;
import io.terrarium.value.Value;
import io.terrarium.value.ValueConversionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, each held to the parameter that it is for, as Python would bind them.
 */
final class ArgumentBinding {
  private final Contract contract;
  private final Call call;
  private final Set<String> passed = new HashSet<>();

  ArgumentBinding(Contract contract, Call call) {
    this.contract = contract;
    this.call = call;
  }

  /**
   * @throws InvalidArgumentException when they are not what the contract says
   */
  Call bound() {
    var arguments = new ArrayList<@Nullable Object>(call.arguments().size());
    List<Parameter> positions =
        contract.parameters().stream()
            .filter(it -> it.kind().compareTo(Kind.POSITIONAL_OR_KEYWORD) <= 0)
            .toList();
    for (Object argument : call.arguments()) {
      arguments.add(positional(argument, arguments.size(), positions));
    }
    var keywords = new LinkedHashMap<String, @Nullable Object>();
    for (Map.Entry<String, @Nullable Object> entry : call.keywordArguments().entrySet()) {
      keywords.put(entry.getKey(), keyword(entry.getKey(), entry.getValue()));
    }
    for (Parameter parameter : contract.parameters()) {
      if (!parameter.optional() && !passed.contains(parameter.name())) {
        throw refused("there is no argument '" + parameter.name() + "'");
      }
    }
    return call.withArguments(arguments).withKeywordArguments(keywords);
  }

  private @Nullable Object positional(
      @Nullable Object argument, int index, List<Parameter> positions) {
    if (index < positions.size()) {
      Parameter parameter = positions.get(index);
      passed.add(parameter.name());
      return fitted(argument, parameter, parameter.name());
    }
    Parameter parameter =
        only(Kind.VAR_POSITIONAL)
            .orElseThrow(() ->
                refused(
                    "%d arguments are passed by position, and it takes %d"
                        .formatted(call.arguments().size(), positions.size())));
    return fitted(argument, parameter, parameter.name() + "[" + (index - positions.size()) + "]");
  }

  private @Nullable Object keyword(String name, @Nullable Object argument) {
    Optional<Parameter> named =
        contract.parameters().stream()
            .filter(it -> it.kind() == Kind.POSITIONAL_OR_KEYWORD || it.kind() == Kind.KEYWORD_ONLY)
            .filter(it -> it.name().equals(name))
            .findFirst();
    if (named.isPresent()) {
      if (!passed.add(name)) {
        throw refused("the argument '" + name + "' is passed twice, by position and by name");
      }
      return fitted(argument, named.get(), name);
    }
    Parameter parameter =
        only(Kind.VAR_KEYWORD)
            .orElseThrow(() -> refused("there is no parameter '" + name + "' to pass by name"));
    return fitted(argument, parameter, parameter.name() + "['" + name + "']");
  }

  private Optional<Parameter> only(Kind kind) {
    return contract.parameters().stream().filter(it -> it.kind() == kind).findFirst();
  }

  /** What may be anything stays the Java object that it is: it is encoded soon enough. */
  private static @Nullable Object fitted(
      @Nullable Object argument, Parameter parameter, String path) {
    if (parameter.type() == Plain.ANY) {
      return argument;
    }
    try {
      return switch (parameter.type().fit(Value.of(argument, path), path)) {
        case Fit.Fitted(Value value) -> value;
        case Fit.Misfit misfit -> throw new InvalidArgumentException(misfit.message(), null);
      };
    } catch (ValueConversionException e) {
      throw new InvalidArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  private InvalidArgumentException refused(String problem) {
    return new InvalidArgumentException(problem + ": the contract is " + contract, null);
  }
}
