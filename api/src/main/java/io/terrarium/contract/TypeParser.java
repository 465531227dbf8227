package io.terrarium.contract;

import io.terrarium.contract.SignatureTokens.Kind;
import io.terrarium.contract.SignatureTokens.Token;
import io.terrarium.spi.Nearest;
import io.terrarium.value.PythonType;
import io.terrarium.value.PythonType.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a type.
 *
 * <pre>
 * type       = part { "|" part }
 * part       = name { "." name } [ "[" content "]" ]
 * content    = type { "," type } | type "," "..." | "(" ")" | text { "," text }
 * </pre>
 */
final class TypeParser {
  private static final int DEEPEST = 30;

  /** The types without parts, by all of their names. */
  private static final Map<String, Plain> PLAIN = plain();

  /** The types with parts; without brackets the parts are anything. */
  private static final List<String> COMPOUND =
      List.of("list", "set", "frozenset", "tuple", "dict", "Optional", "Union", "Literal");

  /** Older spellings, and the modules that people write before a name. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "List", "list",
          "Set", "set",
          "FrozenSet", "frozenset",
          "Tuple", "tuple",
          "Dict", "dict");

  private final SignatureTokens tokens;
  private int depth;

  TypeParser(SignatureTokens tokens) {
    this.tokens = tokens;
  }

  PythonType type() {
    if (++depth > DEEPEST) {
      throw tokens.problem(tokens.peek(), "types are nested " + DEEPEST + " deep at most");
    }
    var members = new ArrayList<PythonType>();
    do {
      add(part(), members);
    } while (tokens.skip("|"));
    depth--;
    return union(members);
  }

  private PythonType part() {
    Token first = tokens.next();
    if (first.kind() == Kind.TEXT) {
      throw tokens.problem(first, "a type stands without quotes here");
    }
    if (first.kind() != Kind.NAME) {
      throw tokens.problem(first, "a type is missing here");
    }
    var whole = new StringBuilder(first.text());
    Token last = first;
    while (tokens.skip(".")) {
      last = tokens.next();
      if (last.kind() != Kind.NAME) {
        throw tokens.problem(last, "a name has to come behind the dot");
      }
      whole.append('.').append(last.text());
    }
    var name = new Token(Kind.NAME, simple(whole.toString()), first.start(), last.end());
    Plain plain = PLAIN.get(name.text());
    if (plain == null) {
      return compound(name, whole.toString());
    }
    if (tokens.peek().is("[")) {
      throw tokens.problem(tokens.peek(), "'" + whole + "' has no parts");
    }
    return plain;
  }

  private PythonType compound(Token name, String written) {
    boolean bare = !tokens.peek().is("[");
    return switch (name.text()) {
      case "list" -> new PythonType.ListOf(bare ? Plain.ANY : only(name));
      case "set" -> new PythonType.SetOf(bare ? Plain.ANY : only(name), false);
      case "frozenset" -> new PythonType.SetOf(bare ? Plain.ANY : only(name), true);
      case "tuple" -> bare ? new PythonType.TupleOfMany(Plain.ANY) : tuple(name);
      case "dict" -> bare ? new PythonType.DictOf(Plain.ANY, Plain.ANY) : dict(name);
      case "Optional" -> optional(name);
      case "Union" -> union(flat(parts(name)));
      case "Literal" -> literal(name);
      default -> throw unknown(name, written);
    };
  }

  private PythonType only(Token name) {
    List<PythonType> parts = parts(name);
    if (parts.size() != 1) {
      throw tokens.problem(name, "'" + name.text() + "' has one part: " + name.text() + "[int]");
    }
    return parts.getFirst();
  }

  private PythonType dict(Token name) {
    List<PythonType> parts = parts(name);
    if (parts.size() != 2) {
      throw tokens.problem(name, "'dict' has two parts, key and value: dict[str, float]");
    }
    return new PythonType.DictOf(parts.getFirst(), parts.getLast());
  }

  private PythonType optional(Token name) {
    var members = new ArrayList<PythonType>();
    add(only(name), members);
    add(Plain.NONE, members);
    return union(members);
  }

  private PythonType tuple(Token name) {
    open(name);
    if (tokens.skip("(")) {
      tokens.require(")", "an empty tuple is tuple[()]");
      close();
      return new PythonType.TupleOf(List.of());
    }
    var items = new ArrayList<PythonType>();
    items.add(type());
    while (tokens.skip(",") && !tokens.peek().is("]")) {
      Token dots = tokens.peek();
      if (!tokens.skip("...")) {
        items.add(type());
      } else if (items.size() > 1) {
        throw tokens.problem(dots, "'...' stands behind one type: tuple[int, ...]");
      } else {
        close();
        return new PythonType.TupleOfMany(items.getFirst());
      }
    }
    close();
    return new PythonType.TupleOf(items);
  }

  private PythonType literal(Token name) {
    open(name);
    var texts = new ArrayList<String>();
    do {
      Token text = tokens.next();
      if (text.kind() != Kind.TEXT) {
        throw tokens.problem(text, "'Literal' is made of texts here: Literal['low', 'high']");
      }
      if (text.text().length() > 100) {
        throw tokens.problem(text, "a text in 'Literal' has 100 characters at most");
      }
      texts.add(text.text());
    } while (tokens.skip(",") && !tokens.peek().is("]"));
    close();
    return new PythonType.Literal(texts);
  }

  private List<PythonType> parts(Token name) {
    open(name);
    var parts = new ArrayList<PythonType>();
    do {
      parts.add(type());
    } while (tokens.skip(",") && !tokens.peek().is("]"));
    close();
    return parts;
  }

  private void open(Token name) {
    if (!tokens.skip("[")) {
      throw tokens.problem(
          name, "'" + name.text() + "' says in brackets of what: " + name.text() + "[…]");
    }
  }

  private void close() {
    tokens.require("]", "a comma or a closing bracket is missing here");
  }

  private static List<PythonType> flat(List<PythonType> types) {
    var members = new ArrayList<PythonType>();
    types.forEach(type -> add(type, members));
    return members;
  }

  private static void add(PythonType type, List<PythonType> members) {
    List<PythonType> more =
        type instanceof PythonType.Union(List<PythonType> inner) ? inner : List.of(type);
    more.stream().filter(member -> !members.contains(member)).forEach(members::add);
  }

  private static PythonType union(List<PythonType> members) {
    return members.size() == 1
        ? members.getFirst()
        : members.contains(Plain.ANY) ? Plain.ANY : new PythonType.Union(members);
  }

  /** The name without the module in which Python has it, and as it is spelt today. */
  private static String simple(String written) {
    String name = written.startsWith("typing.") ? written.substring("typing.".length()) : written;
    return OTHER_NAMES.getOrDefault(name, name);
  }

  private InvalidContractException unknown(Token name, String written) {
    List<String> known = Stream.concat(PLAIN.keySet().stream(), COMPOUND.stream()).toList();
    String meant =
        Nearest.of(written, known)
            .map(near -> "; did you mean '" + near + "'?")
            .orElse("; there is " + String.join(", ", simpleNames(known)));
    return tokens.problem(name, "there is no type '" + written + "' here" + meant);
  }

  private static List<String> simpleNames(List<String> known) {
    return known.stream().filter(name -> !name.contains(".")).toList();
  }

  private static Map<String, Plain> plain() {
    var names = new LinkedHashMap<String, Plain>();
    for (Plain type : Plain.values()) {
      names.put(type.toString(), type);
    }
    names.put("object", Plain.ANY);
    for (Plain type : List.of(Plain.DATE, Plain.TIME, Plain.DATETIME, Plain.TIMEDELTA)) {
      names.put("datetime." + type, type);
    }
    names.put("decimal.Decimal", Plain.DECIMAL);
    names.put("fractions.Fraction", Plain.FRACTION);
    names.put("uuid.UUID", Plain.UUID);
    return names;
  }
}
