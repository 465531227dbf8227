/** Shows a value: short ones as Python writes them, long ones folded, a part at a time. */

import { counted, element } from "./dom.js";
import { NumberText } from "./json.js";
import { bytesOf, shown, tagOf } from "./python.js";

const SHORT = 76;
const PREVIEW = 40;
const LONG_TEXT = 2000;
const AT_ONCE = 50;

/** An element that shows this value. */
export function valueElement(value) {
  return node(value, true);
}

/** The name of a value's type, as Python has it. */
export function typeName(value) {
  if (value === null) {
    return "None";
  }
  if (value instanceof NumberText) {
    return value.whole ? "int" : "float";
  }
  if (Array.isArray(value)) {
    return "list";
  }
  const tag = tagOf(value);
  if (tag === null) {
    return { boolean: "bool", string: "str" }[typeof value] ?? "dict";
  }
  switch (tag) {
    case "enum":
    case "dataclass":
    case "namedtuple":
    case "subclass":
      return String(value.get("class"));
    case "decimal":
      return "Decimal";
    case "fraction":
      return "Fraction";
    case "uuid":
      return "UUID";
    case "array":
      return `array of ${value.get("dtype")}`;
    case "series":
      return "Series";
    case "dataframe":
      return "DataFrame";
    default:
      return tag;
  }
}

function node(value, open) {
  if (typeof value === "string") {
    return textNode(value);
  }
  const table = tableOf(value);
  if (table !== null) {
    return folded(value, table.size, null, open, () => table.element);
  }
  const parts = partsOf(value);
  const whole = shortText(value);
  if (whole !== null) {
    return line(whole, kindOf(value), typeName(value));
  }
  if (parts === null) {
    const text = shown(value);
    return text.length <= LONG_TEXT ? line(text, kindOf(value), typeName(value)) : longText(text, kindOf(value), typeName(value));
  }
  return folded(value, parts.size, preview(parts), open, () => listOf(parts));
}

function line(text, kind, type) {
  return element(
    "span",
    { class: "value" },
    element("code", { class: `literal ${kind}` }, text),
    element("span", { class: "type" }, type),
  );
}

function textNode(text) {
  if (text.length <= SHORT && !/[\n\r]/.test(text)) {
    return line(shown(text), "text", "str");
  }
  return longText(text, "text", `str, ${counted(text.length, "character")}`);
}

/** A text of its own, and of one that is very long the beginning. */
function longText(text, kind, type) {
  const body = element(
    "pre",
    { class: `literal ${kind}`, tabindex: "0", role: "group", "aria-label": type },
    text.slice(0, LONG_TEXT),
  );
  const more = element(
    "button",
    {
      type: "button",
      class: "quiet",
      click: () => {
        body.textContent = text;
        more.remove();
        body.focus();
      },
    },
    "Show all of it",
  );
  return element(
    "div",
    { class: "value long" },
    element("span", { class: "type" }, type),
    body,
    text.length > LONG_TEXT ? more : null,
  );
}

function folded(value, size, beginning, open, content) {
  const summary = element(
    "summary",
    {},
    element("span", { class: "type" }, typeName(value)),
    " ",
    element("span", { class: "size" }, size),
    " ",
    beginning === null ? null : element("span", { class: "preview" }, beginning),
  );
  const details = element("details", { class: "value", open }, summary);
  const unfold = () => {
    if (details.open && details.childElementCount === 1) {
      details.append(content());
    }
  };
  details.addEventListener("toggle", unfold);
  unfold();
  return details;
}

function listOf({ count, at }) {
  const list = element("ul", { class: "items" });
  let next = 0;
  const more = element("button", { type: "button", class: "quiet", click: grow });
  const box = element("div", {}, list, more);
  function grow() {
    const end = Math.min(count, next + AT_ONCE);
    const first = next;
    for (; next < end; next += 1) {
      const [key, item] = at(next);
      list.append(element("li", {}, element("span", { class: "key" }, key), " ", node(item, count === 1)));
    }
    more.textContent = `Show ${Math.min(AT_ONCE, count - next)} more of ${counted(count, "item")}`;
    more.hidden = next >= count;
    if (more.hidden && first > 0) {
      list.children[first].setAttribute("tabindex", "-1");
      list.children[first].focus();
    }
  }
  grow();
  return box;
}

/** The parts of what has parts: {size, count, at(index) → [key text, value]}, or null. */
function partsOf(value) {
  if (Array.isArray(value)) {
    return sequence(value);
  }
  if (!(value instanceof Map)) {
    return null;
  }
  switch (tagOf(value)) {
    case null:
      return pairs([...value], "entry", "entries");
    case "dict":
      return pairs(value.get("items"), "entry", "entries");
    case "tuple":
      return sequence(value.get("items"));
    case "set":
    case "frozenset":
      return { ...sequence(value.get("items")), at: (index) => ["•", value.get("items")[index]] };
    case "dataclass":
    case "namedtuple": {
      const fields = [...value.get("fields")];
      return { ...pairs(fields, "field"), at: (index) => fields[index] };
    }
    case "subclass":
    case "enum":
      return partsOf(value.get("value"));
    case "array":
      return arrayParts(value);
    default:
      return null;
  }
}

