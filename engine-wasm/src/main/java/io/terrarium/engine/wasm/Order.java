package io.terrarium.engine.wasm;

import java.nio.ByteBuffer;

/**
 * What an instance is told to do when it begins; {@code instance.py} knows them by their letter.
 */
enum Order {
  /** Answer requests. */
  SERVE('s'),
  /** The same, after a call of our own that nobody hears of. */
  REHEARSE('r'),
  /** Try what must not be possible. */
  SELF_CHECK('c'),
  /** Put modules in and return, to become an image; they follow as marshal data. */
  EQUIP('e'),
  /** Take away what an image was made with, and return with the version of Python. */
  FINISH('f');

  private final char letter;

  Order(char letter) {
    this.letter = letter;
  }

  byte[] bytes() {
    return new byte[] {(byte) letter};
  }

  /** With what belongs to it. */
  byte[] with(byte[] more) {
    return ByteBuffer.allocate(1 + more.length).put((byte) letter).put(more).array();
  }
}
