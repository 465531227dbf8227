package io.terrarium.contract;

import io.terrarium.FunctionSignature.Parameter.Kind;
import io.terrarium.contract.Contract.Parameter;
import io.terrarium.contract.SignatureTokens.Token;
import io.terrarium.value.PythonType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a signature: a small part of Python's grammar, of bounded length and depth, from somebody
 * who may make mistakes but means no harm. It is never shown a user's source.
 *
 * <pre>
 * signature  = name "(" [ parameter { "," parameter } [ "," ] ] ")" [ "-&gt;" type ]
 * parameter  = "/" | "*" | [ "*" | "**" ] name [ ":" type ] [ "=" default ]
 * default    = "..." | word | number | text
 * </pre>
 *
 * {@link TypeParser} has the rest.
 */
final class SignatureParser {
  private final SignatureTokens tokens;
  private final TypeParser types;
  private final List<Parameter> parameters = new ArrayList<>();

  /** What kind an ordinary name is here. */
  private Kind kind = Kind.POSITIONAL_OR_KEYWORD;

  /** A bare star, behind which a name has to come. */
  private @Nullable Token bareStar;

  private boolean slashSeen;

  SignatureParser(String text) {
    this.tokens = new SignatureTokens(text);
    this.types = new TypeParser(tokens);
  }

  Contract contract() {
    Token function = tokens.next();
    if (function.is("def") || function.is("async")) {
      throw tokens.problem(function, "leave '" + function.text() + "' out: the name comes first");
    }
    requireName(function, "a function");
    tokens.require("(", "the parameters stand in parentheses behind the name");
    while (!tokens.peek().is(")")) {
      parameter();
      if (!tokens.skip(",")) {
        break;
      }
    }
    tokens.require(")", "a comma or a closing parenthesis is missing here");
    if (bareStar != null) {
      throw tokens.problem(bareStar, "a name has to come behind a bare '*'");
    }
    PythonType result = tokens.skip("->") ? types.type() : null;
    Token rest = tokens.next();
    if (!rest.isEnd()) {
      throw tokens.problem(
          rest,
          result == null
              ? "only '-> type' may stand behind the parameters"
              : "nothing may stand behind the type of the result");
    }
    return new Contract(function.text(), parameters, result);
  }

  private void parameter() {
    Token first = tokens.peek();
    if (tokens.skip("/")) {
      slash(first);
    } else if (tokens.skip("**")) {
      add(tokens.next(), Kind.VAR_KEYWORD);
    } else if (tokens.skip("*")) {
      star(first);
    } else {
      add(tokens.next(), kind);
    }
  }

  /** All names before it are passed by position alone. */
  private void slash(Token slash) {
    if (slashSeen || parameters.isEmpty() || kind != Kind.POSITIONAL_OR_KEYWORD) {
      throw tokens.problem(
          slash, "'/' stands once, behind the parameters that are passed by position alone");
    }
    slashSeen = true;
    parameters.replaceAll(Parameter::byPosition);
  }

  /** A bare one, or the name of any number of arguments; names behind it are passed by name. */
  private void star(Token star) {
    if (kind == Kind.KEYWORD_ONLY) {
      throw tokens.problem(star, "'*' stands once");
    }
    kind = Kind.KEYWORD_ONLY;
    if (tokens.peek().is(",") || tokens.peek().is(")")) {
      bareStar = star;
    } else {
      add(tokens.next(), Kind.VAR_POSITIONAL);
    }
  }

  private void add(Token name, Kind kindOfIt) {
    requireName(name, "a parameter");
    PythonType type = tokens.skip(":") ? types.type() : PythonType.Plain.ANY;
    Token equals = tokens.peek();
    boolean optional = tokens.skip("=");
    if (optional) {
      defaultValue();
    }
    boolean variadic = kindOfIt == Kind.VAR_POSITIONAL || kindOfIt == Kind.VAR_KEYWORD;
    if (optional && variadic) {
      throw tokens.problem(equals, "what takes any number of arguments has no default");
    }
    var parameter = new Parameter(name.text(), kindOfIt, optional, type);
    Optional<String> problem = ParameterOrder.problem(parameters, parameter);
    if (problem.isPresent()) {
      throw tokens.problem(name, problem.get());
    }
    parameters.add(parameter);
    bareStar = kindOfIt == Kind.KEYWORD_ONLY ? null : bareStar;
  }

  /** That there is one is all that counts: the application may leave the argument out. */
  private void defaultValue() {
    boolean negative = tokens.skip("-");
    Token value = tokens.next();
    boolean simple =
        switch (value.kind()) {
          case NUMBER -> true;
          case TEXT -> !negative;
          case NAME -> !negative && List.of("None", "True", "False").contains(value.text());
          case SIGN -> !negative && value.is("...");
          case END -> false;
        };
    if (!simple) {
      throw tokens.problem(
          value, "a default only says that the argument may be left out: write = ...");
    }
  }

  private void requireName(Token token, String what) {
    if (token.kind() != SignatureTokens.Kind.NAME) {
      throw tokens.problem(token, "the name of " + what + " is missing here");
    }
    try {
      Names.required(token.text(), what);
    } catch (IllegalArgumentException e) {
      throw tokens.problem(token, String.valueOf(e.getMessage()));
    }
  }
}
