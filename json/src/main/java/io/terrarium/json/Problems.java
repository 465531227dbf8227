package io.terrarium.json;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** The parser's complaints in words for whoever typed the text. */
final class Problems {
  /** What to cut from Jackson's messages: it speaks to programmers of parsers. */
  private static final List<Entry<Pattern, String>> CUTS =
      List.of(
          Map.entry(Pattern.compile(" ?\\(code \\d+[^)]*\\)"), ""),
          Map.entry(Pattern.compile("\\(CTRL-CHAR, code (\\d+)\\)"), "number $1"),
          Map.entry(
              Pattern.compile(" \\((?:start marker|JSON String|for root).*", Pattern.DOTALL), ""),
          Map.entry(Pattern.compile("(?s)\\R.*"), ""),
          Map.entry(
              Pattern.compile(" enable `\\S*NON_NUMERIC\\S*` to allow"),
              " JSON has no such number; write {\"\\$type\": \"float\", \"value\": \"nan\"}"),
          Map.entry(
              Pattern.compile("[Hh]exadecimal number literals .*"),
              "JSON has no hexadecimal numbers"),
          Map.entry(
              Pattern.compile("maybe a \\(non-standard\\) comment.*"), "JSON has no comments"),
          Map.entry(Pattern.compile(":? (?:requires? enabling|enable) `.*"), ""),
          Map.entry(
              Pattern.compile("was expecting$|expected a valid value$"),
              "a value has to stand here"),
          Map.entry(
              Pattern.compile("Expected space separating root-level values"),
              "the JSON ends before this, but the text goes on"));

  private Problems() {}

  static InvalidJsonException at(TokenStreamLocation place, String problem) {
    return new InvalidJsonException(
        problem, Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()));
  }

  static InvalidJsonException syntax(JacksonException e, JsonParser parser) {
    TokenStreamLocation known = e.getLocation();
    return at(known == null ? parser.currentLocation() : known, words(e, parser));
  }

  private static String words(JacksonException e, JsonParser parser) {
    return switch (e) {
      case StreamConstraintsException _ ->
          "this nests deeper than " + Json.MAX_DEPTH + " levels, or is too long";
      case UnexpectedEndOfInputException _ ->
          "the text ends here, " + inside(parser.streamReadContext());
      default -> tidy(e.getOriginalMessage());
    };
  }

  private static String inside(TokenStreamContext context) {
    if (context.inArray()) {
      return "inside a list: a ] is missing";
    }
    return context.inObject() ? "inside an object: a } is missing" : "in the middle of a value";
  }

  private static String tidy(String message) {
    String tidied = message;
    for (Entry<Pattern, String> cut : CUTS) {
      tidied = cut.getKey().matcher(tidied).replaceAll(cut.getValue());
    }
    return tidied.substring(0, 1).toLowerCase(Locale.ROOT) + tidied.substring(1);
  }
}
