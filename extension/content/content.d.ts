// Types shared by the content scripts. Each script adds its one concept to the namespace `Colophon`.

import type { Assessment, Case, Changes, Evidence, Post, RecordingStanding, Statement, StudyPlan, StudySurvey } from "../types";

declare global {
  /** Where a site keeps what belongs to a picture. Every list is tried in order; the first hit counts. */
  interface Site {
    id: string;
    /** What a picture must match to be looked at; empty means any picture inside a post. */
    images: string[];
    /** Images never looked at: the site's own interface, emoji, previews of links. */
    ignored: string[];
    /** Faces of accounts: looked at only when the reader asks for one. */
    avatars?: string[];
    /** What an advertisement, or something around it, matches: looked at only when the reader asks for one. */
    ads?: string[];
    /** The words of the site's own mark on an advertisement, where nothing else tells. */
    adWords?: RegExp;
    /** Elements that show a picture as their background. Nothing else is asked for its style. */
    backgrounds?: string[];
    /** The corner of a picture that the site's own controls leave free; "top-end" where nothing is said. */
    corner?: "top-end" | "top-start" | "bottom-end" | "bottom-start";
    post: string[];
    /** A post shown inside another one; its own words belong to its own picture. */
    quoted: string[];
    author: string[];
    permalink: string[];
    caption: string[];
    /** Only the first text is the account's own: comments look the same. */
    oneText?: boolean;
    /** Where the platform's own label is; element names alone mean any short text in them that the account cannot write. */
    platformLabel: string[];
    /** Marks of a post that its site shows to adults only. */
    adult?: string[];
    /** Marks of a post that passes on what somebody else made. */
    reshare: string[];
    /** The same, where no selector can tell. */
    passedOn?(post: Element): boolean;
    /** Where a picture is shown in large, outside of its post: there the post is the one that shows the same picture. */
    lightbox?: string[];
    /** The name of the account where no element has it as its text. */
    handle?(post: Element): string | null;
    /** The post's address where no link has it. */
    link?(post: Element): string | null;
    /** One name for all renditions of a picture, or null. */
    mediaKey(url: URL): string | null;
    /** The post of a picture that is shown outside of it, where the page's address or a link tells, or null. */
    postElsewhere?(picture: Element, key: string): Element | null;
  }

  interface Occurrence {
    caption: string | null;
    alt: string | null;
    platformLabel: string | null;
    site: string;
    permalink: string | null;
    author: string | null;
    /** YYYY-MM-DD */
    date: string | null;
    reshare: boolean;
    /** Not for everybody: a message, or the post of a protected account. */
    private: boolean;
    post: Post;
  }

  /** What is asked of the background for one picture; `statements` carry no words. */
  interface AssessItem {
    id: string;
    key: string;
    url: string;
    statements: Statement[];
    platform: string | null;
    post: Post;
    private: boolean;
    /** The reader asks about this very picture. */
    asked?: boolean;
  }

  /** How a reader asks about one picture: what stands on it until the answer, and who is told once that is there. */
  interface Asking {
    meanwhile: Assessment;
    /** Where there is none at all. */
    failed: Assessment;
    shown(mark: Mark): unknown;
    /** Of a picture outside of posts: is it in a place that is not for everybody? */
    private: boolean;
  }

  /** Which picture a reader asks about: one of a list, the one at an address, or where they pointed. */
  interface Sought {
    url: string | null;
    number?: number;
  }

  /** A picture without a label that a reader may ask about; `url` is null where it can be read on the page only. */
  interface Offer {
    number: number;
    url: string | null;
    /** What the page says it shows, or "". */
    about: string;
    width: number;
    height: number;
  }

  /** One picture on the page and what is known about it. */
  interface Tracked {
    element: Element;
    number: number;
    src: string;
    /** The beginning of the alt text or caption, for the popup's list. */
    about: string;
    statements: Statement[];
    /** What may be remembered with a disclosure, when the reader asks for it. */
    posted: Pick<Occurrence, "author" | "permalink" | "date" | "post"> | null;
    question: AssessItem;
    answered: boolean;
    assessment: Assessment | null;
    mark: Mark | null;
    /** Called once, with the first mark. */
    shown?(mark: Mark): unknown;
  }

  /** What discovery tells of pictures. */
  interface Sightings {
    /** Large enough and near the viewport. */
    found(element: Element): void;
    /** Not near it any more. */
    left(element: Element): void;
    /** It may show something else now. */
    swapped(element: Element): void;
    /** Something was removed from the page. */
    removed(): void;
  }

  /** What stands on a picture: a label, or something that is no label. */
  interface Mark {
    kind: "label" | "help" | "hidden";
    host: HTMLElement;
    /** Show the entry as it is now. */
    update(): void;
    /** Is a reader looking at its card? Then it stays, although what it stands for is gone. */
    stays?(): boolean;
    /** What opens its card. */
    button?: HTMLElement;
    setHidden(hidden: boolean): void;
    remove(): void;
  }

  interface PageSettings {
    enabled: boolean;
    /** Is the site known to be for adults, and did the reader switch it on? */
    adult: { site: boolean; on: boolean };
    /** What happens to pictures whose label says that AI was used. */
    cover: "none" | "blur" | "blank";
    /** The upper corner that the reader wants labels in. */
    side: "auto" | "left" | "right" | "below";
    /** Do cards have links to services that search for an image? */
    elsewhere: boolean;
    /** Of what is not for everybody: the path, and selectors of what is around an image or its post, or inside it. */
    privateMarks: { path: string; around: string; inside: string };
    locale: string;
    strings: Record<string, string>;
  }

  interface PageReport {
    found: number;
    checked: number;
    labelled: number;
    /** Checked, and nothing is known. */
    nothing: number;
    /** Labels of a kind that the reader switched off. */
    unwanted: number;
    notChecked: number;
    /** Why, most common first; an empty text where no answer came. */
    reasons: { text: string; count: number }[];
    local: boolean;
    /** An image was in a private place, so the server did not get it. */
    private?: boolean;
    /** The page, or a post on it, is for adults. */
    adult: boolean;
    /** `frame`: added by the popup. */
    labels: { number: number; text: string; about: string; frame?: number }[];
    /** Only in answers to the popup. */
    doctor?: Examination | null;
  }

  /** How well the adapter fits this page: `empty` has no picture to judge by, `misses` finds none of them in a post. */
  interface Examination {
    site: string;
    state: "empty" | "misses" | "partly" | "fits";
    /** Large pictures of the page that are neither faces nor advertisements, and how many of them are in posts. */
    pictures: number;
    inPosts: number;
    /** Posts that were looked into. */
    posts: number;
    /** Lists without which a post is not understood and of which nothing was found. */
    missing: string[];
    /** For every list and selector: elements of the page, or posts in which it finds something. */
    lists: { name: string; selectors: { selector: string; hits: number }[] }[];
  }

  interface ColophonNamespace {
    openForTests: boolean;
    started?: boolean;
    /** What is known of the page's pictures. */
    tracked(): Tracked[];
    /** The scripts were brought here for single pictures that the reader asks about. */
    onlyAsked?: boolean;
    /** Where the reader last opened the right-click menu: CSS pixels of the viewport. */
    pointed?: [number, number];
    /** Elements that a reader asked about for the picture in their background. */
    askedFor?: WeakSet<Element>;
    /** Compiled once per source, with the flags `gu`, at the beginning of a text. */
    expression(source: string): RegExp;
    Wording: new (line: string) => {
      expression(source: string, classes?: Record<string, string>): RegExp | null;
    };
    readStatements(occurrence: Pick<Occurrence, "caption" | "alt" | "platformLabel" | "site" | "reshare">): Statement[];
    alive(): boolean;
    ask(message: object): Promise<any>;
    need(part: "words" | "chip" | "marks" | "follow" | "canvas" | "card" | "cover" | "by_hand" | "evidence" | "contest" | "remember" | "hide" | "changes" | "help" | "doctor" | "check" | "study" | "record" | "record_bar" | "probe"): Promise<boolean>;
    strings: Record<string, string>;
    privateMarks: PageSettings["privateMarks"];
    locale: string;
    t(key: string, values?: Record<string, string | number>): string;
    /** What reads this page. */
    site: Site;
    generic: Site;
    /** Let this adapter read the page; what it does not say is empty. */
    adapt(site: Partial<Site> & Pick<Site, "id" | "post">): void;
    /** What the adapters of Facebook, Instagram and Threads share; run before them. */
    meta: Required<Pick<Site, "adWords" | "avatars" | "ignored" | "mediaKey">>;
    // part "canvas": with the first canvas in a post
    canvasSource?(canvas: HTMLCanvasElement): string;
    /** False when there is nothing to see. */
    readCanvas?(canvas: HTMLCanvasElement): Promise<boolean>;
    /** Calls `changed` once it shows another picture, while `wanted`. */
    watchCanvas?(canvas: HTMLCanvasElement, wanted: () => boolean, changed: () => void): void;
    /** What was drawn, as a file. Throws where the page may not read it, or another picture is there by now. */
    drawnOn?(canvas: HTMLCanvasElement): Promise<Blob>;
    // part "doctor": when the popup asks
    reportOf?(entries: Tracked[]): PageReport;
    report?(): Promise<PageReport | null>;
    examine?(): Examination;
    /** Signs on the page of software that runs under many names. */
    marks(): string[];
    shadowOf(element: Element): ShadowRoot | null;
    /** Did the reader switch this site's images for adults on? */
    adultOn: boolean;
    /** Is the page, or a post that was met on it, for adults? */
    adultSeen: boolean;
    closest(element: Element, selectors: string[]): Element | null;
    isPrivate(element: Element, post?: Element | null): boolean;
    readOccurrence(picture: Element, site: Site, asked?: boolean): Occurrence | null;
    keyOf(url: string, site: Site): string;
    /** May this element be a picture that is large enough? */
    isPicture(element: Element): boolean;
    /** The address of what the element shows now, "" of nothing. */
    sourceOf(element: Element): string;
    /** The attributes to watch on the element itself (none of them: all), or null where the document's observer does. */
    ownAttributes(element: Element): string[] | null;
    Nearness: new (tell: Pick<Sightings, "found" | "left">) => {
      start(): void;
      stop(): void;
      heed(root: Document | ShadowRoot): void;
      add(element: Element): void;
      done(element: Element): void;
    };
    Discovery: new (tell: Sightings) => {
      start(): void;
      stop(): void;
      again(element: Element): void;
      done(element: Element): void;
      follow(element: Element): void;
      readonly running: boolean;
    };
    Requests: new () => {
      ask(item: AssessItem, element?: Element): Promise<Assessment | null>;
      cancel(id: string): boolean;
      receive(id: string, assessment: Assessment | null): boolean;
      forget(id?: string): void;
    };
    questionId(item: Omit<AssessItem, "id">): string;
    portable(url: string, element?: Element): Promise<string>;
    shortKey(key: string): string;
    /** All that puts marks on pictures; loaded with the first picture that is asked about. */
    needMarks(): Promise<boolean>;
    /** `occurrence` is null outside of posts; `asked` is what the reader asks. */
    entryFor(element: Element, src: string, occurrence: Occurrence | null, more: { number: number; site: Site; asked?: Partial<AssessItem> }): Tracked;
    /** Once more than `most` times? */
    tooOften(counts: WeakMap<Element, number>, element: Element, most: number): boolean;
    wasChecked(assessment: Assessment | null): boolean;
    /** Does the label rest on words in the image itself? */
    restsOnWords(assessment: Assessment | null): boolean;
    Tracker: new (site: Site, asking?: () => void) => {
      start(): void;
      stop(): void;
      receive(id: string, assessment: Assessment | null): void;
      changed(news: Changes): void;
      hide(element: Element): { key: string; url: string };
      look(element: Element, asking: Asking): Promise<unknown>;
      refresh(): void;
      readonly entries: Tracked[];
      reveal(number: number): void;
    };
    // parts "chip" and "marks": with the first picture that is asked about
    Marks?: new (entryOf: (element: Element) => Tracked | undefined, check: (element: Element) => void) => {
      stop(): void;
      paint(entry: Tracked): void;
    };
    /** Read of the page which bars may come over the picture. */
    lookForBars(element: Element): void;
    /** Keep the label out of sight below them. */
    heedBars(element: Element, host: HTMLElement): void;
    /** Read of the page what `place` needs, for a label of so many characters. */
    measure(element: Element, chars: number, side?: PageSettings["side"]): void;
    place(host: HTMLElement, element: Element): void;
    /** Place it anew if what is around the picture is not of its size any more. */
    goesAlong(host: HTMLElement): boolean;
    refit(element: Element, host: HTMLElement): void;
    /** Keep the name by which the label finds its picture. */
    holdAnchor(element: Element, host: HTMLElement): void;
    /** Also across shadow roots. */
    parentOf(element: Element): HTMLElement | null;
    /** Does something inside lie outside of it? */
    overflows(element: Element): boolean;
    /** Where a label has room below a picture, and in which element; null where there is none. */
    roomBelow(picture: Element, box: DOMRect, rtl: boolean, chars: number): { within: HTMLElement; corner: string } | null;
    freeCorner(element: Element, box: DOMRect, rtl: boolean, chars: number): { corner: string; row: number };
    sheetOf(css: string): CSSStyleSheet;
    chipSheet: CSSStyleSheet;
    chipFont: string;
    /** Write the words of a label, and how wide they are for the style of its chip. */
    setWords(button: HTMLElement, text: HTMLElement, label: { short: string; locale: string }): void;
    element(name: string, properties?: object, ...children: (Node | string)[]): HTMLElement;
    glyph(): SVGElement;
    createHost(locale: string): { host: HTMLElement; root: ShadowRoot; frame: HTMLElement };
    createChip(entry: Tracked): Mark;
    // part "changes": with the first picture that is asked about
    Changes?: new (tell: (news: Changes) => void) => { start(): void; stop(): void };
    // part "help": with the first protected picture of a page
    createHelpLink?(entry: Tracked): Mark;
    // part "card": with the first label of a page
    cardSheet: CSSStyleSheet;
    fillCard?(button: HTMLElement, entry: Tracked): void;
    openCard?(button: HTMLElement, entry: Tracked): void;
    quoteOf(evidence: Evidence, entry: Tracked): string | null;
    nameOf(evidence: Pick<Evidence, "source" | "source_name">): string;
    /** Who, when, and the statement in words without what is `said` already: null where all of it is. */
    rowOf(evidence: Evidence, entry: Tracked, said: string | null): HTMLElement;
    isMatch(evidence: Evidence): boolean;
    earlierPost(evidence: Evidence): HTMLElement | null;
    earliestOf(told: Evidence[]): Evidence | null;
    copySection(earliest: Evidence | null): HTMLElement;
    /** A button that looks like a link; `act` gets what is around it. */
    plainButton(key: string, act: (around: HTMLElement) => unknown, values?: Record<string, string>, className?: string): HTMLElement;
    /** May the reader have the server remember what the label says? */
    mayRemember(entry: Tracked): boolean;
    rememberSection(entry: Tracked): HTMLElement;
    contestSection(entry: Tracked): HTMLElement;
    hideSection(entry: Tracked): HTMLElement;
    learnSection(entry: Tracked): HTMLElement;
    showCase(section: HTMLElement, entry: Tracked): Promise<void>;
    // part "evidence": with the first card that is opened
    /** All of it; the first `short` statements stand in the card already. */
    evidenceSection?(told: Evidence[], entry: Tracked, earliest: Evidence | null, short: number): HTMLElement;
    unusedSection?(assessment: Assessment): HTMLElement;
    sourceButton(key: string, evidence: Pick<Evidence, "source" | "source_name">, use: boolean): HTMLElement;
    elsewhereSection?(entry: Tracked): HTMLElement;
    uncheckedSection?(assessment: Assessment): HTMLElement;
    dataSection?(assessment: Assessment): HTMLElement;
    // parts "follow" and "by_hand": with the first label, in browsers without anchors
    placeCard?(card: HTMLElement, button: HTMLElement): void;
    /** Keep a label at its picture. */
    follow?(host: HTMLElement, box: HTMLElement): void;
    /** Move it there at once. */
    catchUp?(host: HTMLElement): void;
    unfollow?(host: HTMLElement): void;
    // parts "check", "hide", "remember", "contest", and "cover": when a reader first asks for it
    /** Show what is known of the picture at `url`, or where the reader pointed. False where there is none. */
    checkHere?(url: string): Promise<unknown>;
    /** `keeps`: the reader may want the picture to be read once more. */
    check?(keeper: InstanceType<ColophonNamespace["Tracker"]>, sought: Sought): Promise<{ shown: boolean; keeps?: boolean }>;
    /** Is the page of our own about a picture that is not for everybody? */
    privatePage?: boolean;
    elementsIn(root: ParentNode): Generator<Element>;
    /** The pictures that have no label. */
    offer?(): Offer[];
    /** The one of this number, while the page has it. */
    offered(number: number): Element | null;
    imagesAt(url: string): HTMLElement[];
    createHiddenBox?(element: Element, show: () => void): Mark;
    remember?(section: HTMLElement, entry: Tracked): void;
    coverBy: PageSettings["cover"];
    /** What the reader chose. */
    side: PageSettings["side"];
    elsewhere: PageSettings["elsewhere"];
    /** Cover the picture of a chip; gives how to show it again. */
    cover?(entry: Tracked, button: HTMLElement): () => void;
    // while the reader takes part in a study
    StudyNotes?: new () => {
      /** `data` may be made when it is told. */
      add(kind: string, place: number, data?: object | (() => object)): void;
      flush(): void;
    };
    StudyMeter?: new (rule: StudyPlan["exposure"], tell: { exposed(element: Element, place: number, time: { total: number; longest: number }): void; left(place: number, time: { total: number; longest: number }): void }) => {
      watch(element: Element): void;
      drop(element: Element): void;
      name(element: Element, place: number): void;
      placeOf(element: Element): number | null;
      firstOf(element: Element): number | null;
      arrival(element: Element): Promise<void>;
      flush(): void;
    };
    watchActs?(did: (act: string, element: Element) => void): void;
    study?: {
      entered(element: Element): void;
      dropped(element: Element): void;
      /** Fulfilled when its label may be painted. */
      answered(entry: Tracked): Promise<void>;
      dressed(entry: Tracked, button: HTMLElement): void;
      did(kind: string, element: Element, data?: object): void;
      opened(entry: Tracked, card: HTMLElement): void;
      /** Tell all that counts now. */
      leave?(): void;
    };
    // parts "record" and "record_bar": while this timeline is recorded
    recorder?: {
      begin(): Promise<void>;
      /** Tell all that was seen. */
      flush(): Promise<void>;
    };
    createRecordBar?(locale: string, act: (name: string) => void): {
      update(standing: RecordingStanding): void;
      /** Out of the way of labels. */
      move(): void;
      remove(): void;
    };
    /** Is a survey about an image open? */
    surveying?: boolean;
    surveyForm(
      around: HTMLElement,
      due: { survey: StudySurvey; locale: string },
      act: { told(kind: string, data: object): void; over(answered: boolean): void; decline: string },
    ): { leave(): void };
    showProbe?(picture: Element, due: { survey: StudySurvey; locale: string }, told: (kind: string, data: object) => void): void;
    contest?(section: HTMLElement, entry: Tracked): void;
    caseElement?(found: Case): HTMLElement;
  }

  var Colophon: ColophonNamespace;
}
