package io.terrarium.jail;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes plan data as JSON; bytes become {@code {"hex": "…"}}. */
final class Json {
  private Json() {}

  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Long number -> number.toString();
      case Boolean truth -> truth.toString();
      case String text -> string(text);
      case byte[] bytes -> "{\"hex\":\"" + HexFormat.of().formatHex(bytes) + "\"}";
      case Iterable<?> items -> {
        List<String> list = new ArrayList<>();
        items.forEach(item -> list.add(of(item)));
        yield "[" + String.join(",", list) + "]";
      }
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> string((String) entry.getKey()) + ":" + of(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      default ->
          throw new IllegalArgumentException("not plain data: " + value.getClass().getName());
    };
  }

  private static String string(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars()
        .forEach(unit -> {
          if (unit < ' ' || unit > '~' || unit == '"' || unit == '\\') {
            json.append("\\u%04x".formatted(unit));
          } else {
            json.append((char) unit);
          }
        });
    return json.append('"').toString();
  }
}
