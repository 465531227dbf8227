package io.terrarium.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What has to become of a {@link PolicyCase} under {@code restricted}. */
sealed interface PolicyCaseEnd {
  Pattern CHOICE = Pattern.compile(" or (?=refused |raises |gives )");

  /** Rejected before anything runs, with these diagnostics among others. */
  record Refused(List<Place> places) implements PolicyCaseEnd {
    @Override
    public String toString() {
      return "refused " + places;
    }
  }

  /** A diagnostic: its code and its line. */
  record Place(String code, int line) {
    private static final Pattern PATTERN = Pattern.compile("([a-z-]+)@(\\d+)");

    static Place parse(String text) {
      Matcher parts = PATTERN.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("no code and line: " + text);
      }
      return new Place(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    @Override
    public String toString() {
      return code + "@" + line;
    }
  }

  /**
   * An exception comes out.
   *
   * @param type its type, or {@code *} for any
   * @param words part of its message
   */
  record Raises(String type, String words) implements PolicyCaseEnd {}

  /** A value comes out, and it is this one. */
  record Gives(String json) implements PolicyCaseEnd {}

  /** The ends that a case may have. */
  static List<PolicyCaseEnd> parseAll(String text) {
    var ends = new ArrayList<PolicyCaseEnd>();
    for (String each : CHOICE.split(text, -1)) {
      ends.add(parse(each));
    }
    return List.copyOf(ends);
  }

  private static PolicyCaseEnd parse(String text) {
    String[] parts = text.split(" ", 2);
    return switch (parts[0]) {
      case "refused" ->
          new Refused(List.of(parts[1].split(", ", -1)).stream().map(Place::parse).toList());
      case "raises" -> {
        String[] words = parts[1].split(": ", 2);
        yield new Raises(words[0], words.length > 1 ? words[1] : "");
      }
      case "gives" -> new Gives(parts[1]);
      default -> throw new IllegalArgumentException("no end of a case: " + text);
    };
  }
}
