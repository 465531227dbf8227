/**
 * The form of a function: a field for each parameter, of the kind that its annotation and default
 * suggest. A parameter that has a default keeps it until its field is changed.
 */

import { element, fill, freshId } from "./dom.js";
import { JsonError, NumberText, parse } from "./json.js";
import { literal, numberOf, shown, tagged, tagOf } from "./python.js";

class FieldError extends Error {}

function read(text) {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof JsonError)) {
      throw error;
    }
    const value = literal(text);
    if (value !== undefined) {
      return value;
    }
    throw new FieldError(
      text.trim() === ""
        ? 'A value has to stand here, such as 42, "text" or [1, 2].'
        : `This is neither JSON nor a Python literal: ${error.message}. To send it as it stands, choose “text”.`,
    );
  }
}

function list(text, what) {
  const value = text.trim() === "" ? [] : read(text);
  const items = tagOf(value) === "tuple" || tagOf(value) === "set" ? value.get("items") : value;
  if (!Array.isArray(items)) {
    throw new FieldError(`${what}, such as [1, 2].`);
  }
  return items;
}

function wholeNumber(text) {
  const number = numberOf(text.trim().replaceAll("_", ""));
  if (number === null || !number.whole) {
    throw new FieldError("A whole number has to stand here, such as 42.");
  }
  return number;
}

function floatNumber(text) {
  const trimmed = text.trim().replaceAll("_", "");
  const special = /^([-+]?)(nan|inf|infinity)$/i.exec(trimmed);
  if (special !== null) {
    const name = special[2].slice(0, 3).toLowerCase();
    return tagged("float", { value: (special[1] === "-" && name === "inf" ? "-" : "") + name });
  }
  const number = numberOf(trimmed);
  if (number === null) {
    throw new FieldError("A number has to stand here, such as 2.5, or inf or nan.");
  }
  return number.whole ? new NumberText(`${number.text}.0`) : number;
}

