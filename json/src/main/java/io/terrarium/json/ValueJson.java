package io.terrarium.json;

import io.terrarium.value.DictValue;
import io.terrarium.value.Value;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Values as JSON, both ways and without loss: plain JSON for what JSON can say, an object with
 * {@code "$type"} for the rest, as the table in {@code docs/values.md} has it. An int stays an int
 * of any size and a float stays a float: {@code 1.0} is never {@code 1}.
 *
 * <p>Reading refuses a key that stands twice in an object and a text that nests too deep, and names
 * the line and column of whatever it refuses.
 */
public final class ValueJson {
  private ValueJson() {}

  /** The value as JSON on one line. */
  public static String write(Value value) {
    return Json.text(json -> write(value, json));
  }

  /** The value as the next thing that a generator writes. */
  public static void write(Value value, JsonGenerator json) {
    new ValueWriter(json).write(value);
  }

  /**
   * The value that a whole text stands for.
   *
   * @throws InvalidJsonException when the text is no JSON, or a tagged form in it is none
   */
  public static Value read(String text) {
    try (JsonParser parser = Json.parser(text)) {
      try {
        if (parser.nextToken() == null) {
          throw new InvalidJsonException("there is no JSON here: the text is empty", 1, 1);
        }
        Value value = read(parser);
        if (parser.nextToken() != null) {
          throw Problems.at(
              parser.currentTokenLocation(), "the JSON ends before this, but the text goes on");
        }
        return value;
      } catch (JacksonException e) {
        throw Problems.syntax(e, parser);
      }
    }
  }

  /**
   * The value that the bytes of a whole text stand for, which are UTF-8.
   *
   * @throws InvalidJsonException when they are not, the text is no JSON, or a tagged form in it is
   *     none
   */
  public static Value read(byte[] utf8) {
    return read(Utf8.text(utf8));
  }

  /**
   * The value whose first token a parser stands at; it is left at the last.
   *
   * @throws InvalidJsonException when a tagged form is none
   * @throws JacksonException when the text is no JSON
   */
  public static Value read(JsonParser parser) {
    return new ValueReader(parser).read();
  }

  /**
   * The dict that a whole text stands for.
   *
   * @throws InvalidJsonException when the text is no JSON object
   */
  public static DictValue readObject(String text) {
    Value value = read(text);
    if (value instanceof DictValue dict) {
      return dict;
    }
    throw new InvalidJsonException(
        "a JSON object is needed here, such as {\"name\": 1}, and this is a Python "
            + value.typeName(),
        1,
        1);
  }
}
