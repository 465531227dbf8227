package io.terrarium.engine.wasm;

/** A loop over instructions as interpreters have it, with all that a part of a method may hold. */
public final class SmallMachine {
  private SmallMachine() {}

  /** Runs what the code says on a few registers; its locals keep one type each. */
  public static double run(byte[] code, int first, long second, double third) {
    int place = 0;
    int steps = 0;
    int count = first;
    int other = 0;
    long total = second;
    double real = third;
    float small = 0.5f;
    while (steps < 2000) {
      steps++;
      switch (code[place++ % code.length] & 15) {
        case 0 -> count += 7;
        case 1 -> {
          total = total * 31 + count;
          other = (int) (total >>> 7);
        }
        case 2 -> {
          for (other = 0; other < (count & 15); other++) {
            total ^= (long) other << (count & 31);
            if ((total & 1023) == 5) {
              break;
            }
          }
        }
        case 3 -> {
          if (count < other) {
            real += count;
            place += 2;
          } else {
            real -= total & 255;
          }
        }
        case 4 -> {
          if (total % 97 == 3) {
            return real + count;
          }
          count ^= other;
        }
        case 5 -> small = small * 1.5f + count % 3;
        case 6 -> {
          real = real / 2 + small;
          small = small > 1000 ? 0.25f : small;
        }
        case 7 -> place = Math.abs(count % code.length);
        case 8 -> {
          if (count == 12_345) {
            throw new IllegalStateException("a count of " + count);
          }
          count--;
        }
        case 9 -> {
          while (count > 1000) {
            count /= 3;
            total--;
          }
        }
        case 10 -> {
          if (steps > 1500) {
            return total + small;
          }
          other += place;
        }
        case 11 -> total += Double.doubleToLongBits(real) & 4095;
        default -> {
          count += code[((place + other) & 0x7fffffff) % code.length];
          other = -other;
        }
      }
    }
    return real + total + count + other + small;
  }
}
