package io.terrarium.server.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.terrarium.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;

/**
 * A line for each event, as text or as a JSON object. Whatever the event says, it is one line: what
 * could end it is escaped.
 */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/+{}-]+");

  private final boolean json;
  private final ThrowableProxyConverter stackTraces = new ThrowableProxyConverter();

  LineEncoder(boolean json) {
    this.json = json;
  }

  @Override
  public void start() {
    stackTraces.setOptionList(List.of("full"));
    stackTraces.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = json ? Json.text(generator -> write(event, generator)) : text(event);
    return (oneLine(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private void write(ILoggingEvent event, JsonGenerator generator) {
    generator.writeStartObject();
    generator.writeStringProperty("time", time(event));
    generator.writeStringProperty("level", level(event));
    generator.writeStringProperty("logger", event.getLoggerName());
    generator.writeStringProperty("message", event.getFormattedMessage());
    for (KeyValuePair pair : pairs(event)) {
      switch (pair.value) {
        case null -> generator.writeNullProperty(pair.key);
        case Long number -> generator.writeNumberProperty(pair.key, number);
        case Integer number -> generator.writeNumberProperty(pair.key, number);
        case Double number -> generator.writeNumberProperty(pair.key, number);
        case Boolean flag -> generator.writeBooleanProperty(pair.key, flag);
        case Object other -> generator.writeStringProperty(pair.key, other.toString());
      }
    }
    if (event.getThrowableProxy() != null) {
      generator.writeStringProperty("stack_trace", stackTraces.convert(event));
    }
    generator.writeEndObject();
  }

  private String text(ILoggingEvent event) {
    var line = new StringBuilder(time(event));
    line.append(' ').append(String.format(Locale.ROOT, "%-5s", level(event)));
    line.append(' ').append(shortName(event.getLoggerName()));
    line.append(": ").append(event.getFormattedMessage());
    for (KeyValuePair pair : pairs(event)) {
      line.append(' ').append(pair.key).append('=').append(quoted(String.valueOf(pair.value)));
    }
    if (event.getThrowableProxy() != null) {
      line.append(" | ").append(stackTraces.convert(event).strip());
    }
    return line.toString();
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null ? List.of() : pairs;
  }

  private static String time(ILoggingEvent event) {
    return event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static String level(ILoggingEvent event) {
    return event.getLevel().toString().toLowerCase(Locale.ROOT);
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  /** A value that could be taken for more than one stands in quotation marks. */
  private static String quoted(String value) {
    return PLAIN.matcher(value).matches()
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The lines of a stack trace too: what shows logs takes each line for an event. */
  private static String oneLine(String text) {
    if (text.chars().noneMatch(LineEncoder::endsLines)) {
      return text;
    }
    var line = new StringBuilder(text.length() + 64);
    text.chars()
        .forEach(it -> {
          if (it == '\n') {
            line.append("\\n");
          } else if (endsLines(it)) {
            line.append(String.format(Locale.ROOT, "\\u%04x", it));
          } else {
            line.append((char) it);
          }
        });
    return line.toString();
  }

  private static boolean endsLines(int character) {
    return Character.isISOControl(character) || character == '\u2028' || character == '\u2029';
  }
}
