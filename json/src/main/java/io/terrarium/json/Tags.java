package io.terrarium.json;

/** The words of the tagged forms that writer and reader share. */
final class Tags {
  /** The name that marks an object as a tagged form. */
  static final String KEY = "$type";

  static final String INT = "int";
  static final String FLOAT = "float";
  static final String NAN = "nan";
  static final String INFINITY = "inf";
  static final String MINUS_INFINITY = "-inf";

  private Tags() {}
}
