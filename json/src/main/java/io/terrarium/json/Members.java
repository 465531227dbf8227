package io.terrarium.json;

import io.terrarium.value.DictValue;
import io.terrarium.value.FloatValue;
import io.terrarium.value.IntValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.NoneValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.TokenStreamLocation;

/**
 * The members of a tagged form while it is taken apart: each is asked for once, with the type that
 * it has to have, and none may be left.
 */
final class Members {
  private final String tag;
  private final Map<String, Value> left;
  private final TokenStreamLocation place;

  Members(String tag, Map<String, Value> members, TokenStreamLocation place) {
    this.tag = tag;
    this.left = new HashMap<>(members);
    this.place = place;
    left.remove(Tags.KEY);
  }

  Value value(String name) {
    return optional(name).orElseThrow(() -> problem("lacks \"" + name + "\""));
  }

  Optional<Value> optional(String name) {
    return Optional.ofNullable(left.remove(name));
  }

  String text(String name) {
    return text(name, value(name));
  }

  /** A text, or nothing where there is no such member or it is null. */
  Optional<String> optionalText(String name) {
    return optional(name)
        .filter(value -> !(value instanceof NoneValue))
        .map(value -> text(name, value));
  }

  IntValue integer(String name) {
    if (value(name) instanceof IntValue number) {
      return number;
    }
    throw problem("needs a whole number for \"" + name + "\"");
  }

  double floating(String name) {
    return switch (value(name)) {
      case FloatValue(double number) -> number;
      case IntValue number when number.fitsLong() -> number.asLong();
      default -> throw problem("needs a number for \"" + name + "\"");
    };
  }

  List<Value> list(String name) {
    return list(name, value(name));
  }

  DictValue dict(String name) {
    if (value(name) instanceof DictValue dict) {
      return dict;
    }
    throw problem("needs an object for \"" + name + "\"");
  }

  List<Value> list(String name, Value value) {
    if (value instanceof ListValue(List<Value> items)) {
      return items;
    }
    throw problem("needs a list for \"" + name + "\"");
  }

  /** Refuses members that nobody asked for: a name with a slip in it must not be passed over. */
  void end() {
    if (!left.isEmpty()) {
      throw problem("has no member \"" + left.keySet().iterator().next() + "\"");
    }
  }

  InvalidJsonException problem(String problem) {
    return Problems.at(place, "{\"$type\": \"" + tag + "\"} " + problem);
  }

  private String text(String name, Value value) {
    if (value instanceof StrValue(String text)) {
      return text;
    }
    throw problem("needs a string for \"" + name + "\"");
  }
}
