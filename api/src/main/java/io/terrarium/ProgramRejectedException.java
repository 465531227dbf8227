package io.terrarium;

import java.util.List;
import java.util.stream.Collectors;

/** A source was refused before anything of it ran: {@link Outcome.Rejected}. */
public final class ProgramRejectedException extends OutcomeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  /** Wraps the outcome. */
  public ProgramRejectedException(Outcome.Rejected outcome) {
    super(Category.USER, message(outcome), outcome);
    this.diagnostics = outcome.diagnostics();
  }

  /** Every problem that was found. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  private static String message(Outcome.Rejected outcome) {
    return outcome.diagnostics().stream()
        .map(diagnostic -> diagnostic.render(outcome.sourceName()))
        .collect(Collectors.joining())
        .stripTrailing();
  }
}
