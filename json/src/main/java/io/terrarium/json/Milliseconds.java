package io.terrarium.json;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import tools.jackson.core.JsonGenerator;

/** Times as the documents have them: milliseconds, with a fraction down to the microsecond. */
final class Milliseconds {
  private Milliseconds() {}

  static void write(String name, Duration duration, JsonGenerator json) {
    json.writeName(name);
    json.writeNumber(text(duration));
  }

  static String text(Duration duration) {
    BigDecimal exact =
        BigDecimal.valueOf(duration.getSeconds(), -3)
            .add(BigDecimal.valueOf(duration.getNano(), 6));
    BigDecimal rounded = exact.setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.toPlainString();
  }
}