function sequence(items) {
  return { size: counted(items.length, "item"), count: items.length, at: (index) => [String(index), items[index]] };
}

function pairs(items, singular, plural) {
  return {
    size: counted(items.length, singular, plural),
    count: items.length,
    at: (index) => [shown(items[index][0]), items[index][1]],
  };
}

// ---- Arrays and tables -----------------------------------------------------------------------------

const ITEMS = {
  bool: [1, (view, at) => view.getUint8(at) !== 0],
  int8: [1, (view, at) => view.getInt8(at)],
  int16: [2, (view, at) => view.getInt16(at, true)],
  int32: [4, (view, at) => view.getInt32(at, true)],
  int64: [8, (view, at) => view.getBigInt64(at, true)],
  uint8: [1, (view, at) => view.getUint8(at)],
  uint16: [2, (view, at) => view.getUint16(at, true)],
  uint32: [4, (view, at) => view.getUint32(at, true)],
  uint64: [8, (view, at) => view.getBigUint64(at, true)],
  float32: [4, (view, at) => view.getFloat32(at, true)],
  float64: [8, (view, at) => view.getFloat64(at, true)],
};

/** A typed array's elements, in their one-dimensional order, where their kind is one that can be read here. */
function arrayParts(array) {
  const kind = ITEMS[array.get("dtype")];
  if (kind === undefined || !array.has("base64")) {
    return null;
  }
  const [width, read] = kind;
  const bytes = bytesOf(array.get("base64"));
  const view = new DataView(bytes.buffer);
  const shape = array.get("shape").map((length) => length.text);
  return {
    size: `${shape.join(" × ")} ${shape.length === 1 ? "items" : "in rows"}`,
    count: Math.floor(bytes.length / width),
    at: (index) => [String(index), scalar(read(view, index * width))],
  };
}

function scalar(read) {
  if (typeof read === "boolean") {
    return read;
  }
  const text = String(read);
  return Number.isNaN(read) || !Number.isFinite(Number(read)) ? new NumberText(text.toLowerCase().replace("infinity", "inf")) : new NumberText(text);
}

/** A data frame or series as a table of its first rows, or null for anything else. */
function tableOf(value) {
  const tag = tagOf(value);
  if (tag !== "dataframe" && tag !== "series") {
    return null;
  }
  const index = (value.get("index") ?? []).map(([name, values]) => [name === null ? "" : shown(name), column(values)]);
  const columns =
    tag === "dataframe"
      ? value.get("columns").map(([label, values]) => [shown(label), column(values)])
      : [[value.get("name") === null ? "value" : shown(value.get("name")), column(value.get("values"))]];
  const rows = Math.max(0, ...columns.map(([, values]) => values.count));
  const kept = Math.min(rows, AT_ONCE);
  const head = [...index, ...columns].map(([name]) => element("th", { scope: "col" }, name));
  const body = Array.from({ length: kept }, (_, row) =>
    element("tr", {}, ...[...index, ...columns].map(([, values]) => element("td", {}, row < values.count ? shortShown(values.at(row)[1]) : ""))),
  );
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body));
  const note = kept < rows ? element("p", { class: "hint" }, `The first ${kept} of ${counted(rows, "row")}.`) : null;
  return {
    size: `${counted(rows, "row")}, ${counted(columns.length, "column")}`,
    element: element("div", { class: "table", tabindex: "0", role: "region", "aria-label": "table" }, table, note),
  };
}

function column(values) {
  return partsOf(values) ?? { count: 0, at: () => ["", null] };
}

// ---- Texts -----------------------------------------------------------------------------------------

function kindOf(value) {
  if (value instanceof NumberText) {
    return "number";
  }
  return value === null || typeof value === "boolean" ? "word" : "other";
}

/** How a value reads on one line where that is short, or null. Long ones are found out without writing them. */
function shortText(value) {
  if (weight(value, SHORT) > SHORT) {
    return null;
  }
  const text = tagOf(value) === "array" ? null : shown(value);
  return text !== null && text.length <= SHORT ? text : null;
}

/** What a folded value begins with. */
function preview({ count, at }) {
  let text = "";
  for (let index = 0; index < count; index += 1) {
    const [key, item] = at(index);
    const shortened = shortText(item) ?? (typeof item === "string" ? shown(item.slice(0, PREVIEW)) : typeName(item));
    text += `${index > 0 ? ", " : ""}${/^(\d+|•)$/.test(key) ? "" : `${key}: `}${shortened}`;
    if (text.length > PREVIEW) {
      return `${text.slice(0, PREVIEW)}…`;
    }
  }
  return text;
}

function shortShown(value) {
  return shortText(value) ?? `${typeName(value)}, ${partsOf(value)?.size ?? "long"}`;
}

/** At least how many characters a value takes, counted no further than a bound. */
function weight(value, bound) {
  if (typeof value === "string") {
    return value.length;
  }
  if (value instanceof NumberText) {
    return value.text.length;
  }
  const items = Array.isArray(value) ? value : value instanceof Map ? value.values() : [];
  let sum = 1;
  for (const item of items) {
    sum += weight(item, bound);
    if (sum > bound) {
      break;
    }
  }
  return sum;
}
