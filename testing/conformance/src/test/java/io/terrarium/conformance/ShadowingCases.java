package io.terrarium.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every way in which Python binds a name, for every name that a guard might be looked up by. Where
 * the name is an ordinary one, it is the program's own, and the guards work past it; where it is
 * one of Python's, it is refused.
 */
final class ShadowingCases {
  private static final List<String> NAMES =
      List.of(
          "getattr", "setattr", "delattr", "hasattr", "type", "eval", "vars", "dir", "format",
          "print", "open", "compile");
  private static final List<String> DUNDERS =
      List.of("__import__", "__build_class__", "__builtins__", "__name__", "__class__");

  private static final String HEAD =
      """
      from contextlib import nullcontext
      asked = []
      def spy(*given, **named):
          asked.append(given)
          return given
      class Kept:
          def __init__(self): self._x = 7
      class Box:
          def __init__(self, kept): self.kept = kept
      """;

  /** What the guards do, where the name is bound: statements, indented as the placeholder is. */
  private static final List<String> GUARDED =
      List.of(
          "import math",
          "class Inner:",
          "    def __init__(self): self._y = 1",
          "    def y(self): return self._y",
          "template = '{0._' + 'x}'",
          "return [spy.__class__.__name__, template.format(Kept()), Inner().y(), math.floor(2.5),"
              + " len(asked)]");

  /** The same as far as an expression can say it. */
  private static final String GUARDED_EXPRESSION =
      "[spy.__class__.__name__, ('{0._' + 'x}').format(Kept()), Kept()._x - 6, 2, len(asked)]";

  private static final String EXPECTED = "gives [\"function\", \"7\", 1, 2, 0]";

  private ShadowingCases() {}

  /** All of them. */
  static List<PolicyCase> all() {
    var cases = new ArrayList<PolicyCase>();
    forms()
        .forEach((form, text) -> {
          for (String name : NAMES) {
            cases.add(make(form, text, name, EXPECTED));
          }
          for (String name : DUNDERS) {
            cases.add(make(form, text, name, ""));
          }
        });
    return List.copyOf(cases);
  }

  private static PolicyCase make(String form, String text, String name, String expected) {
    int minor = form.contains("type_") ? 12 : 0;
    List<String> lines = lines(text, name);
    String end = expected.isEmpty() ? refusal(form, lines, name) : expected;
    String title = "deny_" + form + "_named_" + name.replaceAll("^__|__$", "");
    String full = name.startsWith("__") ? title + "_with_underscores" : title;
    return new PolicyCase("shadowing", full, minor, PolicyCaseEnd.parseAll(end), lines);
  }

  /** The first line that has the name is the one that binds it. */
  private static String refusal(String form, List<String> lines, String name) {
    int line = 1;
    while (!lines.get(line - 1).contains(name)) {
      line++;
    }
    String code = form.endsWith("_in_a_class") ? "definition-refused" : "name-refused";
    return "refused " + code + "@" + line;
  }

  private static List<String> lines(String text, String name) {
    var lines = new ArrayList<String>();
    for (String line : (HEAD + text).replace("NAME", name).split("\n", -1)) {
      String trimmed = line.strip();
      if (trimmed.equals("GUARDED")) {
        String indent = line.substring(0, line.indexOf("GUARDED"));
        GUARDED.forEach(each -> lines.add(indent + each));
      } else {
        lines.add(line.replace("EXPRESSION", GUARDED_EXPRESSION));
      }
    }
    return lines;
  }

  private static Map<String, String> forms() {
    var forms = new LinkedHashMap<String, String>();
    parameters(forms);
    statements(forms);
    patterns(forms);
    scopes(forms);
    typeParameters(forms);
    return forms;
  }

  private static void parameters(Map<String, String> forms) {
    forms.put("a_parameter", function("NAME", "spy"));
    forms.put("a_positional_parameter", function("NAME, /", "spy"));
    forms.put("a_keyword_parameter", function("*, NAME=spy", ""));
    forms.put("a_parameter_with_a_default", function("NAME=spy", ""));
    forms.put("a_parameter_for_the_rest", function("*NAME", "spy, spy"));
    forms.put("a_parameter_for_the_rest_of_the_keywords", function("**NAME", "a=spy"));
    forms.put("a_parameter_of_a_lambda", "def attack(): return (lambda NAME: EXPRESSION)(spy)\n");
    forms.put(
        "a_positional_parameter_of_a_lambda",
        "def attack(): return (lambda NAME, /: EXPRESSION)(spy)\n");
    forms.put(
        "a_keyword_parameter_of_a_lambda",
        "def attack(): return (lambda *, NAME=spy: EXPRESSION)()\n");
    forms.put(
        "a_parameter_of_a_lambda_for_the_rest",
        "def attack(): return (lambda *NAME: EXPRESSION)(spy)\n");
    forms.put(
        "a_parameter_of_a_lambda_for_the_rest_of_the_keywords",
        "def attack(): return (lambda **NAME: EXPRESSION)(a=spy)\n");
    forms.put(
        "a_parameter_of_a_method",
        """
        class Thing:
            def go(self, NAME):
                GUARDED
        def attack(): return Thing().go(spy)
        """);
  }

