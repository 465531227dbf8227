/**
 * JSON that loses nothing. JavaScript's own reader makes 12345678901234567890 another number and 1.0
 * the same as 1; here a number stays the text that it was, and an object is a Map, in its order.
 */

export class NumberText {
  constructor(text) {
    this.text = text;
  }

  /** Whether Python reads this as an int. */
  get whole() {
    return !/[.eE]/.test(this.text);
  }
}

export class JsonError extends Error {
  constructor(message, index) {
    super(message);
    this.index = index;
  }
}

const DEEPEST = 500;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;

/** What a text says: null, booleans, strings, NumberText, arrays and Maps. Throws a JsonError. */
export function parse(text) {
  let index = 0;

  function take(pattern) {
    pattern.lastIndex = index;
    const found = pattern.exec(text);
    if (found !== null) {
      index = pattern.lastIndex;
    }
    return found === null ? null : found[0];
  }

  function fail(wanted) {
    const found = index < text.length ? `found ${JSON.stringify([...text.slice(index)][0])}` : "it ends here";
    throw new JsonError(`${wanted}, and ${found}`, index);
  }

  function next() {
    take(SPACE);
    return text[index];
  }

  function members(close, member) {
    index += 1;
    if (next() === close) {
      index += 1;
      return;
    }
    for (;;) {
      member();
      const following = next();
      index += 1;
      if (following === close) {
        return;
      }
      if (following !== ",") {
        index -= 1;
        fail(`a comma or ${close} has to stand here`);
      }
    }
  }

  function array(depth) {
    const items = [];
    members("]", () => items.push(value(depth)));
    return items;
  }

  function object(depth) {
    const entries = new Map();
    members("}", () => {
      next();
      const start = index;
      const key = string();
      if (entries.has(key)) {
        throw new JsonError(`the name ${JSON.stringify(key)} stands here a second time`, start);
      }
      if (next() !== ":") {
        fail("a colon has to stand here");
      }
      index += 1;
      entries.set(key, value(depth));
    });
    return entries;
  }

  function string() {
    const found = take(STRING);
    return found === null ? fail("a text in double quotes has to stand here") : JSON.parse(found);
  }

  function value(depth) {
    if (depth > DEEPEST) {
      throw new JsonError("this is nested too deeply", index);
    }
    switch (next()) {
      case "[":
        return array(depth + 1);
      case "{":
        return object(depth + 1);
      case '"':
        return string();
      default: {
        const word = take(WORD);
        if (word !== null) {
          return JSON.parse(word);
        }
        const number = take(NUMBER);
        return number === null || number === "" ? fail("a value has to stand here") : new NumberText(number);
      }
    }
  }

  const result = value(0);
  if (next() !== undefined) {
    fail("only one value can stand here");
  }
  return result;
}

/** A value as JSON. With an indent its members stand on lines of their own, down to a depth. */
export function write(value, indent = 0, depth = Infinity, margin = "") {
  if (value instanceof NumberText) {
    return value.text;
  }
  const inner = margin + " ".repeat(indent);
  const broken = indent > 0 && depth > 0;
  const [before, between, after] = broken ? [`\n${inner}`, `,\n${inner}`, `\n${margin}`] : ["", ", ", ""];
  if (Array.isArray(value)) {
    const items = value.map((item) => write(item, indent, depth - 1, inner));
    return items.length === 0 ? "[]" : `[${before}${items.join(between)}${after}]`;
  }
  if (value instanceof Map) {
    const items = [...value].map(
      ([key, item]) => `${JSON.stringify(key)}: ${write(item, indent, depth - 1, inner)}`,
    );
    return items.length === 0 ? "{}" : `{${before}${items.join(between)}${after}}`;
  }
  return JSON.stringify(value);
}

/** The same as JavaScript's own objects and numbers, for what holds no values of the user's. */
export function plain(value) {
  if (value instanceof NumberText) {
    return Number(value.text);
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (value instanceof Map) {
    const object = Object.create(null);
    value.forEach((item, key) => {
      object[key] = plain(item);
    });
    return object;
  }
  return value;
}
