package io.terrarium.spi;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * A logger that never throws. Who logs is often in the middle of cleaning up because something has
 * run out, and a logging library that is short of the very same thing (descriptors, memory, space
 * on a disk) must not keep it from that: the platform's own says so with any kind of {@link Error}.
 * Thread-safe.
 */
public final class SafeLogger {
  private final System.Logger logger;

  private SafeLogger(System.Logger logger) {
    this.logger = logger;
  }

  /** The logger of a class, by its name. */
  public static SafeLogger of(Class<?> owner) {
    return new SafeLogger(System.getLogger(owner.getName()));
  }

  /** Logs a message with {@code {0}} and so on in it. */
  public void log(Level level, String format, @Nullable Object... arguments) {
    try {
      logger.log(level, format, arguments);
    } catch (RuntimeException | Error e) {
      // There is nobody left to tell.
    }
  }

  /** Logs a message with what was thrown. */
  public void log(Level level, String message, Throwable thrown) {
    try {
      logger.log(level, message, thrown);
    } catch (RuntimeException | Error e) {
      // There is nobody left to tell.
    }
  }
}
