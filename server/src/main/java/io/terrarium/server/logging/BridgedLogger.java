package io.terrarium.server.logging;

import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/** A logger of the platform that hands everything to one of SLF4J. */
record BridgedLogger(String name, Logger logger) implements System.Logger {
  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return level != Level.OFF && logger.isEnabledForLevel(slf4j(level));
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      LoggingEventBuilder event = logger.atLevel(slf4j(level));
      (thrown == null ? event : event.setCause(thrown)).log(text(bundle, message));
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
      logger.atLevel(slf4j(level)).log(plain ? pattern : MessageFormat.format(pattern, parameters));
    }
  }

  private static org.slf4j.event.Level slf4j(Level level) {
    return switch (level) {
      case ALL, TRACE -> org.slf4j.event.Level.TRACE;
      case DEBUG -> org.slf4j.event.Level.DEBUG;
      case INFO -> org.slf4j.event.Level.INFO;
      case WARNING -> org.slf4j.event.Level.WARN;
      case ERROR, OFF -> org.slf4j.event.Level.ERROR;
    };
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
