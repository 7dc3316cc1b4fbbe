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

/** How an occurrence came to the account that shows it; null where a page does not tell. */
export type Post = "own" | "reshare" | null;

/** What a reader may ask the server to remember, exactly as it is sent and shown before. */
export interface Disclosure {
  sha256: string;
  process: "ai_generated" | "ai_edited" | "ai_involved";
  pattern: string | null;
  language: string | null;
  said_by: string | null;
  words: string | null;
  permalink: string | null;
  /** YYYY-MM-DD */
  date: string;
}

/** What a reader says about a label, exactly as it is sent and shown before. */
export interface Report {
  sha256: string;
  /** The label's id. */
  label: string;
  reason: string;
}

/** How a report stands: as the server says, or that it does not know the case, or does not answer. */
export interface Case {
  case: string;
  /** Of its id what people read out to each other. */
  number: string;
  /** Is the server on this computer? Then the reader decides there, too. */
  own: boolean;
  state: "open" | "kept" | "changed" | "unknown" | "absent";
  /** The reviewers' public reason, once there is one. */
  answer: string | null;
}

/** Who may be switched off: everything of one kind (`name` is null), or one name within a kind. */
export interface SourceChoice {
  source: Source;
  name: string | null;
}

/** A list of others that the server follows: `ListOut` in server/colophon/follow/wire.py. */
export interface FollowedList {
  id: string;
  /** As the evidence names it. */
  name: string;
  host: string;
  signed: boolean;
  state: "new" | "works" | "unreachable" | "refused";
}

/** Labels by what they are about: a camera, several images put together, AI, an estimate of AI, a record that does not fit. */
export type LabelKind = "camera" | "composite" | "ai" | "estimate" | "record";

/** What changed on the server since a generation. */
export interface Changes {
  generation: number;
  sha256: string[];
  all: boolean;
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
  /** Only with the status `protected`. */
  help?: { text: string; routes: { name: string; url: string; about: string }[] } | null;
  /** Only in answers of the extension itself: made without a server. */
  local?: boolean;
  /** Added by the extension: statements that are not in `evidence`, because the reader switched their sources off. */
  unused?: (SourceChoice & { count: number })[];
  /** Added by the extension where a reader asked and there is no label: what is said instead. */
  asked?: Label;
  /** Added by the extension: the place is private, so somebody else's server does not get the picture. */
  private?: boolean;
  /** Only in answers of the extension itself: the reader hid this picture, so nothing was asked. */
  hidden?: boolean;
  /** Added by the extension where the image is part of a study. */
  study?: StudyPlace;
}

/** A picture that the reader hid: its hash, and the site's own name for it. One of them may be unknown. */
export interface Hidden {
  sha256: string | null;
  key: string | null;
}

/** What a study's arm sets: `Treatment` in server/colophon/study/spec/treatment.py. */
export interface Treatment {
  show: "labels" | "nothing" | "placebo";
  coverage: number;
  unlabelled: "nothing" | "no_origin_information";
  label_set: string;
  detail: "icon" | "short" | "short_source";
  placement: "corner" | "below";
  colour: "neutral" | "warn";
  delay_ms: number;
}

export type Words = Record<string, string>;

export type StudyQuestion = { name: string; text: Words } & (
  | { type: "scale"; points: number; low: Words; high: Words }
  | { type: "single" | "multiple"; options: { value: string; text: Words }[] }
  | { type: "text"; max_chars: number }
);

export interface StudySurvey {
  name: string;
  when: "before" | "item" | "after";
  title: Words;
  share: number;
  per_session: number;
  only: "all" | "labelled" | "unlabelled";
  questions: StudyQuestion[];
}