  private static String function(String parameters, String arguments) {
    return "def go(%s):\n    GUARDED\ndef attack(): return go(%s)\n"
        .formatted(parameters, arguments);
  }

  private static void statements(Map<String, String> forms) {
    forms.put("an_assignment", within("NAME = spy"));
    forms.put("an_assignment_with_an_annotation", within("NAME: object = spy"));
    forms.put("an_assignment_of_several", within("first, (NAME, last) = 1, (spy, 2)"));
    forms.put("an_assignment_of_the_rest", within("*NAME, last = spy, spy, 1"));
    forms.put("an_operation", within("NAME = []\n    NAME += [spy]"));
    forms.put("a_walrus", within("(NAME := spy)"));
    forms.put("a_deletion", within("NAME = spy\n    del NAME"));
    forms.put("a_loop", within("for NAME in [spy]: pass"));
    forms.put("a_with", within("with nullcontext(spy) as NAME: pass"));
    forms.put("an_import", within("import json as NAME"));
    forms.put("an_import_of_a_name", within("from math import floor as NAME"));
    forms.put("a_function", within("def NAME(*given): asked.append(given)"));
    forms.put("an_async_function", within("async def NAME(*given): asked.append(given)"));
    forms.put("a_class", within("class NAME: pass"));
    forms.put(
        "an_exception",
        """
        def attack():
            try:
                raise ValueError("x")
            except ValueError as NAME:
                GUARDED
        """);
    forms.put("a_comprehension", "def attack(): return [EXPRESSION for NAME in [spy]][0]\n");
    forms.put(
        "a_comprehension_of_a_dict", "def attack(): return {0: EXPRESSION for NAME in [spy]}[0]\n");
    forms.put("a_generator", "def attack(): return next(EXPRESSION for NAME in [spy])\n");
    forms.put(
        "an_inner_comprehension",
        "def attack(): return [EXPRESSION for NAME in [spy] for NAME in [NAME]][0]\n");
    forms.put("a_walrus_in_a_comprehension", within("[(NAME := each) for each in [spy]]"));
  }

  private static String within(String statements) {
    return "def attack():\n    " + statements + "\n    GUARDED\n";
  }

  private static void patterns(Map<String, String> forms) {
    forms.put("a_capture", matching("spy", "NAME"));
    forms.put("a_capture_with_a_pattern", matching("spy", "object() as NAME"));
    forms.put("a_capture_of_the_rest", matching("[spy, spy]", "[*NAME]"));
    forms.put("a_capture_of_an_item", matching("[spy]", "[NAME]"));
    forms.put("a_capture_of_a_value", matching("{'k': spy}", "{'k': NAME}"));
    forms.put("a_capture_of_the_rest_of_a_mapping", matching("{'k': spy}", "{**NAME}"));
    forms.put("a_capture_of_an_attribute", matching("Box(spy)", "Box(kept=NAME)"));
    forms.put("a_capture_of_alternatives", matching("spy", "(None as NAME) | NAME"));
  }

  private static String matching(String subject, String pattern) {
    return "def attack():\n    match %s:\n        case %s:\n            GUARDED\n"
        .formatted(subject, pattern);
  }

  private static void scopes(Map<String, String> forms) {
    forms.put("a_name_of_the_module", "NAME = spy\ndef attack():\n    GUARDED\n");
    forms.put("a_loop_of_the_module", "for NAME in [spy]: pass\ndef attack():\n    GUARDED\n");
    forms.put("a_global", within("global NAME\n    NAME = spy"));
    forms.put(
        "a_nonlocal",
        """
        def attack():
            NAME = 0
            def inner():
                nonlocal NAME
                NAME = spy
                GUARDED
            return inner()
        """);
    forms.put(
        "a_name_of_the_function_around",
        """
        def attack():
            NAME = spy
            def inner():
                NAME
                GUARDED
            return inner()
        """);
    forms.put("an_assignment_in_a_class", inClass("NAME = spy"));
    forms.put("a_function_in_a_class", inClass("def NAME(*given): asked.append(given)"));
    forms.put("an_import_in_a_class", inClass("import json as NAME"));
    forms.put("a_loop_in_a_class", inClass("for NAME in [spy]: pass"));
    forms.put("a_capture_in_a_class", inClass("match spy:\n        case NAME: pass"));
    forms.put("a_walrus_in_a_class", inClass("(NAME := spy)"));
  }

  private static String inClass(String statements) {
    return """
    class Names:
        %s
        def go(self):
            GUARDED
    def attack(): return Names().go()
    """
        .formatted(statements);
  }

  private static void typeParameters(Map<String, String> forms) {
    forms.put("a_type_parameter", "def attack[NAME]():\n    GUARDED\n");
    forms.put("a_type_parameter_for_the_rest", "def attack[*NAME]():\n    GUARDED\n");
    forms.put("a_type_parameter_for_parameters", "def attack[**NAME]():\n    GUARDED\n");
    forms.put(
        "a_type_parameter_of_a_method",
        """
        class Thing[NAME]:
            def go(self):
                GUARDED
        def attack(): return Thing().go()
        """);
    forms.put("a_type_alias", within("type NAME = int"));
    forms.put("a_type_parameter_of_an_alias", within("type Alias[NAME] = list[NAME]"));
  }
}
