// Generated from server/colophon/labels; do not edit.

export const LABELS_VERSION = "2b8d2e4bb158";

/** @type {Record<string, any>} */
export const LABEL_KINDS = {
 "captured.signed": {
  "process": "captured",
  "source": "signed",
  "confidence": "recorded"
 },
 "captured_edited.signed": {
  "process": "captured_edited",
  "source": "signed",
  "confidence": "recorded"
 },
 "ai_generated.signed": {
  "process": "ai_generated",
  "source": "signed",
  "confidence": "recorded"
 },
 "ai_edited.signed": {
  "process": "ai_edited",
  "source": "signed",
  "confidence": "recorded"
 },
 "ai_involved.signed": {
  "process": "ai_involved",
  "source": "signed",
  "confidence": "recorded"
 },
 "composite_ai.signed": {
  "process": "composite_ai",
  "source": "signed",
  "confidence": "recorded"
 },
 "composite.signed": {
  "process": "composite",
  "source": "signed",
  "confidence": "recorded"
 },
 "ai_generated.watermark": {
  "process": "ai_generated",
  "source": "watermark",
  "confidence": "recorded"
 },
 "ai_involved.watermark": {
  "process": "ai_involved",
  "source": "watermark",
  "confidence": "recorded"
 },
 "ai_generated.creator": {
  "process": "ai_generated",
  "source": "creator",
  "confidence": "stated"
 },
 "ai_edited.creator": {
  "process": "ai_edited",
  "source": "creator",
  "confidence": "stated"
 },
 "ai_involved.creator": {
  "process": "ai_involved",
  "source": "creator",
  "confidence": "stated"
 },
 "ai_generated.platform": {
  "process": "ai_generated",
  "source": "platform",
  "confidence": "stated"
 },
 "ai_edited.platform": {
  "process": "ai_edited",
  "source": "platform",
  "confidence": "stated"
 },
 "ai_involved.platform": {
  "process": "ai_involved",
  "source": "platform",
  "confidence": "stated"
 },
 "ai_generated.metadata": {
  "process": "ai_generated",
  "source": "metadata",
  "confidence": "stated"
 },
 "ai_edited.metadata": {
  "process": "ai_edited",
  "source": "metadata",
  "confidence": "stated"
 },
 "composite_ai.metadata": {
  "process": "composite_ai",
  "source": "metadata",
  "confidence": "stated"
 },
 "ai_involved.metadata": {
  "process": "ai_involved",
  "source": "metadata",
  "confidence": "stated"
 },
 "ai_generated.registry": {
  "process": "ai_generated",
  "source": "registry",
  "confidence": "matched"
 },
 "ai_generated.registry_creator": {
  "process": "ai_generated",
  "source": "registry_creator",
  "confidence": "matched"
 },
 "ai_edited.registry": {
  "process": "ai_edited",
  "source": "registry",
  "confidence": "matched"
 },
 "ai_generated.detector": {
  "process": "ai_generated",
  "source": "detector",
  "confidence": "estimated"
 },
 "ai_generated.moderator": {
  "process": "ai_generated",
  "source": "moderator",
  "confidence": "reviewed"
 },
 "ai_edited.moderator": {
  "process": "ai_edited",
  "source": "moderator",
  "confidence": "reviewed"
 },
 "captured.moderator": {
  "process": "captured",
  "source": "moderator",
  "confidence": "reviewed"
 },
 "ai_generated.community": {
  "process": "ai_generated",
  "source": "community",
  "confidence": "stated"
 },
 "conflict": {
  "process": null,
  "source": null,
  "confidence": null
 },
 "record_mismatch": {
  "process": null,
  "source": null,
  "confidence": null
 },
 "signer_unknown": {
  "process": null,
  "source": null,
  "confidence": null
 },
 "none": {
  "process": null,
  "source": null,
  "confidence": null
 },
 "not_checked": {
  "process": null,
  "source": null,
  "confidence": null
 },
 "ai_edited.registry_creator": {
  "process": "ai_edited",
  "source": "registry_creator",
  "confidence": "matched"
 },
 "ai_involved.registry_creator": {
  "process": "ai_involved",
  "source": "registry_creator",
  "confidence": "matched"
 },
 "ai_involved.registry": {
  "process": "ai_involved",
  "source": "registry",
  "confidence": "matched"
 },
 "ai_generated.image_text": {
  "process": "ai_generated",
  "source": "image_text",
  "confidence": "stated"
 },
 "ai_edited.image_text": {
  "process": "ai_edited",
  "source": "image_text",
  "confidence": "stated"
 }
};

/** @type {Record<string, {name: string, draft: boolean, folder: string, dir: "ltr" | "rtl"}>} */
export const LANGUAGES = {
 "en": {
  "name": "English",
  "draft": false,
  "folder": "en",
  "dir": "ltr"
 },
 "es": {
  "name": "Español",
  "draft": true,
  "folder": "es",
  "dir": "ltr"
 },
 "fr": {
  "name": "Français",
  "draft": true,
  "folder": "fr",
  "dir": "ltr"
 },
 "de": {
  "name": "Deutsch",
  "draft": true,
  "folder": "de",
  "dir": "ltr"
 },
 "pt": {
  "name": "Português",
  "draft": true,
  "folder": "pt_BR",
  "dir": "ltr"
 },
 "no": {
  "name": "Norsk bokmål",
  "draft": true,
  "folder": "nb",
  "dir": "ltr"
 },
 "ar": {
  "name": "العربية",
  "draft": true,
  "folder": "ar",
  "dir": "rtl"
 },
 "hi": {
  "name": "हिन्दी",
  "draft": true,
  "folder": "hi",
  "dir": "ltr"
 },
 "zh": {
  "name": "简体中文",
  "draft": true,
  "folder": "zh_CN",
  "dir": "ltr"
 }
};
