package io.terrarium;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's source as it came: bytes, since a file may say its own encoding, with the name that
 * tracebacks and diagnostics show, the policy to hold it to, the runtime that it is for, and the
 * host functions that are lent to it. Immutable.
 */
public final class Source {
  /** The name where the caller gives none. */
  public static final String DEFAULT_NAME = "program.py";

  private final byte[] bytes;
  private final String name;
  private final Policy policy;
  private final String runtime;
  private final @Nullable Profile profile;
  private final List<HostFunction> hostFunctions;

  private Source(
      byte[] bytes,
      String name,
      Policy policy,
      String runtime,
      @Nullable Profile profile,
      List<HostFunction> hostFunctions) {
    this.bytes = bytes;
    this.name = name;
    this.policy = policy;
    this.runtime = runtime;
    this.profile = profile;
    this.hostFunctions = hostFunctions;
  }

  private Source(byte[] bytes) {
    this(bytes, DEFAULT_NAME, Policy.DEFAULT, PythonRuntime.DEFAULT_NAME, null, List.of());
  }

  /** A source given as text; unpaired surrogates reach Python as what is not UTF-8. */
  public static Source of(String text) {
    return new Source(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A source given as the bytes of a file: UTF-8 unless its first lines say otherwise (PEP 263).
   */
  public static Source of(byte[] bytes) {
    return new Source(bytes.clone());
  }

  /**
   * The same source under another name. Only its last part is kept, since a path of the host is
   * none of the program's business, and of that at most 200 characters without control characters.
   */
  public Source named(String newName) {
    return new Source(bytes, displayName(newName), policy, runtime, profile, hostFunctions);
  }

  /** The same source, held to another policy. */
  public Source under(Policy newPolicy) {
    return new Source(bytes, name, newPolicy, runtime, profile, hostFunctions);
  }

  /** The same source, for a {@linkplain PythonRuntime runtime} of the sandbox, by its name. */
  public Source on(String newRuntime) {
    return new Source(bytes, name, policy, newRuntime, profile, hostFunctions);
  }

  /**
   * The same source in a profile: held to its policy and contracts, on its runtime, and with its
   * calls under the profile's limits and concurrency.
   */
  public Source in(Profile newProfile) {
    return new Source(
        bytes, name, newProfile.policy(), newProfile.runtime(), newProfile, hostFunctions);
  }

  /**
   * The same source, whose program may call this function besides what the sandbox lends to all; it
   * replaces one of the same name.
   */
  public Source withHostFunction(HostFunction function) {
    return new Source(
        bytes, name, policy, runtime, profile, HostFunction.replaced(hostFunctions, function));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The size in bytes. */
  public int size() {
    return bytes.length;
  }

  /** The name that tracebacks and diagnostics show. */
  public String name() {
    return name;
  }

  /** The policy that the source is held to. */
  public Policy policy() {
    return policy;
  }

  /** The name of the runtime that it is compiled for and runs on. */
  public String runtime() {
    return runtime;
  }

  /** The profile that it is in, if it is in one. */
  public Optional<Profile> profile() {
    return Optional.ofNullable(profile);
  }

  /** What its program may call besides what the sandbox lends to all. */
  public List<HostFunction> hostFunctions() {
    return hostFunctions;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Source that
        && name.equals(that.name)
        && policy.equals(that.policy)
        && runtime.equals(that.runtime)
        && Objects.equals(profile, that.profile)
        && hostFunctions.equals(that.hostFunctions)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + name.hashCode();
  }

  @Override
  public String toString() {
    return "Source[" + name + ", " + bytes.length + " bytes, policy " + policy.name() + "]";
  }

  private static String displayName(String name) {
    String last =
        name.substring(name.lastIndexOf('/') + 1).replaceAll("[\\p{Cntrl}\\p{Cs}<>\"]", "_");
    String cut = last.length() > 200 ? last.substring(0, 200) : last;
    return cut.isBlank() ? DEFAULT_NAME : cut;
  }
}
