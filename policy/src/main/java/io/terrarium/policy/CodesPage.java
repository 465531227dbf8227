package io.terrarium.policy;

import io.terrarium.policy.PolicyTables.Code;

/** The page that lists the codes of all diagnostics, {@code docs/codes.md}. */
final class CodesPage {
  private static final String HEAD =
      """
      # The codes of diagnostics

      Every problem that Terrarium finds in a source has one of these codes, on the command line, in the
      [documents](documents.md) and in Java's `Diagnostic`. They are stable: a code keeps its meaning. A
      refusal by the policy at run time is an exception of Python's, and has no code.

      This page is made from the table that the worker itself uses: CONTRIBUTING.md says how.

      | code | what and why | what to write instead |
      | --- | --- | --- |
      """;

  private CodesPage() {}

  static String of(PolicyTables tables) {
    var page = new StringBuilder(HEAD);
    for (Code code : tables.codes()) {
      page.append(
          "| `%s` | %s | %s |\n"
              .formatted(code.code(), cell(code.meaning()), cell(code.instead())));
    }
    return page.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