/** What a participant may read of a study: `PublicStudy` in server/colophon/study/wire.py. */
export interface StudyPlan {
  id: string;
  freeze: string;
  title: Words;
  locales: string[];
  feed: "own" | "hosted";
  ethics: string | null;
  contact: { name: string; email: string; url: string | null };
  dates: { opens: string | null; closes: string; retention: string };
  phases: { baseline_days: number; treatment_days: number };
  treatment: Partial<Treatment>;
  factors: { name: string; unit: string; levels: { name: string; weight: number; treatment: Partial<Treatment> }[] }[];
  holdout: { share: number; treatment: Partial<Treatment> } | null;
  label_sets: Record<string, { labels: Record<string, Record<string, { short: string; explanation?: string | null; limits?: string | null }>> }>;
  exposure: { ratio: number; milliseconds: number; focused: boolean };
  surveys: StudySurvey[];
  consent: Record<string, { text: string; sha256: string }>;
}

/** What was agreed to, and drawn at enrolment. Times are Unix milliseconds. */
export interface Taking {
  server: string;
  /** The participant's own: the same one gets the same arms after a reinstall. */
  code: string;
  levels: Record<string, string>;
  holdout: boolean;
  preview: boolean;
  itemKey: string;
  enrolledAt: number;
  baselineEnds: number;
  treatmentEnds: number;
  consent: { sha256: string; locale: string };
  /** The server is still to be told that they left. */
  leaving?: boolean;
  /** The server takes nothing more. */
  ended?: boolean;
}

/** What a page is told of an image that is part of a study; `looks` is null where it looks as always. */
export interface StudyPlace {
  place: number;
  /** Raised when what is known of it changes. */
  round: number;
  looks: { detail: Treatment["detail"]; placement: Treatment["placement"]; colour: Treatment["colour"]; delay: number } | null;
  probe: boolean;
}

/** What a page tells of an appearance. `n` counts the page's notes. */
export interface StudyNote {
  n: number;
  kind: string;
  t: number;
  place: number;
  data?: Record<string, any>;
}

/** An image of a public post that was scrolled past while its timeline is recorded, as the page tells it. */
export interface SeenImage {
  /** When, ISO 8601 in UTC. */
  seen: string;
  /** The site's own name for the picture. */
  key: string;
  /** Where its bytes can be read. */
  url: string;
  site: string;
  permalink: string | null;
  author: string | null;
  /** ISO 8601 in UTC; a day alone where the page says no more. */
  posted_at: string | null;
  caption: string | null;
  alt: string | null;
  platform_label: string | null;
  reshare: boolean;
  assessment: Assessment;
}

/** One line of `items.jsonl` of a recording, as it is kept until then. */
export interface RecordedItem extends Omit<SeenImage, "key" | "url" | "assessment"> {
  n: number;
  /** The same whenever the page shows the appearance again. */
  id: string;
  /** Null where only the page itself has it. */
  address: string | null;
  sha256: string;
  media_type: string;
  assessment: Pick<Assessment, "status" | "conflict" | "evidence" | "checks" | "versions" | "reason" | "pdq" | "pdq_quality"> & { label: string | null; local: boolean };
}

export interface RecordedMedia {
  sha256: string;
  type: string;
  /** CRC-32, as a zip file needs it. */
  crc: number;
  blob: Blob;
}

/** The recording of a timeline as it stands. Times are ISO 8601 in UTC. */
export interface Recording {
  host: string;
  origin: string;
  /** The adapter's name, or the host; null until the page told it. */
  site: string | null;
  started: string;
  ended: string | null;
  state: "recording" | "paused" | "ended";
  /** Why it is paused or ended without the moderator's word. */
  why: "closed" | "full" | "no_room" | null;
  /** Appearances that are kept. */
  images: number;
  /** Of all pictures together. */
  bytes: number;
  /** The number of the next appearance. */
  next: number;
  /** How often something was left out, by reason. */
  left: Record<string, number>;
  /** Whose last batch was counted, and its number. */
  page: string;
  batch: number;
}

/** What pages are told of it. */
export interface RecordingStanding extends Pick<Recording, "state" | "why" | "host" | "images" | "bytes"> {
  locale: string;
  words: { text: string; note: string; pause: string; goOn: string; end: string; name: string };
}

/** As server/colophon/study/events.py has it. */
export interface StudyEvent {
  seq: number;
  kind: string;
  t: number;
  item?: string;
  place?: number;
  data: object;
}
