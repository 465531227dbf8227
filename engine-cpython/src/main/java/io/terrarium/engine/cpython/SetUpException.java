package io.terrarium.engine.cpython;

/** A zygote or a worker could not be set up; on its way to those who know what that means. */
final class SetUpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SetUpFailure failure;

  SetUpException(SetUpFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  SetUpFailure failure() {
    return failure;
  }
}
