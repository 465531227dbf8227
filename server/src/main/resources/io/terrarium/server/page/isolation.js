/** The machine's engines and the layers around a program, from what the service found when it started. */

import { element, fill } from "./dom.js";

/** Shows the document of the machine: a line that sums it up, and a table for each engine. */
export function showIsolation(summary, place, document) {
  const engines = document.engines ?? [];
  const usable = engines.filter((engine) => engine.usable);
  fill(summary, summaryOf(usable));
  fill(place, ...engines.map(engineElement));
}

function summaryOf(usable) {
  if (usable.length === 0) {
    return "no engine can run programs here";
  }
  return usable
    .map(({ engine, layers, self_check: attempts }) => {
      const present = layers.filter((layer) => layer.present).length;
      const stopped = attempts.filter((attempt) => attempt.stopped).length;
      return [
        engine,
        ...(layers.length > 0 ? [`${present} of ${layers.length} layers`] : []),
        ...(attempts.length > 0 ? [`${stopped} of ${attempts.length} attempts to get out stopped`] : []),
      ].join(", ");
    })
    .join("; ");
}

function engineElement({ engine, usable, runtime, layers, self_check: attempts, notes }) {
  const stopped = attempts.filter((attempt) => attempt.stopped).length;
  return element(
    "section",
    { class: "engine" },
    element("h3", {}, engine, usable ? "" : " (not usable)", runtime === null ? null : element("span", { class: "runtime" }, runtime)),
    layers.length === 0 ? null : layerTable(layers),
    attempts.length === 0
      ? null
      : element("p", { class: "hint" }, `A worker's own attempts to get out before anything was served: ${stopped} of ${attempts.length} stopped.`),
    ...[notes ?? []].flat().map((note) => element("p", { class: "hint" }, String(note))),
  );
}

function layerTable(layers) {
  const rows = layers.map(({ name, required, present, detail, remedy }) =>
    element(
      "tr",
      { class: present ? "present" : required ? "lacking" : "absent" },
      element("th", { scope: "row" }, name),
      element("td", {}, element("span", { class: "mark" }, present ? "there" : "not there")),
      element("td", {}, required ? "required" : "extra"),
      element("td", {}, detail, remedy === null || remedy === undefined ? null : element("p", { class: "hint" }, remedy)),
    ),
  );
  const heads = ["Layer", "", "", "By what"].map((head) => (head === "" ? element("td") : element("th", { scope: "col" }, head)));
  return element("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Layers" }, element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)));
}
