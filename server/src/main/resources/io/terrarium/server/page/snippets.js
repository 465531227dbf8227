/** What was just done, for a terminal and for Python. Keys never stand in them. */

import { write } from "./json.js";
import { expression, quoted } from "./python.js";

/** Where the snippets, and the Python client by itself, find a key. */
export const KEY = "TERRARIUM_API_KEY";

/** The request as a command that can be pasted into a shell; the source comes with it. */
export function curl(url, request, keyed) {
  const end = terminator(request.get("source"));
  const parts = ["function", "policy", "profile"].filter((name) => request.has(name)).map((name) => [name, request.get(name)]);
  parts.push(...["args", "kwargs", "limits"].filter((name) => sizeOf(request.get(name)) > 0).map((name) => [name, write(request.get(name))]));
  return [
    `curl -sS ${shellQuoted(url)} \\`,
    ...(keyed ? [`  -H "Authorization: Bearer $${KEY}" \\`] : []),
    ...parts.map(([name, value]) => `  --form-string ${shellQuoted(`${name}=${value}`)} \\`),
    `  -F ${shellQuoted(`source=@-;filename=${curlQuoted(request.get("filename"))}`)} <<'${end}'`,
    request.get("source").replace(/\n$/, ""),
    end,
  ].join("\n");
}

function sizeOf(value) {
  return Array.isArray(value) ? value.length : (value?.size ?? 0);
}

/** A word that stands on no line of its own in the source. */
function terminator(source) {
  const lines = new Set(source.split("\n"));
  let word = "PYTHON";
  while (lines.has(word)) {
    word += "_";
  }
  return word;
}

function shellQuoted(text) {
  return /^[A-Za-z0-9_.:/=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A file name as curl's -F takes it. */
function curlQuoted(name) {
  return /^[\w.-]+$/.test(name) ? name : `"${name.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** The request with the Python client, which finds a key by itself. */
export function python(url, request) {
  const modules = new Set();
  let allExact = true;
  const written = (value) => {
    const { text, modules: needed, exact } = expression(value);
    needed.forEach((module) => modules.add(module));
    allExact &&= exact;
    return text;
  };
  const given = [
    ...request.get("args").map(written),
    ...[...request.get("kwargs")].map(([name, value]) =>
      /^[A-Za-z_]\w*$/.test(name) ? `${name}=${written(value)}` : `**{${quoted(name)}: ${written(value)}}`,
    ),
  ];
  const named = ["filename", "policy", "profile"].filter((name) => request.has(name));
  const limits = [...(request.get("limits") ?? [])].map(([name, value]) => `${name}=${value.text}`);
  return [
    ...[...modules].sort().map((module) => `import ${module}`),
    ...(modules.size > 0 ? [""] : []),
    `from terrarium_client import Client${limits.length > 0 ? ", Limits" : ""}`,
    "",
    `SOURCE = ${sourceLiteral(request.get("source"))}`,
    "",
    `with Client(${quoted(url)}) as client:`,
    `    program = client.compile(SOURCE, ${named.map((name) => `${name}=${quoted(request.get(name))}`).join(", ")})`,
    ...(limits.length > 0 ? [`    program = program.options(limits=Limits(${limits.join(", ")}))`] : []),
    `    print(program.call(${[quoted(request.get("function")), ...given].join(", ")}))`,
    ...(allExact ? [] : ["", '# What has a "$type" above stands in its JSON form: terrarium_client.values has a class for it.']),
  ].join("\n");
}

function sourceLiteral(source) {
  const escaped = source
    .replaceAll("\\", "\\\\")
    .replaceAll('"""', '\\"\\"\\"')
    .replace(/"$/, '\\"')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, (character) =>
      character === "\t" ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
    );
  return `"""\\\n${escaped}"""`;
}
