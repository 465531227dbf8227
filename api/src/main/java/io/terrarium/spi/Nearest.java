package io.terrarium.spi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that somebody may have meant. */
public final class Nearest {
  /** Nobody mistypes a longer one, and comparing takes the square of it. */
  private static final int LONGEST = 200;

  private Nearest() {}

  /** The most similar name, if one is similar enough: at most a third of it differs. */
  public static Optional<String> of(String name, Collection<String> names) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    return names.stream()
        .filter(other -> other.length() <= LONGEST)
        .filter(other -> distance(name, other) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(other -> distance(name, other)));
  }

  /** How many characters to add, drop, replace or swap with the next one. */
  private static int distance(String one, String other) {
    int[][] rows = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : least(rows, i, j, one, other);
      }
    }
    return rows[one.length()][other.length()];
  }

  private static int least(int[][] rows, int i, int j, String one, String other) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int least = rows[i - 1][j - 1] + (same ? 0 : 1);
    least = Math.min(least, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
  }
}
