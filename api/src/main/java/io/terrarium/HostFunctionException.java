package io.terrarium;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a {@link HostFunction} throws to raise an exception of its choice in the program that called
 * it: a type of Python's own, and a message that the program's author may read.
 *
 * <p>Any other exception that leaves a host function arrives as a plain {@code RuntimeError} that
 * says no more than the function's name.
 */
public final class HostFunctionException extends SandboxException {
  private static final long serialVersionUID = 1L;

  /** Made from one text, and ordinary: none that ends a program or that Python means itself. */
  private static final Set<String> TYPES =
      Set.of(
          "Exception",
          "ArithmeticError",
          "AssertionError",
          "AttributeError",
          "BlockingIOError",
          "BufferError",
          "ConnectionAbortedError",
          "ConnectionError",
          "ConnectionRefusedError",
          "ConnectionResetError",
          "EOFError",
          "FileExistsError",
          "FileNotFoundError",
          "FloatingPointError",
          "IndexError",
          "InterruptedError",
          "IsADirectoryError",
          "KeyError",
          "LookupError",
          "NameError",
          "NotADirectoryError",
          "NotImplementedError",
          "OSError",
          "OverflowError",
          "PermissionError",
          "ReferenceError",
          "RuntimeError",
          "TimeoutError",
          "TypeError",
          "UnicodeError",
          "ValueError",
          "ZeroDivisionError");

  private final String pythonType;

  /**
   * @param pythonType the name of a builtin exception, such as {@code ValueError} or {@code
   *     KeyError}
   * @param message what the program's author may read; at most 8,192 characters of it arrive
   * @throws IllegalArgumentException when there is no such exception, or it is none to be raised
   *     from outside
   */
  public HostFunctionException(String pythonType, String message) {
    super(Category.USER, message, null);
    if (!TYPES.contains(pythonType)) {
      throw new IllegalArgumentException(
          "a host function cannot raise '" + pythonType + "', but " + new TreeSet<>(TYPES));
    }
    this.pythonType = pythonType;
  }

  /** The name of the builtin exception that is raised. */
  public String pythonType() {
    return pythonType;
  }

  /** The text of the exception that is raised. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
