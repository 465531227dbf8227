package io.terrarium.wire;

/** The type bytes of Python's marshal format, version 2, as far as they are used. */
final class Marshal {
  static final byte NONE = 'N';
  static final byte TRUE = 'T';
  static final byte FALSE = 'F';
  static final byte INT = 'i';
  static final byte LONG = 'l';
  static final byte FLOAT = 'g';
  static final byte COMPLEX = 'y';
  static final byte BYTES = 's';
  static final byte STR = 'u';
  static final byte TUPLE = '(';
  static final byte LIST = '[';
  static final byte SET = '<';
  static final byte FROZENSET = '>';
  static final byte DICT = '{';
  static final byte DICT_END = '0';
  static final byte ELLIPSIS = '.';

  /** A digit of a {@link #LONG} has so many bits. */
  static final int DIGIT_BITS = 15;

  static final int DIGIT_MASK = 0x7fff;

  private Marshal() {}
}
