package io.terrarium;

import io.terrarium.spi.PythonKeywords;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names a program can call something by, in every Python that there is a runtime for. */
final class PythonNames {
  /** Python compares identifiers in a normal form of Unicode; of these there is but one form. */
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private static final Set<String> BUILTINS =
      words(
          """
          ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup
          BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError
          ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
          DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception
          ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning
          GeneratorExit IOError ImportError ImportWarning IndentationError IndexError
          InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError
          ModuleNotFoundError NameError NotADirectoryError NotImplemented NotImplementedError OSError
          OverflowError PendingDeprecationWarning PermissionError ProcessLookupError
          PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError
          RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError
          SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError
          UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError
          Warning ZeroDivisionError abs aiter all anext any ascii bin bool breakpoint bytearray bytes
          callable chr classmethod compile complex copyright credits delattr dict dir divmod
          enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help
          hex id input int isinstance issubclass iter len license list locals map max memoryview min
          next object oct open ord pow print property quit range repr reversed round set setattr
          slice sorted staticmethod str sum super tuple type vars zip
          """);

  private PythonNames() {}

  /**
   * @throws IllegalArgumentException when a program could not call a function by this name, or
   *     would lose something that every program has
   */
  static void requireFunction(String name) {
    requireParameter("a host function", name);
    if (BUILTINS.contains(name)) {
      throw new IllegalArgumentException(
          "a host function cannot be named '" + name + "': that is a builtin of Python's");
    }
  }

  /**
   * @param what what is to have the name, for the message
   * @throws IllegalArgumentException when it is no identifier that stays as it is wherever it
   *     stands
   */
  static void requireParameter(String what, String name) {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " cannot be named '" + name + "': up to 100 letters, digits and _ of ASCII");
    }
    if (PythonKeywords.contains(name)) {
      throw new IllegalArgumentException(
          what + " cannot be named '" + name + "': that is a keyword of Python's");
    }
    if (name.startsWith("__")) {
      throw new IllegalArgumentException(
          what + " cannot be named '" + name + "': names with two underscores first are Python's");
    }
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }
}
