/** What became of a call: value, output, traceback, usage against limits. */

import { byId, element, fill } from "./dom.js";
import { write } from "./json.js";
import { valueElement } from "./values.js";

const HEADINGS = {
  ok: ["good", "Returned"],
  exception: ["bad", "Raised an exception"],
  syntax_error: ["bad", "This is no Python"],
  policy_violation: ["bad", "The rules refuse this program"],
  contract_mismatch: ["bad", "It cannot be called as its contract says"],
  contract_violation: ["bad", "The result is not what the contract says"],
  wall_timeout: ["stopped", "It took too long"],
  cpu_timeout: ["stopped", "It used up its processor time"],
  memory_limit: ["stopped", "It used up its memory"],
  output_limit: ["stopped", "It printed too much"],
  result_limit: ["stopped", "The result is too large"],
  host_call_limit: ["stopped", "It called too many host functions"],
  not_representable: ["bad", "The result has no form outside Python"],
  crashed: ["bad", "Its process ended without an answer"],
  cancelled: ["stopped", "Cancelled"],
};

const KEPT_OUTPUT = 2_000_000;

/** How many bytes, for people. */
export function bytes(count) {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  let unit = 0;
  let amount = count;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1).replace(/\.0$/, "")} ${units[unit]}`;
}

/** How long, for people. */
export function duration(milliseconds) {
  if (milliseconds < 1000) {
    return `${milliseconds >= 10 ? Math.round(milliseconds) : milliseconds.toFixed(1)} ms`;
  }
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1).replace(/\.?0+$/, "")} s`;
}

export class ResultView {
  /** goTo(line, column) goes to a place in the source; announce(text) tells who listens. */
  constructor({ goTo, announce, copy }) {
    this.goTo = goTo;
    this.announce = announce;
    this.copy = copy;
    this.banner = byId("banner");
    this.sections = byId("result-sections");
    this.output = null;
    this.started = 0;
    this.clock = null;
  }

  /** A call begins. */
  begin(name) {
    this.stopClock();
    this.printed = 0;
    this.output = null;
    fill(this.sections);
    byId("result").hidden = false;
    const elapsed = element("span", { class: "elapsed", "aria-hidden": "true" });
    this.tell("running", `Running ${name}`, elapsed);
    // In a small window it may be out of sight.
    this.banner.scrollIntoView({ block: "nearest" });
    this.started = performance.now();
    this.clock = setInterval(() => {
      elapsed.textContent = duration(performance.now() - this.started);
    }, 100);
    this.announce(`Running ${name}`);
  }

  stopClock() {
    clearInterval(this.clock);
    this.clock = null;
  }

  /** Something was printed, while the call runs. */
  hear(stream, text) {
    this.printed += text.length;
    if (this.printed > KEPT_OUTPUT) {
      return;
    }
    if (this.output === null) {
      this.output = outputElement();
      this.sections.append(section("Output", this.output));
    }
    const atEnd = this.output.scrollTop + this.output.clientHeight >= this.output.scrollHeight - 4;
    append(this.output, stream, text);
    if (atEnd) {
      this.output.scrollTop = this.output.scrollHeight;
    }
  }

  /** The call has an outcome. */
  end(name, document) {
    this.stopClock();
    const [tone, heading] = HEADINGS[document.status] ?? ["bad", document.status];
    const spent = `${duration(document.usage.wall_ms)}`;
    this.tell(tone, headingOf(document, heading), element("span", { class: "elapsed" }, spent));
    this.announce(`${name}: ${headingOf(document, heading)}, after ${spent}`);
    fill(
      this.sections,
      document.status === "ok" ? this.valueSection(document.result) : this.errorSection(document),
      this.outputSection(document),
      usageSection(document),
      originSection(document),
    );
  }

  valueSection(value) {
    const button = element("button", { type: "button", class: "quiet", click: () => this.copy(write(value, 2, 3), "The value") }, "Copy as JSON");
    return section("Value", element("div", { class: "value-box", id: "value" }, valueElement(value)), button);
  }

