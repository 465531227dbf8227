package io.terrarium.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tagged forms: tuples that begin with Ellipsis and one of these names. */
enum Tag {
  BYTEARRAY(1),
  DATE(3),
  TIME(6),
  DATETIME(9),
  TIMEDELTA(3),
  DECIMAL(1),
  FRACTION(2),
  UUID(1),
  ENUM(3),
  DATACLASS(2),
  NAMEDTUPLE(2),
  SUBCLASS(2),
  DICT(1),
  SET(1),
  FROZENSET(1),
  ARRAY(3),
  SERIES(3),
  DATAFRAME(2);

  private static final Map<String, Tag> BY_NAME = byName();

  private final String text = name().toLowerCase(Locale.ROOT);
  private final int fields;

  Tag(int fields) {
    this.fields = fields;
  }

  /** The name on the wire. */
  String text() {
    return text;
  }

  /** How many items follow the name. */
  int fields() {
    return fields;
  }

  static @Nullable Tag named(String text) {
    return BY_NAME.get(text);
  }

  private static Map<String, Tag> byName() {
    var tags = new HashMap<String, Tag>();
    for (Tag tag : values()) {
      tags.put(tag.text, tag);
    }
    return Map.copyOf(tags);
  }
}
