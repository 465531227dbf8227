package io.terrarium;

import java.util.List;

/** The program has no such function, or what has that name cannot be called. */
public final class UnknownFunctionException extends SandboxException {
  private static final long serialVersionUID = 1L;

  private final String function;
  private final transient List<String> candidates;

  /**
   * @param function the name that was asked for
   * @param problem what is wrong with it, naming the nearest names
   * @param candidates the callables that there are, nearest first
   */
  public UnknownFunctionException(String function, String problem, List<String> candidates) {
    super(Category.USER, problem, null);
    this.function = function;
    this.candidates = List.copyOf(candidates);
  }

  /** The name that was asked for. */
  public String function() {
    return function;
  }

  /** The callables that the program has, the nearest name first. */
  public List<String> candidates() {
    return candidates;
  }
}
