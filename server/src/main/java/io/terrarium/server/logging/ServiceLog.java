package io.terrarium.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.terrarium.config.ServerSettings;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;

/** The log of the service's own process. For the command; there is one in a process. */
public final class ServiceLog {
  private ServiceLog() {}

  /**
   * Has everything that is logged from now on written to a stream, a line for each event.
   *
   * @param debug whether to write what helps to find a mistake of Terrarium's
   */
  public static void begin(ServerSettings.LogFormat format, OutputStream out, boolean debug) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var encoder = new LineEncoder(format == ServerSettings.LogFormat.JSON);
    encoder.setContext(context);
    encoder.start();
    var appender = new OutputStreamAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("lines");
    appender.setEncoder(encoder);
    appender.setOutputStream(out);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("io.terrarium").setLevel(debug ? Level.DEBUG : Level.INFO);
  }

  /** A logger of the platform's kind that writes there, for libraries. */
  public static System.Logger logger(String name) {
    return new BridgedLogger(name, LoggerFactory.getLogger(name));
  }
}
