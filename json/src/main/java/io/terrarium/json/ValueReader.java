package io.terrarium.json;

import io.terrarium.value.BoolValue;
import io.terrarium.value.DictValue;
import io.terrarium.value.FloatValue;
import io.terrarium.value.IntValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.NoneValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Reads a value from where a parser stands. */
final class ValueReader {
  private final JsonParser parser;

  ValueReader(JsonParser parser) {
    this.parser = parser;
  }

  Value read() {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> NoneValue.INSTANCE;
      case VALUE_TRUE -> BoolValue.TRUE;
      case VALUE_FALSE -> BoolValue.FALSE;
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> floating();
      case VALUE_STRING -> string();
      case START_ARRAY -> list();
      case START_OBJECT -> object();
      case null, default -> throw here("a value has to stand here");
    };
  }

  private Value integer() {
    int length = parser.getStringLength();
    if (length < Long.toString(Long.MAX_VALUE).length()) {
      return IntValue.of(parser.getLongValue());
    }
    if (length > Numbers.MAX_DIGITS + 1) {
      throw here(
          "an int of more than "
              + Numbers.MAX_DIGITS
              + " digits is written {\"$type\": \"int\", \"hex\": \"…\"}");
    }
    return IntValue.of(parser.getBigIntegerValue());
  }

  private Value floating() {
    double number = parser.getDoubleValue();
    if (Double.isInfinite(number)) {
      throw here(
          "this is too large for a float; infinity is written"
              + " {\"$type\": \"float\", \"value\": \"inf\"}");
    }
    return new FloatValue(number);
  }

  private Value string() {
    TokenStreamLocation place = parser.currentTokenLocation();
    String text = parser.getString();
    try {
      return new StrValue(text);
    } catch (IllegalArgumentException e) {
      throw Problems.at(place, "this string has an " + e.getMessage());
    }
  }

  private Value list() {
    var items = new ArrayList<Value>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(read());
    }
    return new ListValue(items);
  }

  private Value object() {
    TokenStreamLocation place = parser.currentTokenLocation();
    var members = new LinkedHashMap<String, Value>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (members.containsKey(name)) {
        throw here("the key \"" + name + "\" stands twice in this object");
      }
      parser.nextToken();
      members.put(name, read());
    }
    return members.containsKey(Tags.KEY) ? TaggedForm.value(members, place) : dict(members);
  }

  private Value dict(Map<String, Value> members) {
    List<DictValue.Entry> entries = new ArrayList<>(members.size());
    members.forEach((name, value) -> entries.add(new DictValue.Entry(new StrValue(name), value)));
    return new DictValue(entries);
  }

  private InvalidJsonException here(String problem) {
    return Problems.at(parser.currentTokenLocation(), problem);
  }
}
