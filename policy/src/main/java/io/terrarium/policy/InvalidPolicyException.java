package io.terrarium.policy;

import io.terrarium.SandboxException;
import java.util.List;
import java.util.stream.Collectors;

/** A file is no policy. The message has all of its problems, one to a line. */
public final class InvalidPolicyException extends SandboxException {
  private static final long serialVersionUID = 1L;

  private final transient List<TomlProblem> problems;

  InvalidPolicyException(List<TomlProblem> problems) {
    super(
        Category.USER,
        problems.stream()
            .map(TomlProblem::toString)
            .collect(Collectors.joining(System.lineSeparator())),
        null);
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the file; none in a copy that was serialised. */
  public List<TomlProblem> problems() {
    return problems == null ? List.of() : problems;
  }
}
