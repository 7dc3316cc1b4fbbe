// Types of the values that travel between the page, the background and the server. Used by `tsc --checkJs` only.
// They mirror server/colophon/wire.py.

export type Process =
  | "captured" | "captured_edited" | "ai_generated" | "ai_edited" | "ai_involved"
  | "composite_ai" | "composite" | "unknown" | "photo" | "captured_earlier";
export type Source =
  | "moderator" | "signed" | "watermark" | "registry" | "registry_creator" | "platform"
  | "creator" | "metadata" | "image_text" | "community" | "detector";
export type Confidence = "reviewed" | "recorded" | "matched" | "stated" | "estimated" | "none";
export type Status = "labelled" | "none" | "not_checked" | "error" | "protected";

/** What a post says about its image. `quote` never leaves the browser. */
export interface Statement {
  source: "creator" | "platform";
  process: "ai_generated" | "ai_edited" | "ai_involved" | "photo";
  pattern: string;
  language: string;
  reshare: boolean;
  quote?: string;
}

export interface Evidence {
  source: Source;
  process: Process;
  confidence: Confidence;
  rank: number;
  source_name: string | null;
  date: string | null;
  details: Record<string, unknown>;
  headline?: boolean;
  text?: string;
}

export interface Resolution {
  label_id: string | null;
  headline: Evidence | null;
  opposed: Evidence | null;
  conflict: boolean;
  review: boolean;
}

export interface Label {
  id: string;
  process: Process | null;
  source: Source | null;
  confidence: Confidence | null;
  short: string;
  explanation: string;
  limits: string;
  locale: string;
}

export interface Assessment {
  sha256: string | null;
  pdq: string | null;
  pdq_quality: number | null;
  status: Status;
  label: Label | null;
  conflict: boolean;
  evidence: Evidence[];
  checks: Record<string, string>;
  versions: Record<string, string | number>;
  reason: string | null;
  /** Only in answers of the extension itself: made without a server. */
  local?: boolean;
}
