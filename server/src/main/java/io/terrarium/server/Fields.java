package io.terrarium.server;

import io.terrarium.json.InvalidJsonException;
import io.terrarium.json.ValueJson;
import io.terrarium.spi.Nearest;
import io.terrarium.value.BoolValue;
import io.terrarium.value.BytesValue;
import io.terrarium.value.DictValue;
import io.terrarium.value.FloatValue;
import io.terrarium.value.IntValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object while it is taken apart: each is asked for once, with the type that it
 * has to have, and none may be left.
 */
final class Fields {
  private static final int LONGEST_NAME = 100;
  private static final BigDecimal NANOSECONDS = BigDecimal.valueOf(1_000_000);

  private final String pointer;
  private final Map<String, Value> left;
  private final TreeSet<String> known = new TreeSet<>();

  private Fields(String pointer, Map<String, Value> fields) {
    this.pointer = pointer;
    this.left = new LinkedHashMap<>(fields);
  }

  /**
   * The fields of a body.
   *
   * @throws InvalidJsonException when it is no JSON
   * @throws ProblemException when it is no object
   */
  static Fields of(byte[] body) {
    Value value = ValueJson.read(body);
    if (value instanceof DictValue dict) {
      return new Fields("", members(dict, ""));
    }
    throw invalid("", "The body has to be an object.");
  }

  /** Fields that came in another way, by their names. */
  static Fields of(Map<String, Value> fields) {
    return new Fields("", fields);
  }

  private static Map<String, Value> members(DictValue dict, String pointer) {
    var members = new LinkedHashMap<String, Value>();
    for (DictValue.Entry entry : dict.entries()) {
      if (!(entry.key() instanceof StrValue(String name))) {
        throw invalid(pointer, "The keys of this object have to be strings.");
      }
      members.put(name, entry.value());
    }
    return members;
  }

  /** A text that has to be there. */
  String text(String name) {
    return required(name, optionalText(name));
  }

  /** A text. */
  Optional<String> optionalText(String name) {
    return take(name, "a string", value -> value instanceof StrValue(String text) ? text : null);
  }

  /** The bytes of a text, or bytes as they are, which have to be there. */
  byte[] bytesOfText(String name) {
    Optional<byte[]> bytes =
        take(
            name,
            "a string",
            value ->
                switch (value) {
                  case StrValue(String text) -> text.getBytes(StandardCharsets.UTF_8);
                  case BytesValue given -> copied(given);
                  default -> null;
                });
    return required(name, bytes);
  }

  private static byte[] copied(BytesValue bytes) {
    var copy = new byte[bytes.size()];
    bytes.copyTo(copy, 0);
    return copy;
  }

  /** Something that has to be there. */
  private <T> T required(String name, Optional<T> value) {
    return value.orElseThrow(() -> invalid(at(name), "This field has to be there."));
  }

  /** True or false. */
  boolean flag(String name) {
    return take(name, "true or false", value -> value instanceof BoolValue(boolean it) ? it : null)
        .orElse(false);
  }

  /** A whole number. */
  OptionalLong integer(String name) {
    return take(
            name,
            "a whole number",
            value -> value instanceof IntValue number && number.fitsLong() ? number.asLong() : null)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Milliseconds, perhaps with a fraction. */
  Optional<Duration> milliseconds(String name) {
    return take(
        name,
        "a number of milliseconds",
        value ->
            switch (value) {
              case IntValue number
                  when number.fitsLong() && Math.abs(number.asLong()) <= 1L << 40 ->
                  Duration.ofMillis(number.asLong());
              case FloatValue(double number) when Math.abs(number) <= 1L << 40 ->
                  Duration.ofNanos(BigDecimal.valueOf(number).multiply(NANOSECONDS).longValue());
              default -> null;
            });
  }

  /** A list; empty where there is none. */
  List<Value> list(String name) {
    return take(
            name, "a list", value -> value instanceof ListValue(List<Value> items) ? items : null)
        .orElse(List.of());
  }

  /** An object of any fields; empty where there is none. */
  Map<String, Value> named(String name) {
    return take(name, "an object", value -> value instanceof DictValue dict ? dict : null)
        .map(dict -> members(dict, at(name)))
        .orElse(Map.of());
  }

  /** An object whose fields are known. */
  Optional<Fields> object(String name) {
    return take(name, "an object", value -> value instanceof DictValue dict ? dict : null)
        .map(dict -> new Fields(at(name), members(dict, at(name))));
  }

  /** An object whose values are texts or bytes; as bytes. */
  Map<String, BytesValue> files(String name) {
    var files = new LinkedHashMap<String, BytesValue>();
    named(name)
        .forEach((file, content) ->
            files.put(
                file,
                switch (content) {
                  case StrValue(String text) ->
                      BytesValue.of(text.getBytes(StandardCharsets.UTF_8));
                  case BytesValue bytes -> bytes;
                  default ->
                      throw invalid(
                          at(name) + "/" + escaped(file),
                          "The content of a file has to be a string, or bytes as"
                              + " {\"$type\": \"bytes\", \"base64\": \"…\"}.");
                }));
    return files;
  }

  /** Refuses fields that nobody asked for: a name with a slip in it must not be passed over. */
  void end() {
    for (String name : left.keySet()) {
      Problem problem =
          Problem.of(
                  ProblemCode.UNKNOWN_FIELD,
                  "There is no such field here; there is " + String.join(", ", known) + ".")
              .at(at(name));
      throw problem.suggesting(Nearest.of(name, known).map(List::of).orElse(List.of())).exception();
    }
  }

  /** A problem with a field. */
  ProblemException problem(String name, String detail) {
    return invalid(at(name), detail);
  }

  /** Where a field is. */
  String at(String name) {
    return pointer + "/" + escaped(name);
  }

  private <T> Optional<T> take(String name, String kind, Function<Value, @Nullable T> conversion) {
    known.add(name);
    Value value = left.remove(name);
    if (value == null) {
      return Optional.empty();
    }
    T converted = conversion.apply(value);
    if (converted == null) {
      throw invalid(at(name), "This field has to be " + kind + ".");
    }
    return Optional.of(converted);
  }

  private static ProblemException invalid(String pointer, String detail) {
    return Problem.of(ProblemCode.INVALID_FIELD, detail).at(pointer).exception();
  }

  private static String escaped(String name) {
    String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return cut.replace("~", "~0").replace("/", "~1");
  }
}
