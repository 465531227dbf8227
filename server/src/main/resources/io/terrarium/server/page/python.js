/** Values as Python writes them: read from literals, such as defaults, and written for people and snippets. */

import { NumberText } from "./json.js";

/** A value in the tagged form that stands for what JSON cannot say. */
export function tagged(type, fields) {
  return new Map([["$type", type], ...Object.entries(fields)]);
}

/** The tag of a value, or null. */
export function tagOf(value) {
  const type = value instanceof Map ? value.get("$type") : undefined;
  return typeof type === "string" ? type : null;
}

// ---- Literals -------------------------------------------------------------------------------------

class NoLiteral extends Error {}

const SPACE = /[ \t\n\r]*/y;
const WORD = /(?:None|True|False)(?![A-Za-z0-9_])/y;
const NUMBER = /[-+]?(?:[0-9][0-9_]*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![A-Za-z0-9_.])/y;
const STRING = /(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/y;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g;
const ESCAPES = { "\\": "\\", "'": "'", '"': '"', n: "\n", t: "\t", r: "\r", 0: "\0" };
const DEEPEST = 100;

/** What a Python literal says, or undefined where the text is none: a name, a call, anything else. */
export function literal(text) {
  let index = 0;

  function take(pattern) {
    pattern.lastIndex = index;
    const found = pattern.exec(text);
    if (found === null) {
      return null;
    }
    index = pattern.lastIndex;
    return found[0];
  }

  function next() {
    take(SPACE);
    return text[index];
  }

  function items(close, item) {
    const found = [];
    let trailing = false;
    while (next() !== close) {
      if (found.length > 0 && !trailing) {
        throw new NoLiteral();
      }
      found.push(item());
      trailing = next() === ",";
      if (trailing) {
        index += 1;
      }
    }
    index += 1;
    return [found, trailing];
  }

  function parenthesised(depth) {
    const [found, trailing] = items(")", () => value(depth));
    return found.length === 1 && !trailing ? found[0] : tagged("tuple", { items: found });
  }

  function braced(depth) {
    let pairs = 0;
    const [found] = items("}", () => {
      const key = value(depth);
      if (next() !== ":") {
        return key;
      }
      index += 1;
      pairs += 1;
      return [key, value(depth)];
    });
    if (pairs !== found.length) {
      if (pairs > 0) {
        throw new NoLiteral();
      }
      return tagged("set", { items: found });
    }
    const named = found.every(([key]) => typeof key === "string" && key !== "$type");
    return named ? new Map(found) : tagged("dict", { items: found });
  }

  function value(depth) {
    if (depth > DEEPEST) {
      throw new NoLiteral();
    }
    const first = next();
    if (first === "[" || first === "(" || first === "{") {
      index += 1;
    }
    switch (first) {
      case "[":
        return items("]", () => value(depth + 1))[0];
      case "(":
        return parenthesised(depth + 1);
      case "{":
        return braced(depth + 1);
      default:
        return simple();
    }
  }

  function simple() {
    const word = take(WORD);
    if (word !== null) {
      return { None: null, True: true, False: false }[word];
    }
    const string = take(STRING);
    if (string !== null) {
      return unescaped(string.slice(1, -1));
    }
    const number = take(NUMBER);
    const read = number === null ? null : numberOf(number.replaceAll("_", ""));
    if (read === null) {
      throw new NoLiteral();
    }
    return read;
  }

  try {
    const result = value(0);
    return next() === undefined ? result : undefined;
  } catch (error) {
    if (error instanceof NoLiteral) {
      return undefined;
    }
    throw error;
  }
}

function unescaped(text) {
  return text.replace(ESCAPE, (_, two, four, eight, other) => {
    const digits = two ?? four ?? eight;
    if (digits !== undefined) {
      const point = Number.parseInt(digits, 16);
      if (point > 0x10ffff) {
        throw new NoLiteral();
      }
      return String.fromCodePoint(point);
    }
    if (ESCAPES[other] === undefined) {
      throw new NoLiteral();
    }
    return ESCAPES[other];
  });
}

/** A number as JSON writes it, from the ways that Python has, or null. */
export function numberOf(text) {
  const parts = /^([-+]?)([0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?$/.exec(text);
  if (parts === null || (parts[2] === "" && (parts[3] ?? ".") === ".")) {
    return null;
  }
  const [, sign, whole, fraction, exponent] = parts;
  const digits = whole.replace(/^0+(?=[0-9])/, "") || "0";
  const rest = fraction === undefined ? "" : fraction.length === 1 ? ".0" : fraction;
  return new NumberText((sign === "-" ? "-" : "") + digits + rest + (exponent ?? ""));
}

// ---- Expressions ----------------------------------------------------------------------------------

/** A text as a Python literal. */
export function quoted(text) {
  return JSON.stringify(text).replaceAll("\u007f", "\\x7f");
}

/** A value as Python would show it, for people: names of the program's own classes stand as they are. */
export function shown(value) {
  return new Expressions(true).of(value);
}

/** A value as an expression of Python, and the modules that it needs. */
export function expression(value) {
  const expressions = new Expressions(false);
  const text = expressions.of(value);
  return { text, modules: expressions.modules, exact: expressions.exact };
}

class Expressions {
  constructor(forPeople) {
    this.forPeople = forPeople;
    this.modules = new Set();
    this.exact = true;
  }

  of(value) {
    if (value === null) {
      return "None";
    }
    if (typeof value === "boolean") {
      return value ? "True" : "False";
    }
    if (typeof value === "string") {
      return quoted(value);
    }
    if (value instanceof NumberText) {
      return value.text;
    }
    if (Array.isArray(value)) {
      return `[${this.list(value)}]`;
    }
    const tag = tagOf(value);
    return tag === null ? this.dict([...value]) : this.taggedForm(tag, value);
  }

  list(items) {
    return items.map((item) => this.of(item)).join(", ");
  }

  dict(pairs) {
    return `{${pairs.map(([key, item]) => `${this.of(key)}: ${this.of(item)}`).join(", ")}}`;
  }

  call(module, name, argument) {
    if (this.forPeople) {
      return `${name}(${argument})`;
    }
    this.modules.add(module);
    return `${module}.${name}(${argument})`;
  }

  taggedForm(tag, value) {
    switch (tag) {
      case "float":
        return this.forPeople ? value.get("value") : `float(${quoted(value.get("value"))})`;
      case "int":
        return `int(${quoted(value.get("hex"))}, 16)`;
      case "complex":
        return `complex(${this.of(value.get("real"))}, ${this.of(value.get("imag"))})`;
      case "bytes":
        return bytesLiteral(value.get("base64"));
      case "bytearray":
        return `bytearray(${bytesLiteral(value.get("base64"))})`;
      case "tuple":
        return `(${this.list(value.get("items"))}${value.get("items").length === 1 ? "," : ""})`;
      case "set":
        return value.get("items").length === 0 ? "set()" : `{${this.list(value.get("items"))}}`;
      case "frozenset":
        return `frozenset([${this.list(value.get("items"))}])`;
      case "dict":
        return this.dict(value.get("items"));
      case "date":
      case "time":
      case "datetime":
        return this.forPeople
          ? value.get("value") + (value.has("zone") ? `[${value.get("zone")}]` : "")
          : this.call("datetime", `${tag}.fromisoformat`, quoted(value.get("value")));
      case "timedelta":
        return this.forPeople ? value.get("value") : this.inexact(value);
      case "decimal":
        return this.call("decimal", "Decimal", quoted(value.get("value")));
      case "fraction":
        return value.has("value") ? this.call("fractions", "Fraction", quoted(value.get("value"))) : this.inexact(value);
      case "uuid":
        return this.call("uuid", "UUID", quoted(value.get("value")));
      default:
        return this.forPeople ? this.ofClass(tag, value) : this.inexact(value);
    }
  }

  ofClass(tag, value) {
    switch (tag) {
      case "enum":
        return `${value.get("class")}.${value.get("name")}`;
      case "dataclass":
      case "namedtuple": {
        const fields = [...value.get("fields")].map(([name, item]) => `${name}=${this.of(item)}`);
        return `${value.get("class")}(${fields.join(", ")})`;
      }
      case "subclass":
        return `${value.get("class")}(${this.of(value.get("value"))})`;
      default:
        return this.inexact(value);
    }
  }

  /** The tagged form itself, where no short expression says the same. */
  inexact(value) {
    this.exact = false;
    return this.dict([...value]);
  }
}

/** The bytes of a text in base64. */
export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function bytesLiteral(base64) {
  const characters = Array.from(bytesOf(base64), (byte) =>
    byte === 0x5c || byte === 0x27
      ? `\\${String.fromCharCode(byte)}`
      : byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, "0")}`,
  );
  return `b'${characters.join("")}'`;
}
