package io.terrarium.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the libraries' log goes: warnings to standard error as plain lines, the rest nowhere unless
 * {@code --debug} asks for it. The JDK's own logging would cost a short command more time than all
 * of its work.
 */
public final class ConsoleLoggerFinder extends System.LoggerFinder {
  private static volatile @Nullable Function<String, System.Logger> elsewhere;

  /** For {@link java.util.ServiceLoader}. */
  public ConsoleLoggerFinder() {}

  /** Has everything from now on go to a log of another kind, also of loggers that there are. */
  static void handOver(Function<String, System.Logger> loggers) {
    elsewhere = loggers;
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new ConsoleLogger(name);
  }

  private record ConsoleLogger(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    private Optional<System.Logger> elsewhere() {
      return Optional.ofNullable(elsewhere).map(loggers -> loggers.apply(name));
    }

    @Override
    public boolean isLoggable(Level level) {
      Optional<System.Logger> elsewhere = elsewhere();
      if (elsewhere.isPresent()) {
        return elsewhere.get().isLoggable(level);
      }
      // The JDK logs too, and what it has to say is for its own debugging.
      Level least = Debug.isOn() && name.startsWith("io.terrarium") ? Level.DEBUG : Level.WARNING;
      return level != Level.OFF && level.getSeverity() >= least.getSeverity();
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      Optional<System.Logger> elsewhere = elsewhere();
      if (elsewhere.isPresent()) {
        elsewhere.get().log(level, bundle, message, thrown);
      } else if (isLoggable(level)) {
        System.err.println(
            "terrarium: "
                + level.getName().toLowerCase(Locale.ROOT)
                + ": "
                + text(bundle, message));
        if (thrown != null && Debug.isOn()) {
          thrown.printStackTrace();
        }
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... parameters) {
      if (isLoggable(level)) {
        String pattern = text(bundle, format);
        boolean plain = parameters == null || parameters.length == 0;
        log(
            level,
            null,
            plain ? pattern : MessageFormat.format(pattern, parameters),
            (Throwable) null);
      }
    }

    private static String text(@Nullable ResourceBundle bundle, @Nullable String key) {
      String text = String.valueOf(key);
      try {
        return bundle == null ? text : bundle.getString(text);
      } catch (MissingResourceException _) {
        return text;
      }
    }
  }
}
