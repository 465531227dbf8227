package io.terrarium.core;

import io.terrarium.Call;
import io.terrarium.Outcome;
import io.terrarium.contract.Contract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contracts of a program, by the names of their functions. Immutable. */
final class Contracts {
  static final Contracts NONE = new Contracts(new LinkedHashMap<>());

  private final Map<String, Contract> byFunction;

  private Contracts(Map<String, Contract> byFunction) {
    this.byFunction = byFunction;
  }

  /** These and more; of two for one function the later one. */
  Contracts and(Contract... more) {
    var all = new LinkedHashMap<>(byFunction);
    for (Contract contract : more) {
      all.put(contract.function(), contract);
    }
    return new Contracts(all);
  }

  /**
   * The call as its contract has it.
   *
   * @throws io.terrarium.InvalidArgumentException when its arguments are not what that says
   */
  Call applyTo(Call call) {
    @Nullable Contract contract = byFunction.get(call.function());
    return contract == null ? call : contract.applyTo(call);
  }

  /** The contract of a function; null where it has none. */
  @Nullable Contract of(String function) {
    return byFunction.get(function);
  }

  /** The outcome of a call of a function as its contract has it. */
  Outcome applyTo(String function, Outcome outcome) {
    @Nullable Contract contract = byFunction.get(function);
    return contract == null ? outcome : contract.applyTo(outcome);
  }

  List<Contract> list() {
    return List.copyOf(byFunction.values());
  }
}
