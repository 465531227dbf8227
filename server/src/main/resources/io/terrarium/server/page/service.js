/** The service's endpoints, as the page uses them. Every way of failing is a Problem. */

import { parse, plain, write, JsonError } from "./json.js";

/** Why a request has no answer: the service's own problem document, or what stands in its place. */
export class Problem extends Error {
  constructor(code, title, detail, fields = {}) {
    super(detail || title);
    this.code = code;
    this.title = title;
    this.detail = detail ?? "";
    this.status = fields.status ?? 0;
    this.suggestions = fields.suggestions ?? [];
    /** After how many milliseconds it may be tried again, or null. */
    this.retryAfter = fields.retryAfter ?? null;
  }

  get wantsKey() {
    return this.status === 401;
  }
}

export class Service {
  /** key: gives the API key, or null. */
  constructor(base, key) {
    this.base = base;
    this.key = key;
  }

  url(path) {
    return new URL(path, this.base).href;
  }

  async read(path, signal) {
    const response = await this.send("GET", path, null, "application/json", signal);
    return plain(await documentOf(response));
  }

  /** The document of a source. */
  async check(request, signal) {
    const response = await this.send("POST", "v1/check", request, "application/json", signal);
    return plain(await documentOf(response));
  }

  /** The document of a call, its result as it was; output is heard as it is printed: listen(stream, text). */
  async execute(request, listen, signal) {
    const accepted = "text/event-stream, application/json;q=0.5";
    const response = await this.send("POST", "v1/execute", request, accepted, signal);
    const streamed = (response.headers.get("Content-Type") ?? "").startsWith("text/event-stream");
    return callDocument(streamed ? await lastEvent(response, listen, signal) : await documentOf(response));
  }

  async send(method, path, request, accept, signal) {
    const headers = { Accept: accept };
    const key = this.key();
    if (key !== null) {
      headers.Authorization = `Bearer ${key}`;
    }
    if (request !== null) {
      headers["Content-Type"] = "application/json";
    }
    const body = request === null ? null : write(request);
    const response = await reached(signal, () =>
      fetch(this.url(path), { method, headers, body, signal, cache: "no-store", credentials: "omit" }),
    );
    if (!response.ok) {
      throw await problemOf(response, signal);
    }
    return response;
  }
}

/** What a request gives, with a network that fails told as a problem. */
async function reached(signal, request) {
  try {
    return await request();
  } catch (error) {
    if (signal?.aborted || error instanceof Problem) {
      throw error;
    }
    throw new Problem("unreachable", "The service cannot be reached", "");
  }
}

async function documentOf(response) {
  return read(await reached(null, () => response.text()));
}

function read(text) {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof JsonError) {
      throw new Problem("unreadable", "The service's answer cannot be read", error.message);
    }
    throw error;
  }
}

async function problemOf(response, signal) {
  const text = await reached(signal, () => response.text());
  let document = new Map();
  try {
    document = parse(text);
  } catch {
    // Something between the page and the service answered: its status is all there is to tell.
  }
  return problemFrom(document instanceof Map ? plain(document) : {}, response.status, response.headers);
}

function problemFrom(document, status, headers) {
  const seconds = Number(headers?.get("Retry-After") ?? Number.NaN);
  const retryAfter = document.retry_after_ms ?? (Number.isFinite(seconds) ? seconds * 1000 : null);
  return new Problem(
    document.code ?? `http_${status}`,
    document.title ?? `The service answered with status ${status}`,
    document.detail,
    { status: document.status ?? status, suggestions: document.suggestions, retryAfter },
  );
}

function callDocument(document) {
  const { result: _, ...rest } = plain(document);
  return { ...rest, result: document.get("result") ?? null };
}

/** Reads a stream of events up to the one that ends it. */
async function lastEvent(response, listen, signal) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const events = new Events();
  for (;;) {
    const { value, done } = await reached(signal, () => reader.read());
    for (const { name, data } of done ? [] : events.push(value)) {
      if (name === "stdout" || name === "stderr") {
        listen(name, read(data).get("text"));
      } else if (name === "result") {
        return read(data);
      } else if (name === "problem") {
        throw problemFrom(plain(read(data)), 0, null);
      }
    }
    if (done) {
      throw new Problem("unreachable", "The connection ended before the answer", "");
    }
  }
}

/** Cuts the text of an event stream into its events. */
export class Events {
  constructor() {
    this.rest = "";
    this.name = "message";
    this.data = [];
  }

  push(text) {
    const complete = [];
    this.rest += text;
    // A carriage return at the very end may be half of a line's end.
    const lines = this.rest.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (this.data.length > 0) {
          complete.push({ name: this.name, data: this.data.join("\n") });
        }
        this.name = "message";
        this.data = [];
      } else {
        this.field(line);
      }
    }
    return complete;
  }

  field(line) {
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") {
      this.name = value;
    } else if (name === "data") {
      this.data.push(value);
    }
  }
}
