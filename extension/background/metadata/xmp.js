// XMP: the properties that say how an image was made, and only those of the image itself.
//
// A service worker has no XML parser, so this is a small one: tags, attributes, namespaces, text, the five named
// entities and numbers. It stops at the first thing that is not well formed, at a document type and at its caps.
// A property counts where XMP puts the file's own ones: in an rdf:Description directly below rdf:RDF. The same
// names deeper down describe ingredients and earlier versions.

const MAX_ELEMENTS = 5_000, MAX_DEPTH = 100;
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const ROOT = `${RDF} RDF`, DESCRIPTION = `${RDF} Description`, RESOURCE = `${RDF} resource`;
const WANTED = new Map([
  [`${IPTC} DigitalSourceType`, "DigitalSourceType"],
  [`${IPTC} DigitalSourceFileType`, "DigitalSourceFileType"],
  [`${IPTC} AISystemUsed`, "AISystemUsed"],
  ["http://ns.adobe.com/photoshop/1.0/ Credit", "Credit"],
  ["http://www.tc260.org.cn/ns/AIGC/1.0/ AIGC", "AIGC"],
]);
const NAMED = new Map([["lt", "<"], ["gt", ">"], ["amp", "&"], ["quot", '"'], ["apos", "'"]]);

/**
 * @typedef {{own: Map<string, string>, outer: Scope | null}} Scope prefix to namespace
 * @typedef {{tag: string, name: string, scope: Scope}} Element `name`: namespace, blank, local name
 */

/** @param {string} packet @returns {[string, string][]} names and values of the wanted properties */
export function properties(packet) {
  const scanner = new Scanner(packet);
  while (scanner.step());
  return scanner.found;
}

class Scanner {
  /** @type {[string, string][]} */
  found = [];
  /** @type {Element[]} */
  #path = [];
  /** @type {string[] | null} texts of the property we are in */
  #value = null;
  #elements = 0;
  #at = 0;
  #packet;

  /** @param {string} packet */
  constructor(packet) {
    this.#packet = packet;
  }

  /** Read text up to the next piece of markup, and that piece. @returns {boolean} whether to go on */
  step() {
    const open = this.#packet.indexOf("<", this.#at);
    if (open < 0) return false;
    this.#value?.push(unescaped(this.#packet.slice(this.#at, open)));
    this.#at = open;
    const starts = (/** @type {string} */ mark) => this.#packet.startsWith(mark, open);
    if (starts("<!--")) return this.#skip("-->");
    if (starts("<?")) return this.#skip("?>");
    if (starts("<![CDATA[")) return this.#cdata();
    if (starts("<!")) return false;
    return starts("</") ? this.#endTag() : this.#startTag();
  }

  /** @param {string} mark @returns {boolean} */
  #skip(mark) {
    const end = this.#packet.indexOf(mark, this.#at);
    this.#at = end + mark.length;
    return end >= 0;
  }

  #cdata() {
    const start = this.#at + "<![CDATA[".length;
    if (!this.#skip("]]>")) return false;
    this.#value?.push(this.#packet.slice(start, this.#at - "]]>".length));
    return true;
  }

  /** @param {RegExp} pattern sticky @returns {RegExpExecArray | null} */
  #match(pattern) {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#packet);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #startTag() {
    const tag = this.#match(/<([^\s<>/="']+)/y)?.[1];
    this.#elements += 1;
    if (!tag || this.#elements > MAX_ELEMENTS || this.#path.length >= MAX_DEPTH) return false;
    /** @type {Map<string, string>} */
    const written = new Map();
    const pattern = /\s+([^\s=<>/"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
    for (let a = this.#match(pattern); a; a = this.#match(pattern)) written.set(a[1], unescaped(a[2] ?? a[3]));
    const close = this.#match(/\s*(\/?)>/y);
    if (!close) return false;
    const scope = scopeWith(this.#path.at(-1)?.scope ?? null, written);
    const name = qualified(tag, scope, namespaceOf("", scope) ?? "");
    if (name === null) return false;
    this.#path.push({ tag, name, scope });
    this.#readAttributes(written, scope);
    return close[1] ? this.#leave() : true;
  }

  #endTag() {
    const tag = this.#match(/<\/([^\s<>/]+)\s*>/y)?.[1];
    return tag !== undefined && this.#path.at(-1)?.tag === tag && this.#leave();
  }

  /** @param {Map<string, string>} written @param {Scope} scope */
  #readAttributes(written, scope) {
    /** @type {[string | null, string][]} */
    const attributes = [...written].map(([name, value]) => [qualified(name, scope, ""), value]);
    if (this.#isOwn(this.#path.length)) {
      for (const [name, value] of attributes) {
        const wanted = WANTED.get(name ?? "");
        if (wanted) this.found.push([wanted, value.trim()]);
      }
    } else if (this.#atProperty()) {
      this.#value = [attributes.find(([name]) => name === RESOURCE)?.[1] ?? ""];
    }
  }

  #leave() {
    const element = this.#path.at(-1);
    if (element && this.#value && this.#atProperty()) {
      this.found.push([WANTED.get(element.name) ?? "", this.#value.join("").trim()]);
      this.#value = null;
    }
    this.#path.pop();
    return true;
  }

  /** Whether the first `depth` elements end in the file's own description. @param {number} depth */
  #isOwn(depth) {
    const [root, description] = [this.#path[depth - 2], this.#path[depth - 1]];
    return depth <= 3 && root?.name === ROOT && description?.name === DESCRIPTION;
  }

  #atProperty() {
    return this.#isOwn(this.#path.length - 1) && WANTED.has(this.#path.at(-1)?.name ?? "");
  }
}

/** @param {Scope | null} outer @param {Map<string, string>} written attributes as written @returns {Scope} */
function scopeWith(outer, written) {
  const own = new Map();
  for (const [name, value] of written) {
    if (name === "xmlns" || name.startsWith("xmlns:")) own.set(name.slice("xmlns:".length), value);
  }
  return outer && own.size === 0 ? outer : { own, outer };
}

/** @param {string} prefix @param {Scope} scope @returns {string | null} */
function namespaceOf(prefix, scope) {
  for (let at = /** @type {Scope | null} */ (scope); at; at = at.outer) {
    const namespace = at.own.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  return null;
}

/**
 * @param {string} name @param {Scope} scope @param {string} bare namespace of a name without a prefix
 * @returns {string | null} namespace, blank, local name; null when the prefix is not declared
 */
function qualified(name, scope, bare) {
  const colon = name.indexOf(":");
  if (colon < 0) return `${bare} ${name}`;
  const namespace = namespaceOf(name.slice(0, colon), scope);
  return namespace === null ? null : `${namespace} ${name.slice(colon + 1)}`;
}

/** @param {string} raw @returns {string} */
function unescaped(raw) {
  return raw.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,8}));/g, (whole, decimal, hex, name) => {
    if (name) return NAMED.get(name) ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}
