package io.terrarium.cli;

/** The command line asks for what does not exist or cannot be read; the message says it all. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
