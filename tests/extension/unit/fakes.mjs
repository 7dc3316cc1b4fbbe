// Stand-ins for the browser: storage areas, messages, and a network that answers from a table.

import { readFileSync } from "node:fs";

import { LANGUAGES } from "../../../extension/background/catalogue.js";
import { loadWords } from "../../../extension/background/words.js";

export const EXTENSION = new URL("../../../extension/", import.meta.url);

class Area {
  constructor() {
    this.items = {};
  }

  async get(keys) {
    if (keys === null) return structuredClone(this.items);
    if (Array.isArray(keys)) return structuredClone(Object.fromEntries(Object.entries(this.items).filter(([key]) => keys.includes(key))));
    if (typeof keys === "string") return keys in this.items ? { [keys]: structuredClone(this.items[keys]) } : {};
    return structuredClone({ ...keys, ...Object.fromEntries(Object.entries(this.items).filter(([k]) => k in keys)) });
  }

  async set(items) {
    Object.assign(this.items, structuredClone(items));
  }

  async remove(keys) {
    for (const key of [keys].flat()) delete this.items[key];
  }
}

/** The browser's permissions for hosts; `granted` holds match patterns, `agrees` what the reader says when asked. */
class Permissions {
  constructor() {
    this.granted = new Set();
    this.agrees = true;
  }

  async request({ origins }) {
    if (this.agrees) for (const origin of origins) this.granted.add(origin);
    return this.agrees || this.contains({ origins });
  }

  async contains({ origins }) {
    return origins.every((origin) => this.granted.has(origin));
  }

  async remove({ origins }) {
    return origins.map((origin) => this.granted.delete(origin)).every(Boolean);
  }

  async getAll() {
    return { origins: [...this.granted] };
  }
}

/** Install a fresh `chrome`; returns it. */
export function installChrome() {
  const chrome = {
    storage: { local: new Area(), session: new Area() },
    i18n: { getUILanguage: () => "en-GB" },
    runtime: { id: "colophon", getURL: (path) => new URL(path, EXTENSION).href },
    permissions: new Permissions(),
  };
  globalThis.chrome = chrome;
  return chrome;
}

/**
 * Install a `fetch` that asks `answer(url, init)`; it returns a Response, or throws as a network does.
 * @returns {{url: string, method: string, headers: Record<string, string>, body: any}[]} the requests, as they come
 */
export function installNetwork(answer) {
  const requests = [];
  globalThis.fetch = async (url, init = {}) => {
    if (String(url).startsWith("file:")) return new Response(readFileSync(new URL(url)));
    requests.push({ url: String(url), method: init.method ?? "GET", headers: init.headers ?? {}, body: init.body });
    return answer(String(url), init);
  };
  return requests;
}

export const json = (body, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });

/** Load content scripts into this realm, in order. */
export async function loadScripts(...paths) {
  for (const path of paths) await import(new URL(path, EXTENSION).href);
}

installChrome();
installNetwork(() => json({}, 404));
for (const language of Object.keys(LANGUAGES)) await loadWords(language); // as the background has them before it answers
