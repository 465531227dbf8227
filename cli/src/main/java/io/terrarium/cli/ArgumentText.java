package io.terrarium.cli;

import io.terrarium.json.InvalidJsonException;
import io.terrarium.json.ValueJson;
import io.terrarium.value.DictValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Arguments as they are typed: JSON; or a bare word, which is a string. What begins as JSON begins
 * has to be JSON to its end, since a list with a slip in it is never meant to be a string.
 */
final class ArgumentText {
  private static final Pattern BEGINS_AS_JSON =
      Pattern.compile("\\s*+(?:[\\[{\"]|[-+]?+\\.?+[0-9])");
  private static final Pattern PLAIN = Pattern.compile("[\\w.,:+ -]{1,40}");
  private static final Set<String> WORDS = Set.of("true", "false", "null");
  private static final Map<String, String> PYTHON_WORDS =
      Map.of(
          "True", "true",
          "False", "false",
          "None", "null",
          "NaN", tagged("nan"),
          "nan", tagged("nan"),
          "Infinity", tagged("inf"),
          "inf", tagged("inf"),
          "-Infinity", tagged("-inf"),
          "-inf", tagged("-inf"));
  private static final int EXCERPT = 72;

  private ArgumentText() {}

  /** The value of one ARG, which messages call {@code label}. */
  static Value read(String text, String label) {
    if (!WORDS.contains(text.strip()) && !BEGINS_AS_JSON.matcher(text).lookingAt()) {
      return string(text, label);
    }
    return parsed(text, label, advice(text), ValueJson::read);
  }

  private static String tagged(String number) {
    return "{\"$type\": \"float\", \"value\": \"" + number + "\"}";
  }

  /** A word that Python has for a value is taken as a string: perhaps that is not meant. */
  static Optional<String> doubt(String text, String label) {
    return Optional.ofNullable(PYTHON_WORDS.get(text))
        .map(json -> label + " is the string \"" + text + "\"; JSON writes " + json);
  }

  /** The keyword arguments: a JSON object. */
  static Map<String, @Nullable Object> readKeywordArguments(String text, String label) {
    DictValue dict =
        parsed(text, label, "For example: '{\"name\": \"Ada\"}'", ValueJson::readObject);
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    for (DictValue.Entry entry : dict.entries()) {
      if (!(entry.key() instanceof StrValue(String name))) {
        throw new UsageException(
            label + ": a keyword argument has a name, not " + entry.key() + " for a key");
      }
      arguments.put(name, entry.value());
    }
    return arguments;
  }

  private static Value string(String text, String label) {
    try {
      return new StrValue(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(label + " is no text that Python could take: " + e.getMessage());
    }
  }

  private static String advice(String text) {
    char first = text.strip().charAt(0);
    if (first == '[' || first == '{') {
      return "A shell takes the whole ARG as one word in single quotes: '[1.0, \"two\"]'";
    }
    String example = PLAIN.matcher(text).matches() ? text : "…";
    return "To pass it as a string, put it in both kinds of quotes: '\"" + example + "\"'";
  }

  private static <T> T parsed(
      String text, String label, String advice, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (InvalidJsonException e) {
      throw new UsageException(
          label + " cannot be read as JSON: " + e.problem() + "\n" + excerpt(text, e) + advice);
    }
  }

  /** The line where it broke, cut to what a terminal shows, with a caret below. */
  private static String excerpt(String text, InvalidJsonException place) {
    String line = text.lines().skip(place.line() - 1L).findFirst().orElse("");
    int at = Math.min(place.column() - 1, line.length());
    int from = Math.max(0, at - EXCERPT / 2);
    int to = Math.min(line.length(), from + EXCERPT);
    String left = from > 0 ? "…" : "";
    String right = to < line.length() ? "…" : "";
    String shown = left + Terminal.visible(line.substring(from, to)) + right;
    return "    " + shown + "\n    " + " ".repeat(left.length() + at - from) + "^\n";
  }
}
