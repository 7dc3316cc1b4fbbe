// Types shared by the content scripts. Each script adds its one concept to the namespace `Colophon`.

import type { Assessment, Statement } from "../types";

declare global {
  /** Where a site keeps what belongs to a picture. Every list is tried in order; the first hit counts. */
  interface Site {
    id: string;
    recognises(location: Location, document: Document): boolean;
    /** What an image must match to be looked at; empty means any image inside a post. */
    images: string[];
    /** Images never looked at: faces of accounts, emoji, previews of links. */
    ignored: string[];
    post: string[];
    /** A post shown inside another one; its own words belong to its own picture. */
    quoted: string[];
    author: string[];
    permalink: string[];
    caption: string[];
    platformLabel: string[];
    /** Marks of a post that passes on what somebody else made. */
    reshare: string[];
    /** One name for all renditions of a picture, or null. */
    mediaKey(url: URL): string | null;
    /** The post of a picture that is shown outside of it (a lightbox), or null. */
    postElsewhere?(img: HTMLImageElement, key: string | null): Element | null;
  }

  interface Occurrence {
    caption: string | null;
    alt: string | null;
    platformLabel: string | null;
    site: string;
    permalink: string | null;
    author: string | null;
    reshare: boolean;
  }

  /** What is asked of the background for one picture; `statements` carry no words. */
  interface AssessItem {
    id: string;
    key: string;
    url: string;
    statements: Statement[];
    platform: string | null;
  }

  /** One picture on the page and what is known about it. */
  interface Tracked {
    img: HTMLImageElement;
    number: number;
    src: string;
    /** The beginning of the alt text or caption, for the popup's list. */
    about: string;
    statements: Statement[];
    answered: boolean;
    assessment: Assessment | null;
    chip: Chip | null;
  }

  interface Chip {
    host: HTMLElement;
    setHidden(hidden: boolean): void;
    remove(): void;
  }

  interface PageSettings {
    enabled: boolean;
    locale: string;
    strings: Record<string, string>;
  }

  interface PageReport {
    found: number;
    checked: number;
    labelled: number;
    notChecked: number;
    local: boolean;
    labels: { number: number; text: string; about: string }[];
  }

  interface ColophonNamespace {
    openForTests: boolean;
    started?: boolean;
    readStatements(occurrence: Pick<Occurrence, "caption" | "alt" | "platformLabel" | "site" | "reshare">): Statement[];
    alive(): boolean;
    ask(message: object): Promise<any>;
    strings: Record<string, string>;
    locale: string;
    t(key: string, values?: Record<string, string | number>): string;
    sites: Site[];
    siteOf(location: Location, document: Document): Site | null;
    generic: Site;
    first(root: ParentNode, selectors: string[]): Element | null;
    closest(element: Element, selectors: string[]): Element | null;
    readOccurrence(img: HTMLImageElement, site: Site): Occurrence | null;
    keyOf(url: string, site: Site): string;
    Discovery: new (found: (img: HTMLImageElement) => void, changed: () => void) => {
      start(): void;
      stop(): void;
      again(img: HTMLImageElement): void;
    };
    Requests: new () => {
      ask(item: Omit<AssessItem, "id">): Promise<Assessment | null>;
      receive(id: string, assessment: Assessment | null): void;
      forget(): void;
    };
    Tracker: new (site: Site) => {
      start(): void;
      stop(): void;
      receive(id: string, assessment: Assessment | null): void;
      refresh(): void;
      report(): PageReport;
      reveal(number: number): void;
    };
    place(host: HTMLElement, img: HTMLImageElement): void;
    sheets: { chip: string; card: string };
    element(name: string, properties?: object, ...children: (Node | string)[]): HTMLElement;
    glyph(): SVGElement;
    createChip(entry: Tracked): Chip;
    fillCard(card: HTMLElement, entry: Tracked): void;
    notChecked(assessment: Assessment): { name: string; reason: string }[];
    openCard(card: HTMLElement, button: HTMLElement): void;
  }

  var Colophon: ColophonNamespace;
}
