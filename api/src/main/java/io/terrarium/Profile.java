package io.terrarium;

import io.terrarium.contract.Contract;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A named set of rules for programs of one sort: a {@link Source} is put in it ({@link Source#in}),
 * and its program has all of it. Immutable; made for each sort of program, not for each program.
 *
 * <pre>{@code
 * Profile pricing =
 *     Profile.named("pricing")
 *         .policy(Policy.named("restricted+limited"))
 *         .limits(Limits.DEFAULT.withWallTime(Duration.ofSeconds(1)))
 *         .maximumConcurrentCalls(4)
 *         .expect(Contract.parse("price(items: list[float]) -> float"))
 *         .build();
 * Program program = sandbox.compile(Source.of(text).in(pricing));
 * }</pre>
 *
 * @param name by which people know it
 * @param policy what its programs are held to
 * @param runtime the name of the runtime that they are for
 * @param hostFunctions which of the sandbox's host functions its programs may call, by their names;
 *     empty: all of them. What a source or a call lends by itself comes on top
 * @param limits what a call may use unless it says otherwise; empty: the sandbox's default
 * @param ceiling what a call may use at most; empty: the sandbox's ceiling, which always applies
 * @param maximumConcurrentCalls how many calls of all of its programs run at the same time: 1 to
 *     10,000; empty: as many as the sandbox runs
 * @param contracts what its programs are expected to have
 */
public record Profile(
    String name,
    Policy policy,
    String runtime,
    Optional<Set<String>> hostFunctions,
    Optional<Limits> limits,
    Optional<Limits> ceiling,
    OptionalInt maximumConcurrentCalls,
    List<Contract> contracts) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  /** Checks the name and the range. */
  public Profile {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name for a profile: up to 64 ASCII letters, digits, dashes and underscores"
                  .formatted(name)
              + " are, a letter first");
    }
    if (maximumConcurrentCalls.isPresent()
        && (maximumConcurrentCalls.getAsInt() < 1 || maximumConcurrentCalls.getAsInt() > 10_000)) {
      throw new IllegalArgumentException(
          "maximumConcurrentCalls is %d: it has to be from 1 to 10000"
              .formatted(maximumConcurrentCalls.getAsInt()));
    }
    hostFunctions = hostFunctions.map(Set::copyOf);
    contracts = List.copyOf(contracts);
  }

  /** Begins a profile in which everything is as the sandbox has it. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Builds a profile step by step. Not safe for several threads. */
  public static final class Builder {
    private final String name;
    private Policy policy = Policy.DEFAULT;
    private String runtime = PythonRuntime.DEFAULT_NAME;
    private Optional<Set<String>> hostFunctions = Optional.empty();
    private Optional<Limits> limits = Optional.empty();
    private Optional<Limits> ceiling = Optional.empty();
    private OptionalInt maximumConcurrentCalls = OptionalInt.empty();
    private final List<Contract> contracts = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    /** What programs are held to. */
    public Builder policy(Policy newPolicy) {
      policy = newPolicy;
      return this;
    }

    /** The runtime that programs are for, by its name. */
    public Builder runtime(String newRuntime) {
      runtime = newRuntime;
      return this;
    }

    /** The sandbox's host functions of these names and no others. */
    public Builder hostFunctions(Collection<String> names) {
      hostFunctions = Optional.of(Set.copyOf(names));
      return this;
    }

    /** What a call may use unless it says otherwise. */
    public Builder limits(Limits newLimits) {
      limits = Optional.of(newLimits);
      return this;
    }

    /** What a call may use at most, whatever it asks for. */
    public Builder ceiling(Limits newCeiling) {
      ceiling = Optional.of(newCeiling);
      return this;
    }

    /** How many calls of the profile's programs run at the same time. */
    public Builder maximumConcurrentCalls(int calls) {
      maximumConcurrentCalls = OptionalInt.of(calls);
      return this;
    }

    /** What every program is expected to have, besides earlier ones. */
    public Builder expect(Contract contract) {
      contracts.add(contract);
      return this;
    }

    /**
     * The profile as it is now.
     *
     * @throws IllegalArgumentException when the name is none, or a number out of its range
     */
    public Profile build() {
      return new Profile(
          name, policy, runtime, hostFunctions, limits, ceiling, maximumConcurrentCalls, contracts);
    }
  }
}