function required(text, what) {
  if (text.trim() === "") {
    throw new FieldError(`${what} has to stand here.`);
  }
  return text.trim();
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** The kinds of fields: how each is called, what takes the input, how it is read, and which values it can show. */
const KINDS = {
  value: { label: "value", control: "lines", placeholder: "JSON or a Python literal", read, show: asWritten },
  float: { label: "number", control: "line", mode: "decimal", read: floatNumber, show: ifNumber },
  int: { label: "whole number", control: "line", mode: "numeric", read: wholeNumber, show: ifNumber },
  text: { label: "text", control: "lines", read: (text) => text, show: (value) => (typeof value === "string" ? value : null) },
  bool: { label: "yes or no", control: "checkbox" },
  none: { label: "None", control: "none" },
  tuple: {
    label: "tuple",
    control: "lines",
    placeholder: "(1, 2)",
    read: (text) => tagged("tuple", { items: list(text, "A tuple or list has to stand here") }),
    show: asWritten,
  },
  set: {
    label: "set",
    control: "lines",
    placeholder: "{1, 2}",
    read: (text) => tagged("set", { items: list(text, "A set or list has to stand here") }),
    show: asWritten,
  },
  decimal: {
    label: "Decimal",
    control: "line",
    mode: "decimal",
    read: (text) => tagged("decimal", { value: required(text, "A decimal number") }),
    show: () => null,
  },
  date: {
    label: "date",
    control: "date",
    read: (text) => tagged("date", { value: required(text, "A date") }),
    show: () => null,
  },
  datetime: {
    label: "date and time",
    control: "datetime-local",
    read: (text) => tagged("datetime", { value: required(text, "A date and time") }),
    show: () => null,
  },
  bytes: {
    label: "bytes (as UTF-8)",
    control: "lines",
    read: (text) => tagged("bytes", { base64: base64(text) }),
    show: () => null,
  },
};

function asWritten(_, text) {
  return text;
}

function ifNumber(value) {
  return value instanceof NumberText ? value.text : null;
}

const BY_NAME = {
  int: "int",
  float: "float",
  complex: "value",
  str: "text",
  bool: "bool",
  bytes: "bytes",
  bytearray: "bytes",
  Decimal: "decimal",
  date: "date",
  datetime: "datetime",
  tuple: "tuple",
  Tuple: "tuple",
  set: "set",
  Set: "set",
};

/** The kind of field that suits a parameter, and the choices where it has some. */
export function kindOf(annotation, fallback) {
  const text = (annotation ?? "").trim().replace(/^(['"])(.*)\1$/, "$2").trim();
  const optional = /^(?:typing\.)?Optional\[(.*)\]$/.exec(text) ?? /^(.*?)\s*\|\s*None$/.exec(text) ?? /^None\s*\|\s*(.*)$/.exec(text);
  if (optional !== null) {
    return kindOf(optional[1], fallback);
  }
  const choice = /^(?:typing\.)?Literal(\[.*\])$/.exec(text);
  if (choice !== null) {
    const choices = literal(choice[1]);
    if (Array.isArray(choices) && choices.length > 0) {
      return { kind: "choice", choices };
    }
  }
  const name = /^(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w*)(?:\[.*\])?$/s.exec(text)?.[1];
  if (name !== undefined) {
    return { kind: Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : "value" };
  }
  return { kind: text === "" ? kindOfValue(fallback) : "value" };
}

function kindOfValue(value) {
  if (typeof value === "boolean") {
    return "bool";
  }
  if (typeof value === "string") {
    return "text";
  }
  return value instanceof NumberText ? (value.whole ? "int" : "float") : "value";
}

/** One parameter's field. */
class Field {
  constructor(parameter, changed) {
    this.parameter = parameter;
    this.changed = changed;
    this.fallback = parameter.default === null ? undefined : literal(parameter.default);
    this.many = { var_positional: "*", var_keyword: "**" }[parameter.kind] ?? "";
    this.isDefault = parameter.default !== null;
    this.id = freshId("argument");
    const guessed = this.many === "" ? kindOf(parameter.annotation, this.fallback) : { kind: "value" };
    this.choices = guessed.choices ?? null;
    this.build();
    this.choose(guessed.kind);
  }

  build() {
    const { name, annotation } = this.parameter;
    this.place = element("div", { class: "control" });
    this.problem = element("p", { class: "field-problem", id: `${this.id}-problem`, hidden: true });
    this.hint = element("span", { class: "hint", id: `${this.id}-hint` });
    this.reset = element(
      "button",
      { type: "button", class: "quiet reset", click: () => this.restore(), "aria-label": `Use the default of ${name}` },
      "use default",
    );
    this.kinds = element("select", { class: "kind", "aria-label": `Kind of ${name}`, change: () => this.rechoose() });
    const kinds = Object.entries(KINDS).map(([kind, { label }]) => [kind, label]);
    if (this.choices !== null) {
      kinds.unshift(["choice", "choice"]);
    }
    this.kinds.append(...kinds.map(([kind, label]) => element("option", { value: kind }, label)));
    this.row = element(
      "div",
      { class: "field" },
      element(
        "div",
        { class: "field-head" },
        element(
          "label",
          { for: this.id },
          element("span", { class: "parameter" }, this.many + name),
          annotation === null ? null : element("span", { class: "annotation" }, `: ${annotation}`),
        ),
        this.hint,
        this.parameter.default === null ? null : this.reset,
        this.many === "" ? this.kinds : null,
      ),
      this.place,
      this.problem,
    );
  }

  rechoose() {
    const text = this.control.value;
    this.choose(this.kinds.value);
    if (this.control.tagName === "TEXTAREA") {
      this.control.value = text;
    }
    this.touch();
  }

  choose(kind) {
    this.kind = kind;
    this.kinds.value = kind;
    this.control = this.made(kind);
    this.control.id = this.id;
    this.control.setAttribute("aria-describedby", `${this.id}-hint ${this.id}-problem`);
    this.control.addEventListener("input", () => this.touch());
    fill(this.place, this.control, kind === "bool" ? element("span", { class: "answer", "aria-hidden": "true" }) : null);
    if (this.isDefault) {
      this.showDefault();
    }
    this.tell();
  }

  made(kind) {
    if (kind === "choice") {
      return element("select", {}, ...this.choices.map((choice, index) => element("option", { value: index }, shown(choice))));
    }
    const { control, mode, placeholder } = KINDS[kind];
    switch (control) {
      case "checkbox":
        return element("input", { type: "checkbox", role: "switch" });
      case "none":
        return element("output", { class: "none" }, "None");
      case "lines":
        return element("textarea", { rows: 1, spellcheck: "false", autocapitalize: "off", placeholder: this.placeholder(placeholder) });
      case "line":
        return element("input", { type: "text", inputmode: mode, autocomplete: "off", spellcheck: "false" });
      default:
        return element("input", { type: control, step: control === "datetime-local" ? 1 : null });
    }
  }

  placeholder(usual) {
    return { "*": "more values: [1, 2]", "**": 'more by name: {"key": 1}' }[this.many] ?? usual;
  }

  showsDefault() {
    return this.kind === "bool" ? typeof this.fallback === "boolean" : this.kind === "choice" || this.control.value !== "" || this.fallback === "";
  }

  showDefault() {
    if (this.kind === "bool") {
      this.control.checked = this.fallback === true;
    } else if (this.kind === "choice") {
      const index = this.choices.findIndex((choice) => shown(choice) === this.parameter.default || choice === this.fallback);
      this.control.selectedIndex = index;
    } else if ("value" in this.control && this.control.tagName !== "OUTPUT") {
      this.control.value = this.fallback === undefined ? "" : (KINDS[this.kind].show(this.fallback, this.parameter.default) ?? "");
    }
  }

  restore() {
    this.isDefault = true;
    this.choose(this.guessed());
    this.control.focus();
    this.changed();
  }

  guessed() {
    return kindOf(this.parameter.annotation, this.fallback).kind;
  }

  /** The field has been changed: what it says counts. An empty one goes back to the default. */
  touch() {
    const emptied = this.parameter.default !== null && this.control.value === "" && this.kind !== "text";
    this.isDefault = emptied;
    this.complain(null);
    this.tell();
    this.changed();
  }

  tell() {
    this.reset.hidden = this.isDefault;
    this.row.classList.toggle("is-default", this.isDefault);
    this.hint.textContent = !this.isDefault ? "" : this.showsDefault() ? "default" : `default: ${this.parameter.default}`;
    this.hint.hidden = !this.isDefault;
    if (this.kind === "bool") {
      this.place.querySelector(".answer").textContent = this.control.checked ? "True" : "False";
    }
    if (this.control.tagName === "TEXTAREA") {
      const lines = this.control.value.split("\n").length;
      this.control.rows = Math.min(8, Math.max(1, lines));
    }
  }

  complain(message) {
    this.problem.hidden = message === null;
    this.problem.textContent = message ?? "";
    if (message === null) {
      this.control.removeAttribute("aria-invalid");
    } else {
      this.control.setAttribute("aria-invalid", "true");
    }
  }

  /** The value that the field holds. Throws a FieldError where it holds none. */
  value() {
    switch (this.kind) {
      case "choice":
        if (this.control.selectedIndex < 0) {
          throw new FieldError("Choose one of these.");
        }
        return this.choices[this.control.selectedIndex];
      case "bool":
        return this.control.checked;
      case "none":
        return null;
      default:
        return KINDS[this.kind].read(this.control.value);
    }
  }

  /** Several values by position, or by name. */
  values() {
    if (this.many === "*") {
      return list(this.control.value, "A list has to stand here");
    }
    const value = this.control.value.trim() === "" ? new Map() : read(this.control.value);
    if (!(value instanceof Map) || tagOf(value) !== null) {
      throw new FieldError('An object has to stand here, such as {"key": 1}.');
    }
    return value;
  }

  /** What has been put in, to put it into the field of a parameter that is the same. */
  get state() {
    return this.isDefault ? null : { kind: this.kind, value: this.control.value ?? "", checked: this.control.checked === true };
  }

  set state({ kind, value, checked }) {
    if (kind !== undefined && (kind === "choice" ? this.choices !== null : Object.hasOwn(KINDS, kind))) {
      this.choose(kind);
    }
    this.isDefault = false;
    if (this.kind === "bool") {
      this.control.checked = checked;
    } else if (this.control.tagName !== "OUTPUT") {
      this.control.value = value;
    }
    this.tell();
  }
}

export class ArgumentForm {
  constructor(place) {
    this.place = place;
    this.fields = [];
    this.memory = new Map();
    this.name = null;
    this.shape = "";
  }

  /** Shows the fields of a function, and keeps what was put in for parameters that it still has. */
  show(called) {
    const shape = JSON.stringify([called.name, called.parameters]);
    if (shape === this.shape) {
      return;
    }
    this.remember();
    this.shape = shape;
    this.name = called.name;
    this.fields = called.parameters.map((parameter) => new Field(parameter, () => this.remember()));
    for (const field of this.fields) {
      const state = this.memory.get(this.key(field));
      if (state !== undefined && state !== null) {
        field.state = state;
      }
    }
    fill(
      this.place,
      ...(this.fields.length === 0
        ? [element("p", { class: "hint" }, "It takes no arguments.")]
        : this.fields.map((field) => field.row)),
    );
  }

  /** Shows no function. */
  clear() {
    this.remember();
    this.shape = "";
    this.fields = [];
    fill(this.place, element("p", { class: "hint" }, "They appear when the source has a function."));
  }

  /** Puts texts into fields, now or as soon as a function has them: {parameter: text}. */
  suggest(name, texts) {
    this.memory.clear();
    this.shape = "";
    this.fields = [];
    for (const [parameter, value] of Object.entries(texts)) {
      this.memory.set(`${name}\n${parameter}`, { value });
    }
  }

  key(field) {
    return `${this.name}\n${field.parameter.name}`;
  }

  remember() {
    this.fields.forEach((field) => this.memory.set(this.key(field), field.state));
  }

  /**
   * The arguments as {args, kwargs}, or null where a field holds nothing that can be sent; the field says why
   * and has the focus then.
   */
  read() {
    let wrong = null;
    const take = (field, value) => {
      try {
        field.complain(null);
        return value();
      } catch (error) {
        if (!(error instanceof FieldError)) {
          throw error;
        }
        field.complain(error.message);
        wrong ??= field;
        return null;
      }
    };
    const given = this.fields.map((field) => ({
      field,
      kind: field.parameter.kind,
      value: take(field, () => (field.many === "" ? (field.isDefault ? undefined : field.value()) : field.values())),
    }));
    const request = wrong === null ? arranged(given, take) : null;
    if (wrong !== null) {
      wrong.control.focus();
      return null;
    }
    return request;
  }
}

/** Puts values by position as long as none is left out before them, and by name after that. */
function arranged(given, take) {
  const args = [];
  const kwargs = new Map();
  const rest = given.find(({ kind }) => kind === "var_positional")?.value ?? [];
  const positional = given.filter(({ kind }) => kind.startsWith("positional"));
  const last = positional.findLastIndex(
    ({ kind, value }) => rest.length > 0 || (kind === "positional_only" && value !== undefined),
  );
  let leftOut = false;
  positional.forEach(({ field, value }, index) => {
    if (value === undefined && index <= last) {
      // What follows by position needs this one too.
      args.push(take(field, () => defaultOf(field)));
    } else if (value === undefined) {
      leftOut = true;
    } else if (leftOut) {
      kwargs.set(field.parameter.name, value);
    } else {
      args.push(value);
    }
  });
  args.push(...rest);
  for (const { field, kind, value } of given) {
    if (kind === "keyword_only" && value !== undefined) {
      kwargs.set(field.parameter.name, value);
    } else if (kind === "var_keyword") {
      value.forEach((item, name) => kwargs.set(name, item));
    }
  }
  return { args, kwargs };
}

function defaultOf(field) {
  if (field.fallback === undefined) {
    throw new FieldError("A value has to stand here, since another one follows it by its position.");
  }
  return field.fallback;
}