  errorSection(document) {
    const { error } = document;
    if (error === null) {
      return null;
    }
    const parts = [element("p", { class: error.type && document.status === "exception" ? "message coded" : "message" }, messageOf(document))];
    const hint = hintOf(document);
    if (hint !== null) {
      parts.push(element("p", { class: "hint" }, hint));
    }
    if (error.frames?.length > 0) {
      parts.push(this.frames(error.frames));
    }
    // An exception without a place in the source has no more to say than its message.
    const traced = error.traceback && error.traceback.trim() !== messageOf(document).trim();
    if (traced) {
      parts.push(element("pre", { class: "traceback", id: "traceback", tabindex: "0", role: "group", "aria-label": "Traceback" }, error.traceback));
    }
    const rows = { path: "At", expected: "Expected", actual: "Got" };
    const facts = Object.entries(rows).filter(([key]) => error[key]);
    if (facts.length > 0) {
      parts.push(element("dl", { class: "facts" }, ...facts.flatMap(([key, label]) => [element("dt", {}, label), element("dd", {}, element("code", {}, error[key]))])));
    }
    return section(traced ? "Traceback" : "Why", element("div", { class: "stack" }, ...parts));
  }

  frames(frames) {
    const items = frames.map((frame) =>
      element(
        "li",
        {},
        element(
          "button",
          { type: "button", class: "place", click: () => this.goTo(frame.line, frame.column ?? 1) },
          element("span", { class: "where" }, `line ${frame.line}`),
          element("span", { class: "in" }, `in ${frame.function}`),
          element("code", {}, (frame.source_line ?? "").trim()),
        ),
      ),
    );
    return element("ol", { class: "frames", "aria-label": "Where it happened, outermost first" }, ...items);
  }

  outputSection(document) {
    const { stdout, stderr, truncated } = document;
    if (stdout === "" && stderr === "" && this.output === null) {
      return null;
    }
    let output = this.output;
    if (output === null || this.printed > KEPT_OUTPUT) {
      output = outputElement();
      append(output, "stdout", stdout);
      append(output, "stderr", stderr);
    }
    const cut = truncated.stdout || truncated.stderr ? element("p", { class: "hint" }, "More was printed than was kept.") : null;
    return section("Output", element("div", { class: "stack" }, output, cut));
  }

  /** There is no outcome: the service refused the request, or could not be asked. */
  fail(problem, again) {
    this.stopClock();
    byId("result").hidden = false;
    const { heading, text } = toldOf(problem);
    this.tell("problem", heading, null);
    const parts = [element("p", { class: "message", role: "alert" }, text)];
    if (problem.suggestions.length > 0) {
      parts.push(element("p", { class: "hint" }, `Did you mean ${problem.suggestions.join(", ")}?`));
    }
    if (again !== null) {
      parts.push(againButton(problem.retryAfter, again));
    }
    fill(this.sections, element("div", { class: "stack" }, ...parts), this.output === null ? null : section("Output", this.output));
    this.announce(heading);
  }

  cancelled() {
    this.stopClock();
    this.tell("stopped", "Cancelled", null);
    fill(
      this.sections,
      element("p", { class: "message" }, "The call was given up, and the service ends it."),
      this.output === null ? null : section("Output", this.output),
    );
    this.announce("Cancelled");
  }

  tell(tone, heading, extra) {
    this.banner.className = `banner ${tone}`;
    fill(this.banner, element("strong", {}, heading), extra);
  }
}

function headingOf(document, heading) {
  return document.status === "exception" && document.error?.type ? `Raised ${document.error.type}` : heading;
}

function messageOf({ status, error }) {
  if (status === "exception" && error.type) {
    return error.message ? `${error.type}: ${error.message}` : error.type;
  }
  return error.message || "There is no message.";
}

function hintOf(document) {
  if (document.status === "crashed" && document.error.retryable) {
    return "The same call is worth making again.";
  }
  if (document.diagnostics?.length > 0) {
    return "All problems stand below the source, each with its place.";
  }
  return null;
}

