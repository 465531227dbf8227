package io.terrarium.conformance;

import io.terrarium.Call;
import io.terrarium.json.ValueJson;
import io.terrarium.value.DictValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call of the everyday corpus and how it has to end, from a comment above the function called:
 *
 * <pre>{@code
 * #> mean_score [[1, 2, 3]] -> 2.0
 * #> price [3] {"discount": 0.1} -> 2.7
 * #> withdraw [10] raises ValueError: not enough money
 * }</pre>
 *
 * <p>Arguments, keyword arguments and result are JSON; a line break in a message stands as {@code
 * \n}.
 *
 * @param program the file name of the program
 * @param function the function to call
 * @param arguments its positional arguments
 * @param keywords its keyword arguments
 * @param expected how the call ends
 * @param text the call as it is written
 */
record EverydayCall(
    String program,
    String function,
    ListValue arguments,
    DictValue keywords,
    Expected expected,
    String text) {
  static final String MARK = "#> ";

  private static final Pattern FORM =
      Pattern.compile(
          "#> (?<call>(?<function>\\w+) (?<arguments>\\[.*?])( (?<keywords>\\{.*?}))?)"
              + "( -> (?<result>.+)| raises (?<type>[\\w.]+)(: (?<message>.+))?)");

  /** How a call ends. */
  sealed interface Expected {
    record Returns(Value value) implements Expected {}

    record Raises(String type, String message) implements Expected {}
  }

  static EverydayCall parse(String program, String line) {
    Matcher form = FORM.matcher(line);
    if (!form.matches()) {
      throw new IllegalArgumentException(program + ": this is no call and its end: " + line);
    }
    String keywords = form.group("keywords");
    return new EverydayCall(
        program,
        form.group("function"),
        (ListValue) ValueJson.read(form.group("arguments")),
        ValueJson.readObject(keywords == null ? "{}" : keywords),
        expected(form.group("result"), form.group("type"), form.group("message")),
        form.group("call"));
  }

  private static Expected expected(
      @Nullable String result, @Nullable String type, @Nullable String message) {
    if (type == null) {
      return new Expected.Returns(ValueJson.read(String.valueOf(result)));
    }
    return new Expected.Raises(type, message == null ? "" : message.replace("\\n", "\n"));
  }

  boolean raises() {
    return expected instanceof Expected.Raises;
  }

  Call toCall() {
    var named = new LinkedHashMap<String, @Nullable Object>();
    keywords.entries().forEach(entry -> named.put(entry.key().asString(), entry.value()));
    return Call.of(function, arguments.items().toArray()).withKeywordArguments(named);
  }

  /** What {@code plain_run.py} reads. */
  Map<String, Object> toDocument() {
    return Map.of("function", function, "arguments", arguments, "keywords", keywords);
  }

  /** Whether the function's definition follows the comments, perhaps behind decorators. */
  boolean standsAbove(List<String> linesBelow) {
    return linesBelow.stream()
        .filter(line -> !line.startsWith(MARK) && !line.startsWith("@"))
        .findFirst()
        .filter(line -> line.matches("(async )?def " + function + "\\(.*"))
        .isPresent();
  }

  @Override
  public String toString() {
    return program + ": " + text;
  }
}
