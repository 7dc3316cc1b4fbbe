// One small recogniser for each way a generator leaves its name in a file; the same as in the server.
//
// Every word of a finding comes from the tables here and in source_type.js, never from the file: prompts, names
// and places cannot get out.

import { PROCESSES, termOf } from "./source_type.js";

/**
 * @typedef {import("./fields.js").Fields} Fields
 * @typedef {import("../../types").Process} Process
 * @typedef {{process: Process, generator: string | null, field: string, digitalSourceType: string | null}} Finding
 */

const UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const ONLY_UUID = new RegExp(`^${UUID}$`);
const JOB = new RegExp(`\\bJob ID: ${UUID}\\b`);
const STEPS = /\bSteps: \d{1,6}, /;
const SAMPLING = /\b(?:Sampler|Seed|CFG scale): /;
const DREAM = / -[sS] ?\d{1,20}\b/;
const SIGNATURE = /^Signature: [A-Za-z0-9+/]{64,}={0,2}$/;
const NOT_JSON = /([[:,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g;
const AI_SYSTEMS = [
  "ChatGPT", "DALL-E", "DALL·E", "OpenAI", "Midjourney", "Gemini", "Imagen", "Nano Banana", "Adobe Firefly",
  "Firefly", "Stable Diffusion", "FLUX", "Grok", "Copilot", "Bing Image Creator", "Designer", "Meta AI",
  "Leonardo", "Ideogram", "Recraft", "Runway", "Canva", "Qwen", "Doubao", "Jimeng", "Seedream", "Kling",
  "Hunyuan", "Krea", "Amazon Titan", "Amazon Nova", "NovelAI", "ComfyUI",
];
const AI_SYSTEM = new RegExp(`(?<!\\w)(?:${AI_SYSTEMS.join("|")})(?!\\w)`, "i");

/** All distinct statements in the fields of one file. @param {Fields} fields @returns {Finding[]} */
export function recognise(fields) {
  /** @type {Map<string, Finding>} */
  const distinct = new Map();
  for (const recogniser of RECOGNISERS) {
    for (const finding of recogniser(fields)) {
      const key = [finding.process, finding.generator, finding.digitalSourceType].join("\n");
      if (!distinct.has(key)) distinct.set(key, finding);
    }
  }
  return [...distinct.values()];
}

/**
 * @param {Process} process @param {string | null} generator @param {string} field
 * @param {string | null} [digitalSourceType] @returns {Finding}
 */
const finding = (process, generator, field, digitalSourceType = null) =>
  ({ process, generator, field, digitalSourceType });

/** @param {Fields} fields @param {...string} names @returns {[string, string][]} */
const each = (fields, ...names) =>
  names.flatMap((name) => (fields.get(name) ?? []).map((value) => /** @type {[string, string]} */ ([name, value])));

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The JSON object in a text, or an empty one. Python writes NaN into JSON, and so do the generators.
 * @param {string} value @returns {Record<string, unknown>}
 */
function json(value) {
  try {
    const found = JSON.parse(value.replace(NOT_JSON, "$1null"));
    return isObject(found) ? found : {};
  } catch {
    return {};
  }
}

/** IPTC digital source type, and `AISystemUsed`, which alone does not say how much. @param {Fields} fields */
function* iptc(fields) {
  const [system, systemField] = aiSystem(fields);
  let used = false;
  for (const [name, value] of each(fields, "xmp:DigitalSourceType", "xmp:DigitalSourceFileType")) {
    const term = termOf(value);
    const process = term === null ? undefined : PROCESSES.get(term);
    if (process === undefined) continue;
    const ai = process === "ai_generated" || process === "ai_edited" || process === "composite_ai";
    used ||= ai;
    yield finding(process, ai ? system : null, name, term);
  }
  if (systemField && !used) yield finding("ai_involved", system, systemField);
}

/** @param {Fields} fields @returns {[string | null, string | null]} its name, if it is one we know, and the field */
function aiSystem(fields) {
  const [first] = each(fields, "xmp:AISystemUsed").filter(([, value]) => value);
  if (!first) return [null, null];
  const known = AI_SYSTEM.exec(first[1])?.[0].toLowerCase();
  return [AI_SYSTEMS.find((name) => name.toLowerCase() === known) ?? null, first[0]];
}

/** The credit line that Google's tools write. @param {Fields} fields */
function* google(fields) {
  for (const [name, value] of each(fields, "xmp:Credit", "iptc:Credit")) {
    if (value === "Made with Google AI") yield finding("ai_generated", "Google AI", name);
    else if (value === "Edited with Google AI") yield finding("ai_edited", "Google AI", name);
  }
}

/** China's label: 1 says it is made with AI, other values are a platform's guess. @param {Fields} fields */
function* tc260(fields) {
  for (const [name, value] of each(fields, "xmp:AIGC", "png:AIGC", "exif:ImageDescription", "exif:UserComment")) {
    const outer = json(value);
    const label = isObject(outer.AIGC) ? outer.AIGC : outer;
    if ("Label" in label && ("ContentProducer" in label || "ProduceID" in label)) {
      yield finding(String(label.Label) === "1" ? "ai_generated" : "unknown", "TC260 AIGC", name);
    }
  }
}

/** Galaxy AI tools: which generative tool was used (0: none). @param {Fields} fields */
function* samsung(fields) {
  for (const [name, value] of each(fields, "samsung:PEg_Info", "samsung:PhotoEditor_Re_Edit_Data")) {
    const kind = json(value).genAIType;
    if (Number.isInteger(kind) && Number(kind) > 0) yield finding("ai_edited", "Samsung Photo assist", name);
  }
}

/** Fooocus names its scheme beside the parameters. @param {Fields} fields */
function* fooocus(fields) {
  if (fields.has("png:parameters") && fields.has("png:fooocus_scheme")) {
    yield finding("ai_generated", "Fooocus", "png:fooocus_scheme");
  }
}

/** Prompt and settings as one text, also of programs derived from AUTOMATIC1111. @param {Fields} fields */
function* automatic1111(fields) {
  if (fields.has("png:fooocus_scheme")) return;
  for (const [name, value] of each(fields, "png:parameters", "exif:UserComment", "jpeg:comment", "gif:comment")) {
    if (STEPS.test(value) && SAMPLING.test(value)) yield finding("ai_generated", "AUTOMATIC1111", name);
  }
}

/** The graph of nodes: as PNG text, in WebP as EXIF Model and Make with the key in front. @param {Fields} fields */
function* comfyui(fields) {
  for (const [name, value] of keyed(fields, "png:prompt", "exif:Model", "prompt:")) {
    const nodes = Object.values(json(value));
    if (nodes.some((node) => isObject(node) && "class_type" in node)) yield finding("ai_generated", "ComfyUI", name);
  }
  for (const [name, value] of keyed(fields, "png:workflow", "exif:Make", "workflow:")) {
    const graph = json(value);
    if (Array.isArray(graph.nodes) && "links" in graph) yield finding("ai_generated", "ComfyUI", name);
  }
}

/**
 * Texts under a name of their own, and those under another with a key in front.
 * @param {Fields} fields @param {string} own @param {string} other @param {string} key
 */
function* keyed(fields, own, other, key) {
  yield* each(fields, own);
  for (const [name, value] of each(fields, other)) {
    if (value.startsWith(key)) yield /** @type {const} */ ([name, value.slice(key.length)]);
  }
}

/** Three generations of keys. @param {Fields} fields */
function* invokeai(fields) {
  for (const [name, value] of each(fields, "png:invokeai_metadata", "png:sd-metadata")) {
    if (Object.keys(json(value)).length > 0) yield finding("ai_generated", "InvokeAI", name);
  }
  for (const [name, value] of each(fields, "png:Dream")) {
    if (DREAM.test(value)) yield finding("ai_generated", "InvokeAI", name);
  }
}

/** The program's name under `Software`, settings under `Comment`. @param {Fields} fields */
function* novelai(fields) {
  for (const [name, value] of each(fields, "png:Software")) {
    if (value === "NovelAI" && fields.has("png:Comment")) yield finding("ai_generated", "NovelAI", name);
  }
}

/** A description that ends with the job's number, beside an author. @param {Fields} fields */
function* midjourney(fields) {
  for (const [name, value] of each(fields, "png:Description")) {
    if (fields.has("png:Author") && JOB.test(value)) yield finding("ai_generated", "Midjourney", name);
  }
}

/** A signature as description and a UUID as artist. @param {Fields} fields */
function* grok(fields) {
  const signed = each(fields, "exif:ImageDescription").some(([, value]) => SIGNATURE.test(value));
  if (signed && each(fields, "exif:Artist").some(([, value]) => ONLY_UUID.test(value))) {
    yield finding("ai_generated", "xAI Grok", "exif:ImageDescription");
  }
}

/** @type {((fields: Fields) => Generator<Finding>)[]} */
const RECOGNISERS = [
  iptc, google, tc260, samsung, fooocus, automatic1111, comfyui, invokeai, novelai, midjourney, grok,
];
