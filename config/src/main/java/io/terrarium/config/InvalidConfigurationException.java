package io.terrarium.config;

import io.terrarium.SandboxException;
import io.terrarium.policy.TomlProblem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file is no configuration. The message has all of its problems, one to a line, each with the
 * file, the line, the column, the key and what is allowed.
 */
public final class InvalidConfigurationException extends SandboxException {
  private static final long serialVersionUID = 1L;

  private final int problems;

  InvalidConfigurationException(List<TomlProblem> problems) {
    super(
        Category.USER,
        problems.stream()
            .map(TomlProblem::toString)
            .collect(Collectors.joining(System.lineSeparator())),
        null);
    this.problems = problems.size();
  }

  /** How many problems there are. */
  public int problems() {
    return problems;
  }
}
