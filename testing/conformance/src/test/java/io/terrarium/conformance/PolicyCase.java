package io.terrarium.conformance;

import io.terrarium.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A case of the corpus of the language policy: an attack that has to be stopped ({@code deny_…}),
 * or the harmless thing beside one, which has to work ({@code allow_…}).
 *
 * <p>The files in {@code src/test/resources/policy}, one for each class of attacks, hold many. A
 * line says what a case is called and what has to become of it under {@code restricted}; its source
 * is the lines below, the first of which is its line 1:
 *
 * <pre>
 * #! deny_a_name: refused code@2, code@3        rejected, with these diagnostics among others
 * #! deny_a_name: raises TypeError: some words  the function attack raises this; * is any exception
 * #! deny_a_name: gives [1, "two"]              attack returns this: the attack came to nothing
 * #! deny_a_name: refused code@2 or raises *    one of several
 * #! deny_a_name[3.12]: …                       needs the grammar of 3.12, a syntax error before
 * </pre>
 *
 * <p>In a source, <code>{SECRET_FILE}</code> is the path of a file with a secret, and <code>{LOOT}
 * </code> is what an attack does once it has the module {@code os} in a variable of that name.
 *
 * @param group the file that it is from
 * @param minor the first minor version of Python 3 that has its grammar
 */
record PolicyCase(
    String group, String name, int minor, List<PolicyCaseEnd> ends, List<String> lines) {
  private static final Path FOLDER = Path.of("src", "test", "resources", "policy");
  private static final String MARK = "#! ";
  private static final Pattern HEADER =
      Pattern.compile("#! ((?:deny|allow)_\\w+)(?:\\[3\\.(\\d+)])?: (.+)");
  private static final String READ = "os.fdopen(os.open('{SECRET_FILE}', 0)).read()";

  /** Takes all that can be taken, one after the other, and says what came of each. */
  private static final String LOOT =
      """

      def take_loot(os):
          def write():
              handle = os.open("{SECRET_FILE}.written", os.O_CREAT | os.O_WRONLY)
              return os.write(handle, b"written")
          def start():
              return os.popen("tee {SECRET_FILE}.started < {SECRET_FILE}").read()
          found = []
          for attempt in (lambda: %s, write, start):
              try:
                  found.append(attempt())
              except BaseException as e:
                  found.append(repr(e))
          return str(found)
      """
          .formatted(READ);

  /** The cases of all files. */
  static List<PolicyCase> all() throws IOException {
    var cases = new ArrayList<PolicyCase>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".py")).sorted().toList()) {
        String group = file.getFileName().toString().replaceFirst("\\.py$", "");
        cases.addAll(parse(group, Files.readString(file)));
      }
    }
    return List.copyOf(cases);
  }

  private static List<PolicyCase> parse(String group, String text) {
    // Not lines(), which would take a form feed or a carriage return for an end of a line.
    List<String> lines = List.of(text.split("\n", -1));
    var cases = new ArrayList<PolicyCase>();
    for (int index = 0; index < lines.size(); index++) {
      if (lines.get(index).startsWith(MARK)) {
        int end = index + 1;
        while (end < lines.size() && !lines.get(end).startsWith(MARK)) {
          end++;
        }
        cases.add(parse(group, lines.get(index), lines.subList(index + 1, end)));
      }
    }
    return cases;
  }

  private static PolicyCase parse(String group, String header, List<String> lines) {
    Matcher parts = HEADER.matcher(header);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no header of a case in " + group + ": " + header);
    }
    int minor = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
    List<PolicyCaseEnd> ends = PolicyCaseEnd.parseAll(parts.group(3));
    return new PolicyCase(group, parts.group(1), minor, ends, List.copyOf(lines));
  }

  boolean isDeny() {
    return name.startsWith("deny_");
  }

  /** Whether somebody who is not stopped comes away with something. */
  boolean takesLoot() {
    return lines.stream().anyMatch(line -> line.contains("{LOOT}"));
  }

  /** The source for a policy that stops the attack on its way. */
  Source source(Path secretFile) {
    return source(String.join("\n", lines).replace("{LOOT}", READ), secretFile);
  }

  /** The source for a policy that does not: it goes on to take what it can. */
  Source sourceThatGoesOn(Path secretFile) {
    String text = String.join("\n", lines).replace("{LOOT}", "take_loot(os)");
    return source(takesLoot() ? text + LOOT : text, secretFile);
  }

  private static Source source(String text, Path secretFile) {
    return Source.of(text.replace("{SECRET_FILE}", secretFile.toString()));
  }

  @Override
  public String toString() {
    return group + " " + name;
  }
}
