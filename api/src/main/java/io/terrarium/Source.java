package io.terrarium;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A user's source as it came: bytes, since a file may say its own encoding, with the name that
 * tracebacks and diagnostics show, the policy to hold it to, and the runtime that it is for.
 * Immutable.
 */
public final class Source {
  /** The name where the caller gives none. */
  public static final String DEFAULT_NAME = "program.py";

  private final byte[] bytes;
  private final String name;
  private final Policy policy;
  private final String runtime;

  private Source(byte[] bytes, String name, Policy policy, String runtime) {
    this.bytes = bytes;
    this.name = name;
    this.policy = policy;
    this.runtime = runtime;
  }

  private Source(byte[] bytes) {
    this(bytes, DEFAULT_NAME, Policy.DEFAULT, PythonRuntime.DEFAULT_NAME);
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
    return new Source(bytes, displayName(newName), policy, runtime);
  }

  /** The same source, held to another policy. */
  public Source under(Policy newPolicy) {
    return new Source(bytes, name, newPolicy, runtime);
  }

  /** The same source, for a {@linkplain PythonRuntime runtime} of the sandbox, by its name. */
  public Source on(String newRuntime) {
    return new Source(bytes, name, policy, newRuntime);
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

  @Override
  public boolean equals(Object other) {
    return other instanceof Source that
        && name.equals(that.name)
        && policy.equals(that.policy)
        && runtime.equals(that.runtime)
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