/** A problem in words that say what to do. */
export function toldOf(problem) {
  const wait = problem.retryAfter === null ? "in a moment" : `in ${duration(Math.max(problem.retryAfter, 1000))}`;
  switch (problem.code) {
    case "unreachable":
      return {
        heading: "The service cannot be reached",
        text: "Either it was stopped or the network is gone. Your source stays in this tab; try again when it is back.",
      };
    case "key_required":
      return { heading: "This service asks for an API key", text: "Put one in at the top of the page." };
    case "key_unknown":
      return { heading: "The service does not know this API key", text: "Put another one in at the top of the page." };
    case "rate_limited":
    case "concurrency_limited":
      return { heading: "Too many calls", text: `${sentence(problem)}Try again ${wait}.` };
    case "overloaded":
      return { heading: "The service is busy", text: `${sentence(problem)}Try again ${wait}.` };
    case "draining":
      return { heading: "The service is about to stop", text: `${sentence(problem)}Try again ${wait}, when another one has taken its place.` };
    case "engine_unavailable":
      return { heading: "Nothing can be run at the moment", text: `${sentence(problem)}Try again ${wait}.` };
    default:
      return { heading: problem.title, text: problem.detail || problem.title };
  }
}

function sentence(problem) {
  const text = problem.detail.trim();
  return text === "" ? "" : `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."} `;
}

function againButton(wait, again) {
  const button = element("button", { type: "button", class: "secondary", click: again }, "Try again");
  let left = Math.ceil((wait ?? 0) / 1000);
  const tick = () => {
    button.disabled = left > 0;
    button.textContent = left > 0 ? `Try again in ${left} s` : "Try again";
    left -= 1;
    if (button.disabled) {
      setTimeout(tick, 1000);
    }
  };
  tick();
  return button;
}

function section(title, ...content) {
  return element("section", { class: "part" }, element("h3", {}, title), ...content);
}

function outputElement() {
  return element("pre", { class: "output", id: "output", tabindex: "0", role: "log", "aria-live": "off", "aria-label": "Output" });
}

function append(output, stream, text) {
  if (text === "") {
    return;
  }
  const last = output.lastElementChild;
  if (last !== null && last.className === stream) {
    last.append(text);
  } else {
    output.append(element("span", { class: stream, title: stream }, text));
  }
}

function usageSection({ usage, limits, stdout, stderr }) {
  const printed = new TextEncoder().encode(stdout + stderr).length;
  return section(
    "Used, of what it might",
    element(
      "div",
      { class: "meters" },
      meter("Time", usage.wall_ms, limits.wall_ms, duration),
      meter("Processor", usage.cpu_ms, limits.cpu_ms, duration),
      meter("Memory", usage.peak_memory_bytes, limits.memory_bytes, bytes),
      meter("Output", printed, limits.output_bytes, bytes),
    ),
  );
}

/** A bar, which looks the same in every browser; HTML's own meter does not. */
function meter(label, used, limit, shown) {
  const known = typeof used === "number";
  const text = known ? `${shown(used)} of ${shown(limit)}` : `not known, of ${shown(limit)}`;
  const share = known ? Math.min(used / limit, 1) : 0;
  const fill = element("div", { class: share >= 0.9 ? "full" : share >= 0.7 ? "nearly" : "" });
  fill.style.width = `${share * 100}%`;
  return element(
    "div",
    { class: "meter" },
    element("span", { class: "meter-label", "aria-hidden": "true" }, label),
    element(
      "div",
      {
        class: "bar",
        role: "meter",
        "aria-label": label,
        "aria-valuemin": 0,
        "aria-valuemax": limit,
        "aria-valuenow": known ? Math.min(used, limit) : 0,
        "aria-valuetext": text,
      },
      fill,
    ),
    element("span", { class: "meter-text", "aria-hidden": "true" }, text),
  );
}

function originSection({ engine, program }) {
  return element(
    "p",
    { class: "origin" },
    "Engine ",
    element("code", { id: "engine" }, engine),
    program === null ? null : ", program ",
    program === null ? null : element("code", { title: program }, `${program.slice(0, 19)}…`),
  );
}
