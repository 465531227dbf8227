package io.terrarium.json;

import io.terrarium.Outcome;
import io.terrarium.value.BoolValue;
import io.terrarium.value.DictValue;
import io.terrarium.value.FloatValue;
import io.terrarium.value.IntValue;
import io.terrarium.value.ListValue;
import io.terrarium.value.NoneValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.util.List;
import java.util.Optional;

/** What plain JSON can say without a tag: for readers that know no tags. */
public final class PlainJson {
  private PlainJson() {}

  /**
   * The outcome for a reader that knows no tags: a result that would need one is {@link
   * Outcome.Unrepresentable}.
   */
  public static Outcome strictly(Outcome outcome) {
    if (!(outcome instanceof Outcome.Returned(Value value, var report))) {
      return outcome;
    }
    return beyond(value)
        .map(found -> found.under("result"))
        .<Outcome>map(found ->
            new Outcome.Unrepresentable(
                found.value().typeName(),
                found.path(),
                found.path() + ": plain JSON cannot say this " + found.value().typeName() + ".",
                report))
        .orElse(outcome);
  }

  /** A value that needs a tag, and where it is within another one. */
  private record Found(Value value, String path) {
    private Found under(String step) {
      return new Found(value, step + path);
    }
  }

  /** The first value within that needs a tag. */
  private static Optional<Found> beyond(Value value) {
    return switch (value) {
      case NoneValue _, BoolValue _, StrValue _ -> Optional.empty();
      case IntValue number when number.fitsLong() || Numbers.isPlain(number.asBigInteger()) ->
          Optional.empty();
      case FloatValue(double number) when Double.isFinite(number) -> Optional.empty();
      case ListValue(List<Value> items) -> beyond(items);
      case DictValue dict -> beyond(dict);
      default -> Optional.of(new Found(value, ""));
    };
  }

  private static Optional<Found> beyond(List<Value> items) {
    for (int i = 0; i < items.size(); i++) {
      Optional<Found> found = beyond(items.get(i));
      if (found.isPresent()) {
        return Optional.of(found.get().under("[" + i + "]"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Found> beyond(DictValue dict) {
    for (DictValue.Entry entry : dict.entries()) {
      if (!(entry.key() instanceof StrValue(String key)) || key.equals(Tags.KEY)) {
        return Optional.of(new Found(dict, ""));
      }
      Optional<Found> found = beyond(entry.value());
      if (found.isPresent()) {
        return Optional.of(found.get().under("[" + entry.key() + "]"));
      }
    }
    return Optional.empty();
  }
}
