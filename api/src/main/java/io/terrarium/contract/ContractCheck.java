package io.terrarium.contract;

import io.terrarium.Diagnostic;
import io.terrarium.FunctionSignature;
import io.terrarium.FunctionSignature.Parameter.Kind;
import io.terrarium.Source;
import io.terrarium.contract.Contract.Parameter;
import io.terrarium.spi.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What keeps a function from being called as a contract says: every call that the contract allows
 * has to find a place for each argument, and nothing else may be wanted.
 *
 * <p>The signatures are what a worker says of a stranger's source: they may be anything, and many.
 */
final class ContractCheck {
  /** Enough for whoever mends them, and a bound on what a hostile source makes of them. */
  private static final int MOST_PROBLEMS = 20;

  /** Among how many functions the one that was perhaps meant is looked for. */
  private static final int MOST_CANDIDATES = 1_000;

  private static final String MISSING_FUNCTION = "function-missing";
  private static final String MISSING = "parameter-missing";
  private static final String OTHER_NAME = "parameter-name";
  private static final String EXTRA = "parameter-extra";
  private static final String OTHER_KIND = "parameter-kind";
  private static final String NO_DEFAULT = "parameter-default";

  private final Contract contract;
  private final List<FunctionSignature> functions;
  private final SourceLines lines;
  private final List<Diagnostic> problems = new ArrayList<>();

  ContractCheck(Contract contract, List<FunctionSignature> functions, Source source) {
    this.contract = contract;
    this.functions = functions;
    this.lines = new SourceLines(source);
  }

  List<Diagnostic> diagnostics() {
    functions.stream()
        .filter(function -> function.name().equals(contract.function()))
        // Where a name is defined twice, the later definition is the one that is called.
        .reduce((_, later) -> later)
        .ifPresentOrElse(function -> new Of(function).check(), this::missingFunction);
    return List.copyOf(problems);
  }

  private void missingFunction() {
    List<FunctionSignature> candidates = functions.stream().limit(MOST_CANDIDATES).toList();
    List<String> names = candidates.stream().map(FunctionSignature::name).toList();
    Optional<FunctionSignature> nearest =
        Nearest.of(contract.function(), names)
            .flatMap(near -> candidates.stream().filter(it -> it.name().equals(near)).findFirst());
    String there =
        names.isEmpty()
            ? "there is no function at all"
            : "there is "
                + String.join(", ", names.stream().limit(5).map(SourceLines::shown).toList());
    var place =
        nearest.map(it -> lines.ofName(it.line(), it.name())).orElseGet(() -> lines.start());
    add(
        place,
        MISSING_FUNCTION,
        "the application calls %s(), and the source has no such function; %s"
            .formatted(contract.function(), there),
        nearest
            .map(it -> "rename '%s' to '%s'".formatted(it.name(), contract.function()))
            .orElse("define it with 'def %s' at the top level".formatted(contract)));
  }

