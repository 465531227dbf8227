package io.terrarium.value;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The short text of a value, like Python's {@code repr}. Nothing behind the bound is looked at, so
 * that a hostile value costs no more than a harmless one.
 */
final class Repr {
  /** The longest text, in characters. */
  static final int MAX_LENGTH = 200;

  private static final int MAX_KEY_LENGTH = 40;
  private static final int MAX_BITS = 512;

  private final StringBuilder text = new StringBuilder();
  private final int limit;

  private Repr(int limit) {
    this.limit = limit;
  }

  static String of(Value value) {
    return of(value, MAX_LENGTH);
  }

  /** Shorter still, for a path. */
  static String ofKey(Value key) {
    return of(key, MAX_KEY_LENGTH);
  }

  /** A name from a program, cut to a length that a message can bear. */
  static String cut(String name) {
    return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH - 1) + "…";
  }

  private static String of(Value value, int limit) {
    var repr = new Repr(limit);
    repr.append(value);
    return repr.text.length() <= limit ? repr.text.toString() : repr.shortened();
  }

  private String shortened() {
    boolean splitsPair = Character.isHighSurrogate(text.charAt(limit - 2));
    return text.substring(0, splitsPair ? limit - 2 : limit - 1) + "…";
  }

  private boolean full() {
    return text.length() > limit;
  }

  private void append(Value value) {
    if (full()) {
      return;
    }
    switch (value) {
      case NoneValue _ -> text.append("None");
      case BoolValue(boolean truth) -> text.append(truth ? "True" : "False");
      case IntValue number -> appendInt(number.value());
      case FloatValue(double number) -> appendFloat(number);
      case ComplexValue complex -> appendComplex(complex);
      case StrValue(String string) -> appendQuoted(string);
      case BytesValue bytes -> appendBytes(bytes);
      case ByteArrayValue(BytesValue bytes) -> appendCall("bytearray", bytes);
      case ListValue(List<Value> items) -> appendItems("[", items, "]");
      case TupleValue(List<Value> items) -> appendItems("(", items, items.size() == 1 ? ",)" : ")");
      case DictValue dict -> appendDict(dict);
      case SetValue set -> appendSet(set);
      case DateValue _, TimeValue _, DateTimeValue _, TimeDeltaValue _ -> appendTemporal(value);
      case DecimalValue(String decimal) ->
          text.append("Decimal('").append(cut(decimal)).append("')");
      case FractionValue(BigInteger numerator, BigInteger denominator) ->
          appendCall("Fraction", IntValue.of(numerator), IntValue.of(denominator));
      case UuidValue(var uuid) -> text.append("UUID('").append(uuid).append("')");
      case EnumValue member -> appendEnum(member);
      case DataclassValue(String type, List<Field> fields) -> appendFields(type, fields);
      case NamedTupleValue(String type, List<Field> fields) -> appendFields(type, fields);
      case SubclassValue(String type, Value base) -> appendCall(type, base);
      case ArrayValue array -> appendArray(array);
      case SeriesValue(_, _, Value values) -> appendCall("Series", values);
      case DataFrameValue(List<DataFrameValue.Column> columns, _) ->
          appendCall("DataFrame", new DictValue(Collected.columns(columns)));
    }
  }

  private void appendArray(ArrayValue array) {
    text.append("array(");
    if (array.shape().isEmpty()) {
      append(array.shown(1).getFirst());
    } else {
      appendItems("[", array.shown(limit), "]");
    }
    text.append(", dtype=").append(array.elementType().numpyName()).append(')');
  }

  private void appendInt(BigInteger number) {
    if (number.bitLength() <= MAX_BITS) {
      text.append(number);
    } else {
      text.append("<int of ").append(number.bitLength()).append(" bits>");
    }
  }

  private void appendFloat(double number) {
    if (Double.isNaN(number)) {
      text.append("nan");
    } else if (Double.isInfinite(number)) {
      text.append(number > 0 ? "inf" : "-inf");
    } else {
      text.append(number);
    }
  }

  private void appendComplex(ComplexValue complex) {
    text.append("complex(");
    appendFloat(complex.real());
    text.append(", ");
    appendFloat(complex.imaginary());
    text.append(')');
  }

  private void appendQuoted(String string) {
    char quote = string.indexOf('\'') >= 0 && string.indexOf('"') < 0 ? '"' : '\'';
    text.append(quote);
    for (int i = 0; i < string.length() && !full(); i++) {
      appendCharacter(string.charAt(i), quote);
    }
    text.append(quote);
  }

  private void appendCharacter(char c, char quote) {
    switch (c) {
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '\\' -> text.append("\\\\");
      default -> {
        if (c == quote) {
          text.append('\\').append(c);
        } else if (isHarmless(c)) {
          text.append(c);
        } else {
          text.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
      }
    }
  }

  /** Not a control character, nor one that would turn the text of a log line around. */
  private static boolean isHarmless(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private void appendBytes(BytesValue bytes) {
    text.append("b'");
    var buffer = bytes.buffer();
    while (buffer.hasRemaining() && !full()) {
      byte b = buffer.get();
      if (b >= ' ' && b < 0x7f && b != '\'' && b != '\\') {
        text.append((char) b);
      } else {
        text.append("\\x").append(HexFormat.of().toHexDigits(b));
      }
    }
    text.append('\'');
  }

  private void appendItems(String open, List<Value> items, String close) {
    text.append(open);
    String separator = "";
    for (Value item : items) {
      if (full()) {
        return;
      }
      text.append(separator);
      append(item);
      separator = ", ";
    }
    text.append(close);
  }

  private void appendDict(DictValue dict) {
    text.append('{');
    String separator = "";
    for (DictValue.Entry entry : dict.entries()) {
      if (full()) {
        return;
      }
      text.append(separator);
      append(entry.key());
      text.append(": ");
      append(entry.value());
      separator = ", ";
    }
    text.append('}');
  }

  private void appendSet(SetValue set) {
    if (set.items().isEmpty()) {
      text.append(set.typeName()).append("()");
    } else if (set.frozen()) {
      appendItems("frozenset({", set.items(), "})");
    } else {
      appendItems("{", set.items(), "}");
    }
  }

  private void appendTemporal(Value value) {
    text.append(value.typeName()).append('(');
    switch (value) {
      case DateValue(var date) -> text.append(date);
      case TimeValue(var time, int fold, var zone) -> appendZoned(time, fold, zone);
      case DateTimeValue(var dateTime, int fold, var zone) -> appendZoned(dateTime, fold, zone);
      case TimeDeltaValue(long days, int seconds, int microseconds) ->
          text.append("days=")
              .append(days)
              .append(", seconds=")
              .append(seconds)
              .append(", microseconds=")
              .append(microseconds);
      default -> throw new AssertionError(value.typeName());
    }
    text.append(')');
  }

  private void appendZoned(Object time, int fold, @Nullable TimeZoneValue zone) {
    text.append(time);
    if (fold != 0) {
      text.append(", fold=").append(fold);
    }
    switch (zone) {
      case null -> {}
      case TimeZoneValue.Region(String key, _) -> text.append(", ").append(cut(key));
      case TimeZoneValue.Offset(long microseconds, _) ->
          text.append(", UTC")
              .append(microseconds < 0 ? '-' : '+')
              .append(Duration.ofNanos(Math.abs(microseconds) * 1000));
    }
  }

  private void appendEnum(EnumValue member) {
    text.append('<').append(cut(member.type()));
    if (member.name() != null) {
      text.append('.').append(cut(member.name()));
    }
    text.append(": ");
    append(member.value());
    text.append('>');
  }

  private void appendFields(String type, List<Field> fields) {
    text.append(cut(type)).append('(');
    String separator = "";
    for (Field field : fields) {
      if (full()) {
        return;
      }
      text.append(separator).append(cut(field.name())).append('=');
      append(field.value());
      separator = ", ";
    }
    text.append(')');
  }

  private void appendCall(String name, Value... arguments) {
    appendItems(cut(name) + "(", List.of(arguments), ")");
  }
}
