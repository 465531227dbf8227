package io.terrarium.server;

import io.terrarium.Call;
import io.terrarium.Limits;
import io.terrarium.Policy;
import io.terrarium.Profile;
import io.terrarium.SandboxSettings;
import io.terrarium.Source;
import io.terrarium.config.Configuration;
import io.terrarium.spi.Nearest;
import io.terrarium.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What bodies ask for: a source in a profile or under a policy, a call within limits. */
final class Wishes {
  /** The name of a source that has none. */
  static final String FILENAME = "user.py";

  private final Configuration configuration;
  private final SandboxSettings sandbox;

  Wishes(Configuration configuration, SandboxSettings sandbox) {
    this.configuration = configuration;
    this.sandbox = sandbox;
  }

  /**
   * The source that is to be compiled.
   *
   * @throws ProblemException when it is none, or the caller may not have it so
   */
  Source source(Fields fields, Caller caller) {
    byte[] bytes = fields.bytesOfText("source");
    Source source = Source.of(bytes).named(fields.optionalText("filename").orElse(FILENAME));
    Optional<Profile> profile = profile(fields, caller);
    Optional<String> policy = fields.optionalText("policy");
    if (profile.isPresent() && policy.isPresent()) {
      throw Problem.of(
              ProblemCode.POLICY_NOT_PERMITTED,
              "The profile " + profile.get().name() + " says which policy there is.")
          .at(fields.at("policy"))
          .exception();
    }
    return profile
        .map(source::in)
        .orElseGet(() -> policy.map(it -> source.under(policy(fields, it))).orElse(source));
  }

  private Optional<Profile> profile(Fields fields, Caller caller) {
    Optional<String> name = fields.optionalText("profile");
    if (name.isEmpty()) {
      return caller.standard();
    }
    Profile profile = caller.profiles().get(name.get());
    if (profile != null) {
      return Optional.of(profile);
    }
    if (configuration.profiles().containsKey(name.get())) {
      throw Problem.of(
              ProblemCode.PROFILE_NOT_PERMITTED, "This profile is none that the key may use.")
          .at(fields.at("profile"))
          .exception();
    }
    throw Problem.of(ProblemCode.PROFILE_NOT_FOUND, "There is no such profile.")
        .at(fields.at("profile"))
        .suggesting(
            Nearest.of(name.get(), caller.profiles().keySet()).map(List::of).orElse(List.of()))
        .exception();
  }

  /** A preset with options. Never a file: what stands there is the operator's. */
  private static Policy policy(Fields fields, String name) {
    try {
      return Policy.named(name);
    } catch (IllegalArgumentException e) {
      throw fields.problem("policy", "This is no policy: " + e.getMessage() + ".");
    }
  }

  /**
   * The call that is to be made.
   *
   * @param usual the limits where the body says nothing
   */
  Call call(Fields fields, Limits usual) {
    String function = fields.text("function");
    List<Value> arguments = fields.list("args");
    Map<String, @Nullable Object> keywords = new LinkedHashMap<>(fields.named("kwargs"));
    var files = fields.files("files");
    Limits limits = limits(fields, usual);
    return Call.of(function)
        .withArguments(new ArrayList<@Nullable Object>(arguments))
        .withKeywordArguments(keywords)
        .withFiles(files)
        .withLimits(limits);
  }

  /** The usual limits of a source. */
  Limits usual(Source source) {
    return source.profile().flatMap(Profile::limits).orElse(sandbox.defaultLimits());
  }

  /** The limits as they apply to a source that asks for some. */
  Limits effective(Source source, Limits asked) {
    return asked
        .clampedTo(source.profile().flatMap(Profile::ceiling).orElse(sandbox.ceiling()))
        .clampedTo(sandbox.ceiling());
  }

  /** The limits that a body asks for, on top of the usual ones. */
  Limits limits(Fields body, Limits usual) {
    Optional<Fields> object = body.object("limits");
    if (object.isEmpty()) {
      return usual;
    }
    Fields fields = object.get();
    Limits limits = usual;
    limits = with(limits, fields, "wall_ms", fields.milliseconds("wall_ms"), Limits::withWallTime);
    limits = with(limits, fields, "cpu_ms", fields.milliseconds("cpu_ms"), Limits::withCpuTime);
    limits = with(limits, fields, "memory_bytes", Limits::withMemoryBytes);
    Limits.OutputOverflow overflow =
        fields
            .optionalText("output_overflow")
            .map(word -> overflow(fields, word))
            .orElse(limits.outputOverflow());
    limits = limits.withOutput(limits.outputBytes(), overflow);
    limits = with(limits, fields, "output_bytes", (it, bytes) -> it.withOutput(bytes, overflow));
    limits = with(limits, fields, "result_bytes", Limits::withResultBytes);
    limits = with(limits, fields, "argument_bytes", Limits::withArgumentBytes);
    limits =
        with(
            limits,
            fields,
            "host_calls",
            (it, calls) -> it.withHostCalls((int) Math.clamp(calls, -1L, Integer.MAX_VALUE)));
    fields.end();
    return limits;
  }

  private static Limits.OutputOverflow overflow(Fields fields, String word) {
    for (Limits.OutputOverflow overflow : Limits.OutputOverflow.values()) {
      if (overflow.name().toLowerCase(Locale.ROOT).equals(word)) {
        return overflow;
      }
    }
    throw fields.problem("output_overflow", "This has to be \"truncate\" or \"fail\".");
  }

  private static Limits with(
      Limits limits, Fields fields, String name, BiFunction<Limits, Long, Limits> change) {
    OptionalLong amount = fields.integer(name);
    return amount.isEmpty()
        ? limits
        : inRange(fields, name, () -> change.apply(limits, amount.getAsLong()));
  }

  private static Limits with(
      Limits limits,
      Fields fields,
      String name,
      Optional<Duration> amount,
      BiFunction<Limits, Duration, Limits> change) {
    return amount.isEmpty()
        ? limits
        : inRange(fields, name, () -> change.apply(limits, amount.get()));
  }

  private static Limits inRange(Fields fields, String name, Supplier<Limits> change) {
    try {
      return change.get();
    } catch (IllegalArgumentException e) {
      // "memoryBytes is 1: it has to be …": the field has another name, and the range is the point.
      String message = String.valueOf(e.getMessage());
      throw fields.problem(
          name, "This is out of its range: " + message.substring(message.indexOf(": ") + 2) + ".");
    }
  }
}