  private void add(SourceLines.Place place, String code, String message, String hint) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(
          new Diagnostic(
              code,
              message,
              place.line(),
              place.column(),
              place.line(),
              place.endColumn(),
              place.text(),
              Optional.of(hint)));
    }
  }

  /** One function that has the name. */
  private final class Of {
    private final FunctionSignature function;
    private final List<FunctionSignature.Parameter> positions;
    private final boolean takesMore;
    private final boolean takesNames;

    /** The function's parameters that have found their counterpart. */
    private final Set<String> used = new HashSet<>();

    Of(FunctionSignature function) {
      this.function = function;
      this.positions = function.parameters().stream().filter(it -> isPosition(it.kind())).toList();
      this.takesMore = has(Kind.VAR_POSITIONAL);
      this.takesNames = has(Kind.VAR_KEYWORD);
    }

    void check() {
      int position = 0;
      for (Parameter wanted : contract.parameters()) {
        switch (wanted.kind()) {
          case POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD -> atPosition(wanted, position++);
          case KEYWORD_ONLY -> byName(wanted);
          case VAR_POSITIONAL -> {
            if (!takesMore) {
              missing(wanted, "*" + wanted.name());
            }
          }
          case VAR_KEYWORD -> {
            if (!takesNames) {
              missing(wanted, "**" + wanted.name());
            }
          }
        }
      }
      extras();
    }

    private void atPosition(Parameter wanted, int position) {
      if (position >= positions.size()) {
        behindTheLast(wanted);
        return;
      }
      FunctionSignature.Parameter there = positions.get(position);
      boolean sameName = there.name().equals(wanted.name());
      if (wanted.kind() == Kind.POSITIONAL_ONLY || sameName) {
        used.add(there.name());
        if (wanted.kind() != Kind.POSITIONAL_ONLY && there.kind() == Kind.POSITIONAL_ONLY) {
          onlyByPosition(wanted);
        }
        requireDefault(wanted, there);
      } else if (named(wanted.name()).isPresent()) {
        used.add(wanted.name());
        otherPlace(wanted, position);
      } else {
        used.add(there.name());
        otherName(wanted, there);
      }
    }

    /** There is no parameter of its own at that position. */
    private void behindTheLast(Parameter wanted) {
      Optional<FunctionSignature.Parameter> named = named(wanted.name());
      if (wanted.kind() == Kind.POSITIONAL_ONLY) {
        if (!takesMore) {
          missing(wanted, wanted.name());
        }
      } else if (named.isPresent()) {
        used.add(wanted.name());
        otherPlace(wanted, -1);
      } else if (!takesMore) {
        missing(wanted, wanted.name());
      } else if (!takesNames) {
        onlyByPosition(wanted);
      }
    }

    private void byName(Parameter wanted) {
      Optional<FunctionSignature.Parameter> named = named(wanted.name());
      if (named.isEmpty()) {
        if (!takesNames) {
          missing(wanted, wanted.name());
        }
        return;
      }
      if (!used.add(wanted.name())) {
        // What is passed by position has taken it already.
        missing(wanted, wanted.name());
        return;
      }
      if (named.get().kind() == Kind.POSITIONAL_ONLY) {
        onlyByPosition(wanted);
      }
      requireDefault(wanted, named.get());
    }

    private void extras() {
      for (FunctionSignature.Parameter parameter : function.parameters()) {
        boolean variadic =
            parameter.kind() == Kind.VAR_POSITIONAL || parameter.kind() == Kind.VAR_KEYWORD;
        if (!variadic && parameter.defaultText().isEmpty() && !used.contains(parameter.name())) {
          String name = SourceLines.shown(parameter.name());
          report(
              parameter.name(),
              EXTRA,
              "%s() wants an argument '%s', which the application does not pass"
                  .formatted(contract.function(), name),
              "leave it out, or give it a default: %s=None".formatted(name));
        }
      }
    }

    private void missing(Parameter wanted, String written) {
      report(
          contract.function(),
          MISSING,
          "%s() has no parameter for the argument '%s' that the application passes"
              .formatted(contract.function(), wanted.name()),
          "write it as 'def %s', with '%s'".formatted(contract, written));
    }

    private void otherName(Parameter wanted, FunctionSignature.Parameter there) {
      report(
          there.name(),
          OTHER_NAME,
          "the parameter '%s' is called '%s' where the application calls %s()"
              .formatted(SourceLines.shown(there.name()), wanted.name(), contract.function()),
          "rename it to '%s'".formatted(wanted.name()));
      requireDefault(wanted, there);
    }

    /** There is one of the name, and not where the application passes it. */
    private void otherPlace(Parameter wanted, int position) {
      boolean byNameOnly =
          named(wanted.name()).map(it -> it.kind() == Kind.KEYWORD_ONLY).orElse(false);
      report(
          wanted.name(),
          OTHER_KIND,
          byNameOnly
              ? "'%s' can be passed by name only, and the application passes it by position too"
                  .formatted(wanted.name())
              : "'%s' stands at another place than the application passes it at%s"
                  .formatted(wanted.name(), position < 0 ? "" : ", which is " + (position + 1)),
          "write it as 'def %s'".formatted(contract));
    }

    private void onlyByPosition(Parameter wanted) {
      report(
          wanted.name(),
          OTHER_KIND,
          "'%s' can be passed by position only, and the application passes it by name"
              .formatted(wanted.name()),
          "write it as 'def %s'".formatted(contract));
    }

    private void requireDefault(Parameter wanted, FunctionSignature.Parameter there) {
      if (wanted.optional() && there.defaultText().isEmpty()) {
        String name = SourceLines.shown(there.name());
        report(
            there.name(),
            NO_DEFAULT,
            "'%s' has no default, and the application may leave it out".formatted(name),
            "give it one: %s=None".formatted(name));
      }
    }

    private void report(String word, String code, String message, String hint) {
      add(lines.ofWord(function.line(), function.name(), word), code, message, hint);
    }

    private Optional<FunctionSignature.Parameter> named(String name) {
      return function.parameters().stream()
          .filter(it -> isPosition(it.kind()) || it.kind() == Kind.KEYWORD_ONLY)
          .filter(it -> it.name().equals(name))
          .findFirst();
    }

    private boolean has(Kind kind) {
      return function.parameters().stream().anyMatch(it -> it.kind() == kind);
    }

    private static boolean isPosition(Kind kind) {
      return kind == Kind.POSITIONAL_ONLY || kind == Kind.POSITIONAL_OR_KEYWORD;
    }
  }
}
