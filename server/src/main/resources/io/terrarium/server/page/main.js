/** The page: what it knows, and what happens when something on it is used. */

import { byId, counted, element, fill } from "./dom.js";
import { Editor } from "./editor.js";
import { EXAMPLES } from "./examples.js";
import { ArgumentForm } from "./form.js";
import { showIsolation } from "./isolation.js";
import { NumberText } from "./json.js";
import { ResultView, toldOf } from "./result.js";
import { Problem, Service } from "./service.js";
import { curl, KEY, python } from "./snippets.js";

const CHECK_AFTER_MS = 300;
const LARGEST_FILE = 4 * 1024 * 1024;

// ---- What is kept in this tab -----------------------------------------------------------------------

const kept = {
  read(name) {
    try {
      return sessionStorage.getItem(`terrarium-${name}`);
    } catch {
      return null;
    }
  },
  write(name, value) {
    try {
      if (value === null) {
        sessionStorage.removeItem(`terrarium-${name}`);
      } else {
        sessionStorage.setItem(`terrarium-${name}`, value);
      }
    } catch {
      // Storage may be forbidden or full: then nothing outlives a reload.
    }
  },
};

let key = kept.read("key");
const service = new Service(document.baseURI, () => key);

function announce(text) {
  byId("announcer").textContent = text;
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${what} is copied`);
    return true;
  } catch {
    announce("The browser does not let this page copy");
    return false;
  }
}

// ---- The source -------------------------------------------------------------------------------------

const editor = new Editor(byId("editor"), "Python source", "editor-hint");
const form = new ArgumentForm(byId("arguments"));
const result = new ResultView({ goTo: (line, column) => editor.goTo(line, column), announce, copy });

let functions = [];
let wanted = null;

function open(filename, source) {
  byId("filename").value = filename;
  showFunctions([]);
  editor.source = source;
  kept.write("filename", filename);
  kept.write("source", source);
}

function openExample(example) {
  form.suggest(example.function, example.fields);
  open(example.filename, example.source);
  wanted = example.function;
}

function setUpSource() {
  const examples = byId("examples");
  EXAMPLES.forEach(({ title }, index) => examples.append(element("option", { value: index }, title)));
  examples.addEventListener("change", () => {
    if (examples.value !== "") {
      openExample(EXAMPLES[Number(examples.value)]);
      announce(`Opened the example ${EXAMPLES[Number(examples.value)].title}`);
      examples.value = "";
    }
  });
  byId("open").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", () => {
    openFiles(byId("file").files);
    byId("file").value = "";
  });
  byId("filename").addEventListener("change", () => {
    kept.write("filename", byId("filename").value);
    checkSoon();
  });
  editor.onChange(() => {
    kept.write("source", editor.source);
    checkSoon();
  });
  setUpDropping();
}

function setUpDropping() {
  let depth = 0;
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const inside = (change) => {
    depth = Math.max(0, depth + change);
    document.body.classList.toggle("dropping", depth > 0);
  };
  // Before the editor hears of it, which would take a file's name for text.
  const listen = (name, handle) =>
    document.addEventListener(
      name,
      (event) => {
        if (holdsFiles(event)) {
          event.preventDefault();
          event.stopPropagation();
          handle(event);
        }
      },
      true,
    );
  listen("dragenter", () => inside(1));
  listen("dragleave", () => inside(-1));
  listen("dragover", (event) => {
    event.dataTransfer.dropEffect = "copy";
  });
  listen("drop", (event) => {
    inside(-depth);
    openFiles(event.dataTransfer.files);
  });
}

async function openFiles(files) {
  const file = [...files].find(({ name }) => name.endsWith(".py")) ?? files[0];
  if (file === undefined) {
    return;
  }
  try {
    if (file.size > LARGEST_FILE) {
      throw new Problem("too_large", "too large", `${file.name} is larger than 4 MiB, so it is hardly a Python source.`);
    }
    open(file.name, await textOf(file));
    announce(`Opened ${file.name}`);
  } catch (error) {
    tellCheck("bad", error instanceof Problem ? error.message : `${file.name} cannot be read.`);
  }
}

async function textOf(file) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch (error) {
    if (error instanceof TypeError) {
      throw new Problem("no_text", "no text", `${file.name} is not UTF-8 text, which a Python source has to be here.`);
    }
    throw error;
  }
}

// ---- Checking as it is written ------------------------------------------------------------------------

let checkTimer = null;
let checking = null;
let checkAgain = null;

function checkSoon(after = CHECK_AFTER_MS) {
  clearTimeout(checkTimer);
  clearTimeout(checkAgain);
  checkTimer = setTimeout(check, after);
}

/** Asks what the service says of the source. An answer that a newer question has overtaken is dropped. */
async function check() {
  checking?.abort();
  const mine = new AbortController();
  checking = mine;
  if (editor.source.trim() === "") {
    showDiagnostics([]);
    showFunctions([]);
    tellCheck("", "Write a Python function, or drop a file here.");
    return;
  }
  try {
    const document = await service.check(new Map([...sourceOf(), ...chosenRules()]), mine.signal);
    if (checking === mine) {
      showCheck(document);
    }
  } catch (error) {
    if (checking === mine && !mine.signal.aborted) {
      tellCheckFailed(error);
    }
  }
}

function showCheck(document) {
  showDiagnostics(document.diagnostics);
  if (document.status === "ok") {
    showFunctions(document.functions);
    tellCheck("good", functions.length === 0 ? "No problems, and no function to call yet." : "No problems.");
    return;
  }
  const { diagnostics, error, status } = document;
  tellCheck("bad", diagnostics.length > 0 ? counted(diagnostics.length, "problem") : (error?.message ?? status));
  byId("run-hint").textContent =
    functions.length > 0
      ? "The source has problems now; this is the form from before them."
      : "When the problems are gone, its functions can be called.";
}

function tellCheckFailed(error) {
  if (!(error instanceof Problem)) {
    throw error;
  }
  const { heading, text } = toldOf(error);
  if (error.wantsKey) {
    askForKey(heading);
    tellCheck("bad", `Not checked: ${heading}.`);
    return;
  }
  tellCheck("bad", `Not checked. ${heading}: ${text}`);
  if (["unreachable", "rate_limited", "concurrency_limited", "overloaded", "draining", "engine_unavailable"].includes(error.code)) {
    checkAgain = setTimeout(check, Math.max(error.retryAfter ?? 0, 3000));
  }
}

function tellCheck(tone, text) {
  const status = byId("check-status");
  status.className = tone;
  if (status.textContent !== text) {
    status.textContent = text;
  }
}

function showDiagnostics(diagnostics) {
  editor.markProblems(diagnostics);
  fill(byId("diagnostics"), ...diagnostics.map(diagnosticElement));
}

function diagnosticElement(diagnostic) {
  const { code, message, line, column, hint } = diagnostic;
  const where = line > 0 ? `line ${line}${column > 0 ? `, column ${column}` : ""}` : "somewhere";
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "place", click: () => editor.goTo(line, column) },
      element("span", { class: "where" }, where),
      element("span", { class: "message" }, message),
      element("span", { class: "code" }, code),
    ),
    hint === null ? null : element("p", { class: "hint" }, element("span", { class: "unseen" }, "Hint: "), hint),
  );
}

// ---- The function and its form ------------------------------------------------------------------------

function showFunctions(found) {
  functions = found;
  const select = byId("function");
  const chosen = wanted ?? select.value;
  fill(select, ...found.map(({ name }) => element("option", { value: name }, name)));
  select.disabled = found.length === 0;
  const usual = found.find(({ name }) => name === chosen) ?? found.find(({ name }) => !name.startsWith("_")) ?? found[0];
  if (usual !== undefined) {
    select.value = usual.name;
  }
  wanted = null;
  showFunction();
}

function chosenFunction() {
  return functions.find(({ name }) => name === byId("function").value);
}

function showFunction() {
  const called = chosenFunction();
  byId("run").disabled = called === undefined;
  byId("run-hint").textContent = called === undefined ? "There is no function to call yet." : "";
  byId("signature").textContent = called === undefined ? "" : `${called.async ? "async " : ""}def ${called.signature}`;
  byId("docstring").textContent = called?.docstring ?? "";
  byId("docstring").hidden = (called?.docstring ?? "") === "";
  if (called === undefined) {
    form.clear();
  } else {
    form.show(called);
  }
}

// ---- Rules and limits ---------------------------------------------------------------------------------

async function setUpRules() {
  const [profiles, policies] = await Promise.all([service.read("v1/profiles"), service.read("v1/policies")]);
  const select = byId("rules");
  const before = select.value;
  const options = [];
  const add = (group, kind, names) => {
    if (names.length > 0) {
      options.push(
        element("optgroup", { label: group }, ...names.map((name) => element("option", { value: `${kind}:${name}` }, name))),
      );
    }
  };
  add("Profiles", "profile", profiles.profiles.map(({ name }) => name));
  // Who runs under a profile has its policy.
  add("Policies", "policy", profiles.default === null || profiles.default === undefined ? policies.policies : []);
  fill(select, element("option", { value: "" }, usualRules(profiles)), ...options);
  if ([...select.options].some(({ value }) => value === before)) {
    select.value = before;
  }
  knownProfiles = profiles.profiles;
  tellRules();
}

let knownProfiles = [];

function usualRules(profiles) {
  return profiles.default ? `the usual (profile ${profiles.default})` : "the usual";
}

function chosenRules() {
  const value = byId("rules").value;
  const colon = value.indexOf(":");
  return colon < 0 ? [] : [[value.slice(0, colon), value.slice(colon + 1)]];
}

async function tellRules() {
  const value = byId("rules").value;
  const name = value.slice(value.indexOf(":") + 1);
  const hint = byId("rules-hint");
  hint.textContent = "";
  if (value.startsWith("profile:")) {
    const profile = knownProfiles.find((known) => known.name === name);
    hint.textContent = profile === undefined ? "" : `Its policy is ${profile.policy}.`;
  } else if (value.startsWith("policy:")) {
    try {
      const { purpose } = await service.read(`v1/policies/${encodeURIComponent(name)}`);
      if (byId("rules").value === value) {
        hint.textContent = purpose ?? "";
      }
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error;
      }
    }
  }
}

/** The limits that were put in, or null where one is no number; its field has the focus then. */
function chosenLimits() {
  const limits = new Map();
  for (const field of document.querySelectorAll("[data-limit]")) {
    const text = field.value.trim();
    field.removeAttribute("aria-invalid");
    if (text === "") {
      continue;
    }
    const amount = Number(text);
    const scaled = Math.round(amount * Number(field.dataset.unit));
    if (!(amount > 0) || !Number.isSafeInteger(scaled) || scaled < 1) {
      field.setAttribute("aria-invalid", "true");
      byId("options").open = true;
      field.focus();
      byId("run-hint").textContent = "A limit is a number above 0, or nothing.";
      return null;
    }
    limits.set(field.dataset.limit, new NumberText(String(scaled)));
  }
  return limits;
}

// ---- Running ------------------------------------------------------------------------------------------

let running = null;
let done = null;

function sourceOf() {
  return [
    ["source", editor.source],
    ["filename", byId("filename").value.trim() || "user.py"],
  ];
}

function requestOf(called) {
  byId("run-hint").textContent = "";
  const given = form.read();
  const limits = given === null ? null : chosenLimits();
  if (limits === null) {
    announce(given === null ? "An argument is missing or cannot be read" : "A limit cannot be read");
    return null;
  }
  const request = new Map([...sourceOf(), ["function", called.name], ["args", given.args], ["kwargs", given.kwargs], ...chosenRules()]);
  if (limits.size > 0) {
    request.set("limits", limits);
  }
  return request;
}

async function run() {
  const called = chosenFunction();
  if (running !== null || called === undefined) {
    return;
  }
  const request = requestOf(called);
  if (request === null) {
    return;
  }
  const mine = new AbortController();
  busy(mine);
  editor.markRaised([]);
  result.begin(called.name);
  const source = editor.source;
  try {
    const document = await service.execute(request, (stream, text) => result.hear(stream, text), mine.signal);
    busy(null);
    result.end(called.name, document);
    showSnippets(request);
    if (editor.source === source) {
      showInSource(document);
    }
  } catch (error) {
    busy(null);
    if (mine.signal.aborted) {
      result.cancelled();
    } else if (error instanceof Problem) {
      failed(error);
    } else {
      result.fail(new Problem("page", "The page could not show this", String(error)), null);
      throw error;
    }
  }
}

function showInSource(document) {
  if (document.diagnostics.length > 0) {
    showDiagnostics(document.diagnostics);
    tellCheck("bad", counted(document.diagnostics.length, "problem"));
  }
  const lines = (document.error?.frames ?? []).map(({ line }) => line).filter((line) => line > 0);
  const raised = document.error?.line;
  editor.markRaised(lines.length > 0 || !raised ? lines : [raised]);
}

function failed(problem) {
  if (problem.wantsKey) {
    askForKey(toldOf(problem).heading);
  }
  const again = problem.wantsKey || (problem.status >= 400 && problem.status < 500 && problem.status !== 429) ? null : run;
  result.fail(problem, again);
}

function busy(controller) {
  // What is hidden loses the focus, which belongs to what stands in its place then.
  const hadFocus = [byId("run"), byId("cancel")].includes(document.activeElement);
  running = controller;
  byId("cancel").hidden = controller === null;
  byId("run").hidden = controller !== null;
  byId("result").setAttribute("aria-busy", String(controller !== null));
  if (hadFocus) {
    byId(controller === null ? "run" : "cancel").focus();
  }
}

// ---- Snippets -----------------------------------------------------------------------------------------

function showSnippets(request) {
  done = { request, keyed: key !== null };
  byId("snippets").hidden = false;
  showSnippet();
}

function showSnippet() {
  const language = document.querySelector("input[name=snippet]:checked").value;
  const { request, keyed } = done;
  byId("snippet").textContent =
    language === "curl"
      ? curl(service.url("v1/execute"), request, keyed)
      : python(service.url(".").replace(/\/$/, ""), request);
  byId("snippet-hint").textContent = keyed ? `It takes the API key from the environment: ${KEY}.` : "";
}

async function copySnippet() {
  const button = byId("copy");
  const copied = await copy(byId("snippet").textContent, "The snippet");
  button.textContent = copied ? "Copied" : "Select it and copy";
  setTimeout(() => {
    button.textContent = "Copy";
  }, 2000);
}

// ---- The key and the colours --------------------------------------------------------------------------

function showKeyPanel(shown) {
  byId("key-panel").hidden = !shown;
  byId("key-button").setAttribute("aria-expanded", String(shown));
}

function askForKey(why) {
  byId("key-hint").textContent = `${why}. Yours is kept in this tab alone, until the tab is closed.`;
  showKeyPanel(true);
}

function setKey(value) {
  key = value;
  kept.write("key", value);
  byId("key").value = "";
  tellKey();
}

function tellKey() {
  byId("key-button").textContent = key === null ? "API key" : "API key ✓";
  byId("key-button").setAttribute("aria-label", key === null ? "API key" : "API key, in use");
  byId("key-forget").hidden = key === null;
}

function setUpKey() {
  tellKey();
  byId("key-button").addEventListener("click", () => {
    showKeyPanel(byId("key-panel").hidden);
    if (!byId("key-panel").hidden) {
      byId("key").focus();
    }
  });
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const value = byId("key").value.trim();
    if (value === "") {
      byId("key").focus();
      return;
    }
    setKey(value);
    showKeyPanel(false);
    byId("key-button").focus();
    announce("The API key is used from now on");
    load();
  });
  byId("key-forget").addEventListener("click", () => {
    setKey(null);
    byId("key").focus();
    announce("The API key is forgotten");
    load();
  });
  byId("key-panel").addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      showKeyPanel(false);
      byId("key-button").focus();
    }
  });
}

function setUpTheme() {
  const button = byId("theme-button");
  const tell = () => {
    const dark = globalThis.terrariumTheme.dark();
    button.setAttribute("aria-pressed", String(dark));
  };
  button.addEventListener("click", () => {
    globalThis.terrariumTheme.toggle();
    tell();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
  tell();
}

// ---- Beginning ----------------------------------------------------------------------------------------

/** Asks for what the service has to say besides calls; without it the page works all the same. */
async function load() {
  checkSoon(0);
  const quietly = async (question) => {
    try {
      await question();
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error;
      }
    }
  };
  await Promise.all([
    quietly(setUpRules),
    quietly(async () => showIsolation(byId("isolation-summary"), byId("isolation-engines"), await service.read("v1/isolation"))),
  ]);
}

function setUpCall() {
  byId("function").addEventListener("change", showFunction);
  byId("rules").addEventListener("change", () => {
    tellRules();
    checkSoon(0);
  });
  byId("call-form").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  byId("cancel").addEventListener("click", () => running?.abort());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
      event.preventDefault();
      run();
    }
  });
  for (const radio of document.querySelectorAll("input[name=snippet]")) {
    radio.addEventListener("change", showSnippet);
  }
  byId("copy").addEventListener("click", copySnippet);
}

setUpTheme();
setUpKey();
setUpSource();
setUpCall();
if (kept.read("source") === null) {
  openExample(EXAMPLES[0]);
} else {
  open(kept.read("filename") ?? "user.py", kept.read("source"));
}
load();
