package io.terrarium.spi;

import io.terrarium.Policy;
import io.terrarium.PythonRuntime;
import io.terrarium.Source;

/**
 * What of a program decides which workers it can run in.
 *
 * @param policy the rules that it is held to
 * @param runtime the name of the runtime that it is compiled for
 */
public record ProgramKind(Policy policy, String runtime) {
  /** What programs are unless they say otherwise. */
  public static final ProgramKind DEFAULT =
      new ProgramKind(Policy.DEFAULT, PythonRuntime.DEFAULT_NAME);

  /** The kind of the programs that a source makes. */
  public static ProgramKind of(Source source) {
    return new ProgramKind(source.policy(), source.runtime());
  }
}
