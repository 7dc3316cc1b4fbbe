// Type of the generated patterns.js. They mirror server/colophon/checks/patterns.py.

import type { Statement } from "../types";

type Said = Statement["process"];

interface LanguagePatterns {
  language: string;
  /** What `<name>` in a pattern stands for. */
  classes: Record<string, string>;
  patterns: { id: string; process: Said; source: string; where: "caption" | "alt" | null }[];
  guards: string;
  photo_guards: string;
  neutral: string;
}

interface PlatformLabel {
  id: string;
  source: Statement["source"];
  /** Null where the words are known but name no AI. */
  process: Said | null;
  language: string;
  words: string[];
}

declare global {
  interface StatementPatterns {
    version: string;
    /** Characters of a text that are read. */
    limit: number;
    mentions: string;
    silencers: string;
    tag_silencers: string;
    automatic_alt: string;
    quoting_alt: string;
    languages: LanguagePatterns[];
    tags: Record<string, { id: string; process: Said; language: string }>;
    platforms: { key: string; name: string; hosts: string[]; labels: PlatformLabel[] }[];
  }

  interface ColophonNamespace {
    patterns: StatementPatterns;
  }
}
