package io.terrarium.server;

/** A request cannot be answered with what it asks for. It is told to the client, and no fault. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** An exception for a problem; without a stack trace, which nobody would read. */
  public ProblemException(Problem problem) {
    super(problem.code().word() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What is the matter. */
  public Problem problem() {
    return problem;
  }
}
