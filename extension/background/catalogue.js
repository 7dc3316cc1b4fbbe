// Generated from server/colophon/labels; do not edit.

export const LABELS_VERSION = "680bff83f062";

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

/** @type {Record<string, any>} */
export const CATALOGUES = {
 "en": {
  "locale": "en",
  "name": "English",
  "draft": false,
  "labels": {
   "captured.signed": {
    "short": "Captured with a camera",
    "explanation": "A signed record from {signer} says this was taken with a camera. It does not show whether the caption is right.",
    "limits": "This tells you what a recognised signer recorded when the image was taken. It does not tell you what the scene means or whether the words beside it fit.",
    "by_trust": {}
   },
   "captured_edited.signed": {
    "short": "Camera photo, later edited",
    "explanation": "A signed record from {signer} says a camera took this and that it was changed later: {what}. It does not show whether the caption is right.",
    "limits": "This tells you which changes were recorded. It does not tell you how much they matter, and there may be others.",
    "by_trust": {}
   },
   "ai_generated.signed": {
    "short": "AI-generated",
    "explanation": "A signed record from {signer} says AI software made this whole image.",
    "limits": "This tells you how the image was made, as the signer recorded it. It does not tell you why it was made or whether the post is right.",
    "by_trust": {}
   },
   "ai_edited.signed": {
    "short": "Partly edited with AI",
    "explanation": "A signed record from {signer} says AI changed parts of this image: {what}.",
    "limits": "This tells you that AI changed some parts. It does not tell you how much the changes matter, and there may be others.",
    "by_trust": {}
   },
   "ai_involved.signed": {
    "short": "AI used, extent unknown",
    "explanation": "A signed record from {signer} says AI was used here, but not how much.",
    "limits": "This tells you that AI played a part. It does not tell you whether that part was large or small.",
    "by_trust": {}
   },
   "composite_ai.signed": {
    "short": "Combined image, part AI",
    "explanation": "A signed record from {signer} says several pieces were put together and at least one was made with AI.",
    "limits": "This tells you that the image has several pieces and that AI made at least one. It does not tell you which.",
    "by_trust": {}
   },
   "composite.signed": {
    "short": "Combined from several images",
    "explanation": "A signed record from {signer} says this was put together from several images.",
    "limits": "This tells you that the image has several pieces. It does not tell you whether AI made any of them.",
    "by_trust": {}
   },
   "ai_generated.watermark": {
    "short": "Carries an AI-image mark",
    "explanation": "This image holds a hidden mark that {scheme} adds to images its AI makes.",
    "limits": "This tells you that the image carries the mark of an AI tool. It does not tell you what was done to it since.",
    "by_trust": {}
   },
   "ai_involved.watermark": {
    "short": "Carries an AI-tool mark",
    "explanation": "This image holds a hidden mark from {scheme}, an AI image tool. It does not show how much AI changed.",
    "limits": "This tells you that the image passed through an AI tool. It does not tell you what the tool did: enlarging a photo can leave the same mark.",
    "by_trust": {}
   },
   "ai_generated.creator": {
    "short": "Creator says: AI-generated",
    "explanation": "The account that posted this says AI made it.",
    "limits": "This tells you what the account says about its own post. It does not tell you whether that account made the image.",
    "by_trust": {}
   },
   "ai_edited.creator": {
    "short": "Creator says: AI-edited",
    "explanation": "The account that posted this says AI changed parts of it.",
    "limits": "This tells you what the account says about its own post. It does not tell you which parts were changed.",
    "by_trust": {}
   },
   "ai_involved.creator": {
    "short": "Creator says: AI used",
    "explanation": "The account that posted this says AI was used, but not how much.",
    "limits": "This tells you what the account says about its own post. It does not tell you what AI did.",
    "by_trust": {}
   },
   "ai_generated.platform": {
    "short": "{platform}: AI-generated",
    "explanation": "{platform} has marked this post as made with AI.",
    "limits": "This tells you how the site has marked the post. It does not tell you how the site knows.",
    "by_trust": {}
   },
   "ai_edited.platform": {
    "short": "{platform}: AI-edited",
    "explanation": "{platform} has marked this post as changed with AI.",
    "limits": "This tells you how the site has marked the post. It does not tell you which parts were changed, or how the site knows.",
    "by_trust": {}
   },
   "ai_involved.platform": {
    "short": "{platform}: AI info",
    "explanation": "{platform} says AI was used in this post, but not how much.",
    "limits": "This tells you how the site has marked the post. It does not tell you what AI did: a small retouch can lead to the same mark.",
    "by_trust": {}
   },
   "ai_generated.metadata": {
    "short": "File data says AI-generated",
    "explanation": "Text stored in this file says AI made it. That text is easy to add or change.",
    "limits": "This tells you what the file says about itself. It does not tell you who wrote that, or when.",
    "by_trust": {
     "untrusted": {
      "explanation": "A signed record in this file says AI made it, but we do not recognise the signer. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you who stands behind it."
     },
     "expired_untimestamped": {
      "explanation": "A signed record in this file says AI made it, but its certificate has expired and nothing shows when it was signed. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you who stands behind it."
     },
     "other": {
      "explanation": "A signed record in this file says AI made it, but no signer that we recognise stands behind that. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you who stands behind it."
     }
    }
   },
   "ai_edited.metadata": {
    "short": "File data says AI-edited",
    "explanation": "Text stored in this file says AI changed parts of it. That text is easy to add or change.",
    "limits": "This tells you what the file says about itself. It does not tell you which parts were changed, or who wrote that.",
    "by_trust": {
     "untrusted": {
      "explanation": "A signed record in this file says AI changed parts of it, but we do not recognise the signer. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you how much the changes matter, or who stands behind it."
     },
     "expired_untimestamped": {
      "explanation": "A signed record in this file says AI changed parts of it, but its certificate has expired and nothing shows when it was signed. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you how much the changes matter, or who stands behind it."
     },
     "other": {
      "explanation": "A signed record in this file says AI changed parts of it, but no signer that we recognise stands behind that. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you how much the changes matter, or who stands behind it."
     }
    }
   },
   "composite_ai.metadata": {
    "short": "File data says part AI",
    "explanation": "Text stored in this file says part of it was made with AI. That text is easy to add or change.",
    "limits": "This tells you what the file says about itself. It does not tell you which part AI made, or who wrote that.",
    "by_trust": {
     "untrusted": {
      "explanation": "A signed record in this file says part of it was made with AI, but we do not recognise the signer. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you which part AI made, or who stands behind it."
     },
     "expired_untimestamped": {
      "explanation": "A signed record in this file says part of it was made with AI, but its certificate has expired and nothing shows when it was signed. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you which part AI made, or who stands behind it."
     },
     "other": {
      "explanation": "A signed record in this file says part of it was made with AI, but no signer that we recognise stands behind that. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you which part AI made, or who stands behind it."
     }
    }
   },
   "ai_involved.metadata": {
    "short": "File data mentions AI",
    "explanation": "Text stored in this file names an AI tool. That text is easy to add or change.",
    "limits": "This tells you what the file says about itself. It does not tell you what AI did, or who wrote that.",
    "by_trust": {
     "untrusted": {
      "explanation": "A signed record in this file says AI was used, but we do not recognise the signer. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you what AI did, or who stands behind it."
     },
     "expired_untimestamped": {
      "explanation": "A signed record in this file says AI was used, but its certificate has expired and nothing shows when it was signed. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you what AI did, or who stands behind it."
     },
     "other": {
      "explanation": "A signed record in this file says AI was used, but no signer that we recognise stands behind that. We treat it like unsigned text.",
      "limits": "This tells you what the record says. It does not tell you what AI did, or who stands behind it."
     }
    }
   },
   "ai_generated.registry": {
    "short": "Matches a known AI image",
    "explanation": "This looks the same as an image that {source} recorded as made with AI on {date}.",
    "limits": "This tells you what was recorded about the same image before. It does not tell you why it was posted here.",
    "by_trust": {}
   },
   "ai_generated.registry_creator": {
    "short": "Earlier post says: AI-generated",
    "explanation": "This looks the same as an image posted earlier by {source}, who said AI made it.",
    "limits": "This tells you what an earlier post said. It does not tell you whether that post was the first, or why the image was posted here.",
    "by_trust": {}
   },
   "ai_edited.registry": {
    "short": "Matches a known edited image",
    "explanation": "This looks the same as an image that {source} recorded as changed with AI on {date}.",
    "limits": "This tells you what was recorded about the same image before. It does not tell you which parts were changed.",
    "by_trust": {}
   },
   "ai_generated.detector": {
    "short": "May be AI-generated",
    "explanation": "Our software saw patterns that are common in AI images. It can be wrong, also about photos. Nothing else confirms this.",
    "limits": "This is a guess by software that looks at the pixels alone. It does not tell you how the image was made.",
    "by_trust": {}
   },
   "ai_generated.moderator": {
    "short": "Reviewers found: AI-generated",
    "explanation": "{team} looked at this image on {date} and found that AI made it. Reason: {reason}.",
    "limits": "This tells you what people concluded after a look at this image. It does not tell you whether the words beside it are right.",
    "by_trust": {}
   },
   "ai_edited.moderator": {
    "short": "Reviewers found: AI-edited",
    "explanation": "{team} looked at this image on {date} and found that AI changed parts of it. Reason: {reason}.",
    "limits": "This tells you what people concluded after a look at this image. It does not tell you how much the changes matter.",
    "by_trust": {}
   },
   "captured.moderator": {
    "short": "Reviewers found: camera photo",
    "explanation": "{team} looked at this image on {date} and found that a camera took it. Reason: {reason}.",
    "limits": "This tells you what people concluded after a look at this image. It does not tell you whether the words beside it are right.",
    "by_trust": {}
   },
   "ai_generated.community": {
    "short": "Readers say: AI-generated",
    "explanation": "At least {n} readers from different groups marked this as made with AI. No reviewer has checked it yet.",
    "limits": "This tells you what several readers think. It does not tell you what they know about the image.",
    "by_trust": {}
   },
   "conflict": {
    "short": "Sources disagree",
    "explanation": "{a}. But {b}. Open the details to see both.",
    "limits": "This tells you that two sources say different things. It does not tell you which of them is right.",
    "by_trust": {}
   },
   "record_mismatch": {
    "short": "Signed record doesn't match",
    "explanation": "The signed record on this file does not fit the image. It may have been edited or saved again. That alone is not a sign of bad intent.",
    "limits": "This tells you that the file and its record no longer fit. It does not tell you what changed, or why.",
    "by_trust": {}
   },
   "signer_unknown": {
    "short": "Signed, signer not recognised",
    "explanation": "This image has a signed record, but we do not know the signer. Treat what it says like any other statement.",
    "limits": "This tells you that there is a record and that it fits the file. It does not tell you who stands behind it.",
    "by_trust": {
     "expired_untimestamped": {
      "explanation": "This image has a signed record, but its certificate has expired and nothing shows when it was signed. Treat what it says like any other statement."
     }
    }
   },
   "none": {
    "short": "No origin information",
    "explanation": "We found no information about how this image was made. Most images online have none. This tells you nothing about where it comes from.",
    "limits": "No label does not mean a camera photo. It only tells you that we found nothing.",
    "by_trust": {}
   },
   "not_checked": {
    "short": "Not checked",
    "explanation": "This image was not checked. Reason: {why}.",
    "limits": "This tells you nothing about how the image was made.",
    "by_trust": {}
   },
   "ai_edited.registry_creator": {
    "short": "Earlier post says: AI-edited",
    "explanation": "This looks the same as an image posted earlier by {source}, who said AI changed parts of it.",
    "limits": "This tells you what an earlier post said. It does not tell you which parts were changed, or whether that post was the first.",
    "by_trust": {}
   },
   "ai_involved.registry_creator": {
    "short": "Earlier post says: AI used",
    "explanation": "This looks the same as an image posted earlier by {source}, who said AI was used, but not how much.",
    "limits": "This tells you what an earlier post said. It does not tell you what AI did, or whether that post was the first.",
    "by_trust": {}
   },
   "ai_involved.registry": {
    "short": "Matches an image using AI",
    "explanation": "This looks the same as an image that {source} recorded on {date}. AI was used for it, but not how much.",
    "limits": "This tells you what was recorded about the same image before. It does not tell you what AI did.",
    "by_trust": {}
   },
   "ai_generated.image_text": {
    "short": "Text in image: AI-generated",
    "explanation": "Words in this image say AI made it. Anyone can write on an image.",
    "limits": "This tells you what is written on the image. It does not tell you who wrote it.",
    "by_trust": {}
   },
   "ai_edited.image_text": {
    "short": "Text in image: AI-edited",
    "explanation": "Words in this image say AI changed it. Anyone can write on an image.",
    "limits": "This tells you what is written on the image. It does not tell you who wrote it, or which parts were changed.",
    "by_trust": {}
   }
  },
  "rows": {
   "signed.captured": "A signed record from {signer} says this was taken with a camera.",
   "signed.captured_edited": "A signed record from {signer} says a camera took this and that it was changed later: {what}.",
   "signed.ai_generated": "A signed record from {signer} says AI software made this whole image.",
   "signed.ai_edited": "A signed record from {signer} says AI changed parts of this image: {what}.",
   "signed.ai_involved": "A signed record from {signer} says AI was used here, but not how much.",
   "signed.composite_ai": "A signed record from {signer} says several pieces were put together and at least one was made with AI.",
   "signed.composite": "A signed record from {signer} says this was put together from several images.",
   "signed.edited": "A signed record from {signer} lists changes ({what}), but not how the image was first made.",
   "signed.unspecified": "A signed record from {signer} does not say how this image was made.",
   "signed.other": "A signed record from {signer} does not say how this image was made.",
   "signed_unrecognised.captured": "A record signed in the name of {signer} says this was taken with a camera.",
   "signed_unrecognised.captured_edited": "A record signed in the name of {signer} says a camera took this and that it was changed later: {what}.",
   "signed_unrecognised.ai_generated": "A record signed in the name of {signer} says AI software made this whole image.",
   "signed_unrecognised.ai_edited": "A record signed in the name of {signer} says AI changed parts of this image: {what}.",
   "signed_unrecognised.ai_involved": "A record signed in the name of {signer} says AI was used here, but not how much.",
   "signed_unrecognised.composite_ai": "A record signed in the name of {signer} says several pieces were put together and at least one was made with AI.",
   "signed_unrecognised.composite": "A record signed in the name of {signer} says this was put together from several images.",
   "signed_unrecognised.edited": "A record signed in the name of {signer} lists changes ({what}), but not how the image was first made.",
   "signed_unrecognised.unspecified": "A record signed in the name of {signer} does not say how this image was made.",
   "signed_unrecognised.other": "A record signed in the name of {signer} does not say how this image was made.",
   "signed.tampered": "The signed record on this file does not fit the image.",
   "signed.malformed": "The signed record on this file cannot be read.",
   "signed.remote_only": "The signed record for this image is elsewhere and was not checked.",
   "watermark.ai_generated": "This image holds a hidden mark that {scheme} adds to images its AI makes.",
   "watermark.ai_involved": "This image holds a hidden mark from {scheme}, an AI image tool.",
   "watermark.other": "This image holds a hidden mark from {scheme}.",
   "registry.ai_generated": "{source} recorded on {date} that AI made an image that looks the same.",
   "registry.ai_edited": "{source} recorded on {date} that AI changed parts of an image that looks the same.",
   "registry.ai_involved": "{source} recorded on {date} that AI was used for an image that looks the same, but not how much.",
   "registry.captured_earlier": "{source} recorded earlier, on {date}, a signed camera photo that looks the same.",
   "registry.similar": "{source} recorded a similar image on {date}, but a part of it is not the same.",
   "registry.other": "{source} recorded an image that looks the same on {date}.",
   "registry_creator.ai_generated": "{source} posted an image that looks the same earlier and said AI made it.",
   "registry_creator.ai_edited": "{source} posted an image that looks the same earlier and said AI changed parts of it.",
   "registry_creator.ai_involved": "{source} posted an image that looks the same earlier and said AI was used, but not how much.",
   "registry_creator.similar": "{source} posted a similar image earlier, but a part of it is not the same.",
   "registry_creator.other": "{source} posted an image that looks the same earlier.",
   "platform.ai_generated": "{platform} has marked this post as made with AI.",
   "platform.ai_edited": "{platform} has marked this post as changed with AI.",
   "platform.ai_involved": "{platform} says AI was used in this post, but not how much.",
   "platform.photo": "{platform} says this is a photo.",
   "platform.other": "{platform} has marked this post.",
   "creator.ai_generated": "The account that posted this says AI made it.",
   "creator.ai_edited": "The account that posted this says AI changed parts of it.",
   "creator.ai_involved": "The account that posted this says AI was used, but not how much.",
   "creator.photo": "The account that posted this says it is a photo.",
   "creator.other": "The account that posted this says something about how it was made.",
   "creator_reshare.ai_generated": "The account that shared this says AI made it.",
   "creator_reshare.ai_edited": "The account that shared this says AI changed parts of it.",
   "creator_reshare.ai_involved": "The account that shared this says AI was used, but not how much.",
   "creator_reshare.photo": "The account that shared this says it is a photo.",
   "creator_reshare.other": "The account that shared this says something about how it was made.",
   "metadata.ai_generated": "Text stored in this file says AI made it.",
   "metadata.ai_edited": "Text stored in this file says AI changed parts of it.",
   "metadata.composite_ai": "Text stored in this file says part of it was made with AI.",
   "metadata.ai_involved": "Text stored in this file names an AI tool.",
   "metadata.captured": "Text stored in this file says a camera took it.",
   "metadata.captured_edited": "Text stored in this file says a camera took it and that it was changed later.",
   "metadata.composite": "Text stored in this file says it was put together from several images.",
   "metadata.other": "Text stored in this file names neither AI nor a camera.",
   "image_text.ai_generated": "Words in this image say AI made it.",
   "image_text.ai_edited": "Words in this image say AI changed it.",
   "image_text.ai_involved": "Words in this image say AI was used.",
   "image_text.other": "Words in this image speak of how it was made.",
   "community.ai_generated": "At least {n} readers from different groups marked this as made with AI.",
   "community.other": "At least {n} readers from different groups marked this.",
   "detector.high": "Automatic check: patterns common in AI images, which photos can have too.",
   "detector.mid": "Automatic check: some patterns common in AI images, but no clear result.",
   "detector.low": "Automatic check: no clear result, which does not show how this image was made.",
   "detector.other": "Automatic check: no result.",
   "moderator.captured": "{team} looked at this image on {date} and found that a camera took it.",
   "moderator.captured_edited": "{team} looked at this image on {date} and found that a camera took it and that it was changed later.",
   "moderator.ai_generated": "{team} looked at this image on {date} and found that AI made it.",
   "moderator.ai_edited": "{team} looked at this image on {date} and found that AI changed parts of it.",
   "moderator.ai_involved": "{team} looked at this image on {date} and found that AI was used, but not how much.",
   "moderator.composite_ai": "{team} looked at this image on {date} and found that part of it was made with AI.",
   "moderator.composite": "{team} looked at this image on {date} and found that it was put together from several images.",
   "moderator.other": "{team} looked at this image on {date} and could not tell how it was made."
  },
  "notes": {
   "trust.interim": "The signer is known from an older trust list.",
   "trust.local": "The signer was added by this server.",
   "trust.untrusted": "Signed, signer not recognised.",
   "trust.expired_untimestamped": "The certificate has expired and there is no time stamp.",
   "note.structural": "The record does not keep to its format.",
   "note.ingredient_mismatch": "The signer noted that something used here did not fit its own record.",
   "note.identity_not_checked": "The person or account it names was not checked.",
   "note.not_said_by_signer": "The signer passes this on without saying it.",
   "note.earlier_signer_not_recognised": "This is said by an earlier record in the file, and its signer is not recognised.",
   "match.same": "This was found through a matching copy, not in this file.",
   "place.image": "These words stand in the image itself.",
   "mark.unnamed": "The record says the image also carries a hidden mark; the mark itself was not read.",
   "source_type.digitalCreation": "It says a person made this with tools other than AI.",
   "source_type.dataDrivenMedia": "It says this image shows data.",
   "source_type.algorithmicMedia": "It says this was made by software that was not trained on images.",
   "source_type.screenCapture": "It describes the screenshot, not what is shown in it.",
   "source_type.virtualRecording": "It says this is a recording of a virtual event.",
   "generator": "It names {generator}.",
   "watermark_declared": "The record says the image also carries a hidden mark ({watermark_declared}); the mark itself was not read.",
   "description": "In its own words: “{description}”.",
   "reason": "Reason: {reason}.",
   "right_of_100": "In our tests, about {right_of_100} of 100 images with this label were made with AI, counted for a feed in which {ai_of_100} of 100 images are (model {model} {version}, tested on {measured})."
  },
  "what": {
   "cropped": "cropped",
   "color_adjusted": "colours adjusted",
   "resized": "resized",
   "drawn_on": "drawn on",
   "filtered": "filter applied",
   "object_removed": "object removed",
   "image_added": "another image added",
   "text_added": "text added",
   "text_translated": "text translated",
   "background_replaced": "background replaced",
   "face_swapped": "face swapped",
   "faces_hidden": "faces hidden",
   "generative_fill": "generative fill",
   "area_changed": "a marked area changed",
   "edited": "other edits"
  },
  "checks": {
   "c2pa": "Signed record",
   "metadata": "File data",
   "statements": "Words of the post",
   "platform": "Mark of the site",
   "registry": "Known copies",
   "watermark": "Hidden mark",
   "image_text": "Text in the image",
   "detector": "Pixels"
  },
  "ranks": {
   "signed.official": "Signed, signer on the official list",
   "signed.interim": "Signed, older trust list",
   "signed.local": "Signed, signer added by this server",
   "signed.untrusted": "Signed, signer not recognised",
   "signed.expired_untimestamped": "Signed, certificate expired, no time stamp",
   "signed.tampered": "Signed record does not fit",
   "signed.malformed": "Signed record cannot be read",
   "signed.remote_only": "Signed record is elsewhere, not checked",
   "reviewed": "Reviewed by people",
   "recorded": "Recorded in the file",
   "matched": "Matched with a known image",
   "stated": "Stated, not recorded",
   "estimated": "Estimated by software",
   "none": "No claim"
  },
  "reasons": {
   "no_server": "only the server can check this",
   "not_paired": "the extension is not paired with a server",
   "server_unreachable": "the server cannot be reached",
   "server_outdated": "the server is too old for this extension",
   "access_ended": "access to the server has ended",
   "no_permission": "the browser does not let the extension reach the server",
   "quota_reached": "the server takes no more images from you for now",
   "private_place": "the image is in a private place, so the server does not get it",
   "record_unread": "the file holds a signed record, which only the server can check",
   "pending": "still being checked",
   "busy": "the server was busy",
   "refused": "the server does not take this file",
   "unreadable_here": "the image could not be read again from its address",
   "empty": "the file is empty",
   "not_an_image": "the file is not an image we read",
   "too_large": "the file is larger than {limit} MB",
   "damaged": "the file is damaged or ends early",
   "too_many_pixels": "the image has more than {limit} million pixels",
   "out_of_memory": "the image needs more memory than there is",
   "records_only": "pixels of {format} files are not read",
   "not_decoded": "the image could not be decoded",
   "timed_out": "the check gave no answer within {seconds} s",
   "failed": "the check failed",
   "reader_stopped": "the file reader stopped on this file",
   "reader_closed": "the file reader is closed",
   "reader_not_started": "the file reader could not be started",
   "answer_not_understood": "the answer of the file reader could not be understood",
   "record_not_sought": "the file is damaged, so a signed record in it cannot be looked for",
   "too_many_parts": "the file has more than {limit} parts",
   "too_many_blocks": "the file has more than {limit} data blocks",
   "block_too_large": "a data block in the file is larger than {limit} bytes",
   "blocks_too_large": "the data blocks in the file are larger than {limit} bytes in all",
   "block_damaged": "a data block in the file is damaged",
   "block_defines_entities": "a data block in the file defines entities, which are not read",
   "block_too_wide": "a data block in the file has more than {limit} elements",
   "block_too_deep": "a data block in the file is nested more than {limit} levels deep",
   "unknown_patterns": "{n} of unknown pattern left out",
   "lossy_file": "hidden marks are looked for in PNG and lossless WebP files only",
   "no_model": "no model is installed",
   "model_refused": "the model that was chosen was refused",
   "model_failed": "the model could not judge this image",
   "account_picture": "pictures of accounts are looked at on request only",
   "animated": "the file holds more than one image",
   "palette": "the image has a fixed set of colours, and the model was not made for that",
   "too_small": "the image is less than {limit} pixels wide or high",
   "too_long": "one side of the image is more than {limit} times the other",
   "few_colours": "the image has too few colours for a photo",
   "mostly_flat": "the image is mostly flat areas",
   "graphic": "the image looks like a drawing or a diagram, and the model was not made for that",
   "screenshot": "the image looks like a screenshot, and the model was not made for that",
   "heavy_jpeg": "the image was saved at a JPEG quality below {limit}, which leaves too little to judge",
   "upscaled": "the image looks enlarged from a smaller one, or out of focus",
   "no_text_reader": "no reader of text is installed"
  },
  "fallbacks": {
   "signer": "an unnamed signer",
   "scheme": "an unnamed tool",
   "platform": "the site",
   "source": "an unnamed source",
   "team": "a review team",
   "date": "an unknown date",
   "reason": "not stated",
   "description": "not stated",
   "generator": "an unnamed tool",
   "watermark_declared": "no name given",
   "what": "changes it does not name",
   "n": "several",
   "why": "not known",
   "limit": "allowed",
   "format": "such",
   "seconds": "a few",
   "right_of_100": "some",
   "ai_of_100": "few",
   "model": "without a name",
   "version": "of no version",
   "measured": "an unknown date",
   "a": "one source says one thing",
   "b": "another says something else"
  },
  "date": {
   "pattern": "{day} {month} {year}",
   "months": [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
   ]
  }
 },
 "es": {
  "locale": "es",
  "name": "Español",
  "draft": true,
  "labels": {
   "captured.signed": {
    "short": "Tomada con una cámara",
    "explanation": "Un registro firmado de {signer} dice que esta imagen se tomó con una cámara. No muestra si el texto que la acompaña es correcto.",
    "limits": "Esto dice qué registró un firmante reconocido cuando se tomó la imagen. No dice qué significa la escena ni si las palabras que la acompañan encajan.",
    "by_trust": {}
   },
   "captured_edited.signed": {
    "short": "Foto de cámara, editada después",
    "explanation": "Un registro firmado de {signer} dice que una cámara tomó esta imagen y que se cambió después: {what}. No muestra si el texto que la acompaña es correcto.",
    "limits": "Esto dice qué cambios se registraron. No dice cuánto importan, y puede haber otros.",
    "by_trust": {}
   },
   "ai_generated.signed": {
    "short": "Generada con IA",
    "explanation": "Un registro firmado de {signer} dice que un programa de IA hizo esta imagen entera.",
    "limits": "Esto dice cómo se hizo la imagen, según lo registró el firmante. No dice por qué se hizo ni si la publicación es correcta.",
    "by_trust": {}
   },
   "ai_edited.signed": {
    "short": "Editada en parte con IA",
    "explanation": "Un registro firmado de {signer} dice que la IA cambió partes de esta imagen: {what}.",
    "limits": "Esto dice que la IA cambió algunas partes. No dice cuánto importan los cambios, y puede haber otros.",
    "by_trust": {}
   },
   "ai_involved.signed": {
    "short": "Se usó IA, alcance desconocido",
    "explanation": "Un registro firmado de {signer} dice que aquí se usó IA, pero no cuánto.",
    "limits": "Esto dice que la IA tuvo un papel. No dice si ese papel fue grande o pequeño.",
    "by_trust": {}
   },
   "composite_ai.signed": {
    "short": "Imagen combinada, en parte con IA",
    "explanation": "Un registro firmado de {signer} dice que se unieron varias piezas y que al menos una se hizo con IA.",
    "limits": "Esto dice que la imagen tiene varias piezas y que la IA hizo al menos una. No dice cuál.",
    "by_trust": {}
   },
   "composite.signed": {
    "short": "Combinación de varias imágenes",
    "explanation": "Un registro firmado de {signer} dice que esta imagen se compuso con varias imágenes.",
    "limits": "Esto dice que la imagen tiene varias piezas. No dice si la IA hizo alguna de ellas.",
    "by_trust": {}
   },
   "ai_generated.watermark": {
    "short": "Lleva una marca de imagen de IA",
    "explanation": "Esta imagen contiene una marca oculta que {scheme} añade a las imágenes que hace su IA.",
    "limits": "Esto dice que la imagen lleva la marca de una herramienta de IA. No dice qué se hizo con ella desde entonces.",
    "by_trust": {}
   },
   "ai_involved.watermark": {
    "short": "Lleva una marca de herramienta de IA",
    "explanation": "Esta imagen contiene una marca oculta de {scheme}, una herramienta de imágenes con IA. No muestra cuánto cambió la IA.",
    "limits": "Esto dice que la imagen pasó por una herramienta de IA. No dice qué hizo la herramienta: ampliar una foto puede dejar la misma marca.",
    "by_trust": {}
   },
   "ai_generated.creator": {
    "short": "La cuenta dice: generada con IA",
    "explanation": "La cuenta que publicó esto dice que lo hizo la IA.",
    "limits": "Esto dice lo que la cuenta cuenta de su propia publicación. No dice si esa cuenta hizo la imagen.",
    "by_trust": {}
   },
   "ai_edited.creator": {
    "short": "La cuenta dice: editada con IA",
    "explanation": "La cuenta que publicó esto dice que la IA cambió partes de la imagen.",
    "limits": "Esto dice lo que la cuenta cuenta de su propia publicación. No dice qué partes se cambiaron.",
    "by_trust": {}
   },
   "ai_involved.creator": {
    "short": "La cuenta dice: se usó IA",
    "explanation": "La cuenta que publicó esto dice que se usó IA, pero no cuánto.",
    "limits": "Esto dice lo que la cuenta cuenta de su propia publicación. No dice qué hizo la IA.",
    "by_trust": {}
   },
   "ai_generated.platform": {
    "short": "{platform}: generada con IA",
    "explanation": "{platform} ha marcado esta publicación como hecha con IA.",
    "limits": "Esto dice cómo ha marcado el sitio la publicación. No dice cómo lo sabe.",
    "by_trust": {}
   },
   "ai_edited.platform": {
    "short": "{platform}: editada con IA",
    "explanation": "{platform} ha marcado esta publicación como cambiada con IA.",
    "limits": "Esto dice cómo ha marcado el sitio la publicación. No dice qué partes se cambiaron ni cómo lo sabe.",
    "by_trust": {}
   },
   "ai_involved.platform": {
    "short": "{platform}: información de IA",
    "explanation": "{platform} dice que en esta publicación se usó IA, pero no cuánto.",
    "limits": "Esto dice cómo ha marcado el sitio la publicación. No dice qué hizo la IA: un pequeño retoque puede llevar a la misma marca.",
    "by_trust": {}
   },
   "ai_generated.metadata": {
    "short": "El archivo dice: generada con IA",
    "explanation": "Un texto guardado en este archivo dice que lo hizo la IA. Ese texto es fácil de añadir o cambiar.",
    "limits": "Esto dice lo que el archivo cuenta de sí mismo. No dice quién lo escribió ni cuándo.",
    "by_trust": {
     "untrusted": {
      "explanation": "Un registro firmado en este archivo dice que lo hizo la IA, pero no reconocemos al firmante. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice quién está detrás."
     },
     "expired_untimestamped": {
      "explanation": "Un registro firmado en este archivo dice que lo hizo la IA, pero su certificado ha caducado y nada muestra cuándo se firmó. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice quién está detrás."
     },
     "other": {
      "explanation": "Un registro firmado en este archivo dice que lo hizo la IA, pero ningún firmante que reconozcamos lo respalda. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice quién está detrás."
     }
    }
   },
   "ai_edited.metadata": {
    "short": "El archivo dice: editada con IA",
    "explanation": "Un texto guardado en este archivo dice que la IA cambió partes de la imagen. Ese texto es fácil de añadir o cambiar.",
    "limits": "Esto dice lo que el archivo cuenta de sí mismo. No dice qué partes se cambiaron ni quién lo escribió.",
    "by_trust": {
     "untrusted": {
      "explanation": "Un registro firmado en este archivo dice que la IA cambió partes de la imagen, pero no reconocemos al firmante. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice cuánto importan los cambios ni quién está detrás."
     },
     "expired_untimestamped": {
      "explanation": "Un registro firmado en este archivo dice que la IA cambió partes de la imagen, pero su certificado ha caducado y nada muestra cuándo se firmó. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice cuánto importan los cambios ni quién está detrás."
     },
     "other": {
      "explanation": "Un registro firmado en este archivo dice que la IA cambió partes de la imagen, pero ningún firmante que reconozcamos lo respalda. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice cuánto importan los cambios ni quién está detrás."
     }
    }
   },
   "composite_ai.metadata": {
    "short": "El archivo dice: en parte con IA",
    "explanation": "Un texto guardado en este archivo dice que una parte se hizo con IA. Ese texto es fácil de añadir o cambiar.",
    "limits": "Esto dice lo que el archivo cuenta de sí mismo. No dice qué parte hizo la IA ni quién lo escribió.",
    "by_trust": {
     "untrusted": {
      "explanation": "Un registro firmado en este archivo dice que una parte se hizo con IA, pero no reconocemos al firmante. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice qué parte hizo la IA ni quién está detrás."
     },
     "expired_untimestamped": {
      "explanation": "Un registro firmado en este archivo dice que una parte se hizo con IA, pero su certificado ha caducado y nada muestra cuándo se firmó. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice qué parte hizo la IA ni quién está detrás."
     },
     "other": {
      "explanation": "Un registro firmado en este archivo dice que una parte se hizo con IA, pero ningún firmante que reconozcamos lo respalda. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice qué parte hizo la IA ni quién está detrás."
     }
    }
   },
   "ai_involved.metadata": {
    "short": "El archivo menciona la IA",
    "explanation": "Un texto guardado en este archivo nombra una herramienta de IA. Ese texto es fácil de añadir o cambiar.",
    "limits": "Esto dice lo que el archivo cuenta de sí mismo. No dice qué hizo la IA ni quién lo escribió.",
    "by_trust": {
     "untrusted": {
      "explanation": "Un registro firmado en este archivo dice que se usó IA, pero no reconocemos al firmante. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice qué hizo la IA ni quién está detrás."
     },
     "expired_untimestamped": {
      "explanation": "Un registro firmado en este archivo dice que se usó IA, pero su certificado ha caducado y nada muestra cuándo se firmó. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice qué hizo la IA ni quién está detrás."
     },
     "other": {
      "explanation": "Un registro firmado en este archivo dice que se usó IA, pero ningún firmante que reconozcamos lo respalda. Lo tratamos como un texto sin firma.",
      "limits": "Esto dice lo que cuenta el registro. No dice qué hizo la IA ni quién está detrás."
     }
    }
   },
   "ai_generated.registry": {
    "short": "Coincide con una imagen de IA conocida",
    "explanation": "Se ve igual que una imagen que {source} registró como hecha con IA con fecha {date}.",
    "limits": "Esto dice qué se registró antes sobre la misma imagen. No dice por qué se publicó aquí.",
    "by_trust": {}
   },
   "ai_generated.registry_creator": {
    "short": "Publicación previa dice: generada con IA",
    "explanation": "Se ve igual que una imagen publicada antes por {source}, con el aviso de que la hizo la IA.",
    "limits": "Esto dice lo que contó una publicación anterior. No dice si fue la primera ni por qué la imagen se publicó aquí.",
    "by_trust": {}
   },
   "ai_edited.registry": {
    "short": "Coincide con una imagen editada conocida",
    "explanation": "Se ve igual que una imagen que {source} registró como cambiada con IA con fecha {date}.",
    "limits": "Esto dice qué se registró antes sobre la misma imagen. No dice qué partes se cambiaron.",
    "by_trust": {}
   },
   "ai_generated.detector": {
    "short": "Puede estar generada con IA",
    "explanation": "Nuestro programa vio patrones que son comunes en imágenes de IA. Puede equivocarse, también con fotos. Nada más lo confirma.",
    "limits": "Esto es una estimación de un programa que solo mira los píxeles. No dice cómo se hizo la imagen.",
    "by_trust": {}
   },
   "ai_generated.moderator": {
    "short": "El equipo revisor halló: generada con IA",
    "explanation": "{team} miró esta imagen con fecha {date} y halló que la hizo la IA. Motivo: {reason}.",
    "limits": "Esto dice qué concluyeron personas que miraron esta imagen. No dice si las palabras que la acompañan son correctas.",
    "by_trust": {}
   },
   "ai_edited.moderator": {
    "short": "El equipo revisor halló: editada con IA",
    "explanation": "{team} miró esta imagen con fecha {date} y halló que la IA cambió partes de ella. Motivo: {reason}.",
    "limits": "Esto dice qué concluyeron personas que miraron esta imagen. No dice cuánto importan los cambios.",
    "by_trust": {}
   },
   "captured.moderator": {
    "short": "El equipo revisor halló: foto de cámara",
    "explanation": "{team} miró esta imagen con fecha {date} y halló que la tomó una cámara. Motivo: {reason}.",
    "limits": "Esto dice qué concluyeron personas que miraron esta imagen. No dice si las palabras que la acompañan son correctas.",
    "by_trust": {}
   },
   "ai_generated.community": {
    "short": "El público dice: generada con IA",
    "explanation": "Al menos {n} personas de grupos distintos marcaron esta imagen como hecha con IA. El equipo revisor aún no la ha mirado.",
    "limits": "Esto dice lo que piensan varias personas. No dice lo que saben de la imagen.",
    "by_trust": {}
   },
   "conflict": {
    "short": "Las fuentes no coinciden",
    "explanation": "{a}. Pero {b}. Los detalles muestran ambas cosas.",
    "limits": "Esto dice que dos fuentes cuentan cosas distintas. No dice cuál de ellas tiene razón.",
    "by_trust": {}
   },
   "record_mismatch": {
    "short": "El registro firmado no coincide",
    "explanation": "El registro firmado de este archivo no encaja con la imagen. Puede que se haya editado o guardado de nuevo. Eso por sí solo no es señal de mala intención.",
    "limits": "Esto dice que el archivo y su registro ya no encajan. No dice qué cambió ni por qué.",
    "by_trust": {}
   },
   "signer_unknown": {
    "short": "Firmada, firmante sin reconocer",
    "explanation": "Esta imagen tiene un registro firmado, pero no conocemos al firmante. Lo que dice pesa lo mismo que cualquier otra afirmación.",
    "limits": "Esto dice que hay un registro y que encaja con el archivo. No dice quién está detrás.",
    "by_trust": {
     "expired_untimestamped": {
      "explanation": "Esta imagen tiene un registro firmado, pero su certificado ha caducado y nada muestra cuándo se firmó. Lo que dice pesa lo mismo que cualquier otra afirmación."
     }
    }
   },
   "none": {
    "short": "Sin información de origen",
    "explanation": "No encontramos información sobre cómo se hizo esta imagen. La mayoría de las imágenes en la red no la tienen. Esto no dice nada sobre de dónde viene.",
    "limits": "Que no haya etiqueta no significa que sea una foto de cámara. Solo dice que no encontramos nada.",
    "by_trust": {}
   },
   "not_checked": {
    "short": "Sin comprobar",
    "explanation": "Esta imagen no se comprobó. Motivo: {why}.",
    "limits": "Esto no dice nada sobre cómo se hizo la imagen.",
    "by_trust": {}
   },
   "ai_edited.registry_creator": {
    "short": "Publicación previa dice: editada con IA",
    "explanation": "Se ve igual que una imagen publicada antes por {source}, con el aviso de que la IA cambió partes de ella.",
    "limits": "Esto dice lo que contó una publicación anterior. No dice qué partes se cambiaron ni si fue la primera.",
    "by_trust": {}
   },
   "ai_involved.registry_creator": {
    "short": "Publicación previa dice: se usó IA",
    "explanation": "Se ve igual que una imagen publicada antes por {source}, con el aviso de que se usó IA, pero no cuánto.",
    "limits": "Esto dice lo que contó una publicación anterior. No dice qué hizo la IA ni si fue la primera.",
    "by_trust": {}
   },
   "ai_involved.registry": {
    "short": "Coincide con una imagen que usó IA",
    "explanation": "Se ve igual que una imagen que {source} registró con fecha {date}. Para hacerla se usó IA, pero no se sabe cuánto.",
    "limits": "Esto dice qué se registró antes sobre la misma imagen. No dice qué hizo la IA.",
    "by_trust": {}
   },
   "ai_generated.image_text": {
    "short": "Texto en la imagen: generada con IA",
    "explanation": "Unas palabras en esta imagen dicen que la hizo la IA. Cualquiera puede escribir sobre una imagen.",
    "limits": "Esto dice lo que está escrito en la imagen. No dice quién lo escribió.",
    "by_trust": {}
   },
   "ai_edited.image_text": {
    "short": "Texto en la imagen: editada con IA",
    "explanation": "Unas palabras en esta imagen dicen que la IA la cambió. Cualquiera puede escribir sobre una imagen.",
    "limits": "Esto dice lo que está escrito en la imagen. No dice quién lo escribió ni qué partes se cambiaron.",
    "by_trust": {}
   }
  },
  "rows": {
   "signed.captured": "Un registro firmado de {signer} dice que esta imagen se tomó con una cámara.",
   "signed.captured_edited": "Un registro firmado de {signer} dice que una cámara tomó esta imagen y que se cambió después: {what}.",
   "signed.ai_generated": "Un registro firmado de {signer} dice que un programa de IA hizo esta imagen entera.",
   "signed.ai_edited": "Un registro firmado de {signer} dice que la IA cambió partes de esta imagen: {what}.",
   "signed.ai_involved": "Un registro firmado de {signer} dice que aquí se usó IA, pero no cuánto.",
   "signed.composite_ai": "Un registro firmado de {signer} dice que se unieron varias piezas y que al menos una se hizo con IA.",
   "signed.composite": "Un registro firmado de {signer} dice que esta imagen se compuso con varias imágenes.",
   "signed.edited": "Un registro firmado de {signer} enumera cambios ({what}), pero no cómo se hizo la imagen al principio.",
   "signed.unspecified": "Un registro firmado de {signer} no dice cómo se hizo esta imagen.",
   "signed.other": "Un registro firmado de {signer} no dice cómo se hizo esta imagen.",
   "signed_unrecognised.captured": "Un registro firmado a nombre de {signer} dice que esta imagen se tomó con una cámara.",
   "signed_unrecognised.captured_edited": "Un registro firmado a nombre de {signer} dice que una cámara tomó esta imagen y que se cambió después: {what}.",
   "signed_unrecognised.ai_generated": "Un registro firmado a nombre de {signer} dice que un programa de IA hizo esta imagen entera.",
   "signed_unrecognised.ai_edited": "Un registro firmado a nombre de {signer} dice que la IA cambió partes de esta imagen: {what}.",
   "signed_unrecognised.ai_involved": "Un registro firmado a nombre de {signer} dice que aquí se usó IA, pero no cuánto.",
   "signed_unrecognised.composite_ai": "Un registro firmado a nombre de {signer} dice que se unieron varias piezas y que al menos una se hizo con IA.",
   "signed_unrecognised.composite": "Un registro firmado a nombre de {signer} dice que esta imagen se compuso con varias imágenes.",
   "signed_unrecognised.edited": "Un registro firmado a nombre de {signer} enumera cambios ({what}), pero no cómo se hizo la imagen al principio.",
   "signed_unrecognised.unspecified": "Un registro firmado a nombre de {signer} no dice cómo se hizo esta imagen.",
   "signed_unrecognised.other": "Un registro firmado a nombre de {signer} no dice cómo se hizo esta imagen.",
   "signed.tampered": "El registro firmado de este archivo no encaja con la imagen.",
   "signed.malformed": "El registro firmado de este archivo no se puede leer.",
   "signed.remote_only": "El registro firmado de esta imagen está en otro lugar y no se comprobó.",
   "watermark.ai_generated": "Esta imagen contiene una marca oculta que {scheme} añade a las imágenes que hace su IA.",
   "watermark.ai_involved": "Esta imagen contiene una marca oculta de {scheme}, una herramienta de imágenes con IA.",
   "watermark.other": "Esta imagen contiene una marca oculta de {scheme}.",
   "registry.ai_generated": "{source} registró, con fecha {date}, que la IA hizo una imagen que se ve igual.",
   "registry.ai_edited": "{source} registró, con fecha {date}, que la IA cambió partes de una imagen que se ve igual.",
   "registry.ai_involved": "{source} registró, con fecha {date}, que se usó IA para una imagen que se ve igual, pero no cuánto.",
   "registry.captured_earlier": "{source} registró antes, con fecha {date}, una foto de cámara firmada que se ve igual.",
   "registry.similar": "{source} registró, con fecha {date}, una imagen parecida, pero una parte no es igual.",
   "registry.other": "{source} registró, con fecha {date}, una imagen que se ve igual.",
   "registry_creator.ai_generated": "{source} publicó antes una imagen que se ve igual y dijo que la hizo la IA.",
   "registry_creator.ai_edited": "{source} publicó antes una imagen que se ve igual y dijo que la IA cambió partes de ella.",
   "registry_creator.ai_involved": "{source} publicó antes una imagen que se ve igual y dijo que se usó IA, pero no cuánto.",
   "registry_creator.similar": "{source} publicó antes una imagen parecida, pero una parte no es igual.",
   "registry_creator.other": "{source} publicó antes una imagen que se ve igual.",
   "platform.ai_generated": "{platform} ha marcado esta publicación como hecha con IA.",
   "platform.ai_edited": "{platform} ha marcado esta publicación como cambiada con IA.",
   "platform.ai_involved": "{platform} dice que en esta publicación se usó IA, pero no cuánto.",
   "platform.photo": "{platform} dice que esto es una foto.",
   "platform.other": "{platform} ha marcado esta publicación.",
   "creator.ai_generated": "La cuenta que publicó esto dice que lo hizo la IA.",
   "creator.ai_edited": "La cuenta que publicó esto dice que la IA cambió partes de la imagen.",
   "creator.ai_involved": "La cuenta que publicó esto dice que se usó IA, pero no cuánto.",
   "creator.photo": "La cuenta que publicó esto dice que es una foto.",
   "creator.other": "La cuenta que publicó esto dice algo sobre cómo se hizo.",
   "creator_reshare.ai_generated": "La cuenta que compartió esto dice que lo hizo la IA.",
   "creator_reshare.ai_edited": "La cuenta que compartió esto dice que la IA cambió partes de la imagen.",
   "creator_reshare.ai_involved": "La cuenta que compartió esto dice que se usó IA, pero no cuánto.",
   "creator_reshare.photo": "La cuenta que compartió esto dice que es una foto.",
   "creator_reshare.other": "La cuenta que compartió esto dice algo sobre cómo se hizo.",
   "metadata.ai_generated": "Un texto guardado en este archivo dice que lo hizo la IA.",
   "metadata.ai_edited": "Un texto guardado en este archivo dice que la IA cambió partes de la imagen.",
   "metadata.composite_ai": "Un texto guardado en este archivo dice que una parte se hizo con IA.",
   "metadata.ai_involved": "Un texto guardado en este archivo nombra una herramienta de IA.",
   "metadata.captured": "Un texto guardado en este archivo dice que una cámara tomó la imagen.",
   "metadata.captured_edited": "Un texto guardado en este archivo dice que una cámara tomó la imagen y que se cambió después.",
   "metadata.composite": "Un texto guardado en este archivo dice que la imagen se compuso con varias imágenes.",
   "metadata.other": "Un texto guardado en este archivo no nombra ni la IA ni una cámara.",
   "image_text.ai_generated": "Unas palabras en esta imagen dicen que la hizo la IA.",
   "image_text.ai_edited": "Unas palabras en esta imagen dicen que la IA la cambió.",
   "image_text.ai_involved": "Unas palabras en esta imagen dicen que se usó IA.",
   "image_text.other": "Unas palabras en esta imagen hablan de cómo se hizo.",
   "community.ai_generated": "Al menos {n} personas de grupos distintos marcaron esta imagen como hecha con IA.",
   "community.other": "Al menos {n} personas de grupos distintos marcaron esta imagen.",
   "detector.high": "Comprobación automática: rasgos comunes en imágenes de IA, que las fotos también pueden tener.",
   "detector.mid": "Comprobación automática: algunos rasgos comunes en imágenes de IA, pero sin resultado claro.",
   "detector.low": "Comprobación automática: sin resultado claro, y eso no muestra cómo se hizo esta imagen.",
   "detector.other": "Comprobación automática: sin resultado.",
   "moderator.captured": "{team} miró esta imagen con fecha {date} y halló que la tomó una cámara.",
   "moderator.captured_edited": "{team} miró esta imagen con fecha {date} y halló que la tomó una cámara y que se cambió después.",
   "moderator.ai_generated": "{team} miró esta imagen con fecha {date} y halló que la hizo la IA.",
   "moderator.ai_edited": "{team} miró esta imagen con fecha {date} y halló que la IA cambió partes de ella.",
   "moderator.ai_involved": "{team} miró esta imagen con fecha {date} y halló que se usó IA, pero no cuánto.",
   "moderator.composite_ai": "{team} miró esta imagen con fecha {date} y halló que una parte se hizo con IA.",
   "moderator.composite": "{team} miró esta imagen con fecha {date} y halló que se compuso con varias imágenes.",
   "moderator.other": "{team} miró esta imagen con fecha {date} y no pudo saber cómo se hizo."
  },
  "notes": {
   "trust.interim": "Al firmante se le conoce por una lista de confianza anterior.",
   "trust.local": "Este servidor añadió al firmante.",
   "trust.untrusted": "Firmada, firmante sin reconocer.",
   "trust.expired_untimestamped": "El certificado ha caducado y no hay sello de tiempo.",
   "note.structural": "El registro no sigue del todo su formato.",
   "note.ingredient_mismatch": "El firmante anotó que algo de lo que se usó aquí no encajaba con su propio registro.",
   "note.identity_not_checked": "La persona o cuenta que nombra no se comprobó.",
   "note.not_said_by_signer": "El firmante transmite esto sin afirmarlo.",
   "note.earlier_signer_not_recognised": "Lo dice un registro anterior del archivo, cuyo firmante no se reconoce.",
   "match.same": "Se encontró por una copia que coincide, no en este archivo.",
   "place.image": "Estas palabras están en la propia imagen.",
   "mark.unnamed": "El registro dice que la imagen también lleva una marca oculta; la marca en sí no se leyó.",
   "source_type.digitalCreation": "Dice que una persona hizo esto con herramientas que no son de IA.",
   "source_type.dataDrivenMedia": "Dice que esta imagen muestra datos.",
   "source_type.algorithmicMedia": "Dice que esto lo hizo un programa que no se entrenó con imágenes.",
   "source_type.screenCapture": "Describe la captura de pantalla, no lo que se ve en ella.",
   "source_type.virtualRecording": "Dice que es una grabación de un evento virtual.",
   "generator": "Nombra {generator}.",
   "watermark_declared": "El registro dice que la imagen también lleva una marca oculta ({watermark_declared}); la marca en sí no se leyó.",
   "description": "En sus propias palabras: «{description}».",
   "reason": "Motivo: {reason}.",
   "right_of_100": "En nuestras mediciones, unas {right_of_100} de cada 100 imágenes con esta etiqueta se hicieron con IA, contando con que lo son {ai_of_100} de cada 100 (modelo {model} {version}, medición con fecha {measured})."
  },
  "what": {
   "cropped": "recorte",
   "color_adjusted": "ajuste de color",
   "resized": "cambio de tamaño",
   "drawn_on": "dibujo añadido",
   "filtered": "filtro aplicado",
   "object_removed": "objeto eliminado",
   "image_added": "otra imagen añadida",
   "text_added": "texto añadido",
   "text_translated": "texto traducido",
   "background_replaced": "fondo sustituido",
   "face_swapped": "cara cambiada por otra",
   "faces_hidden": "caras ocultas",
   "generative_fill": "relleno generativo",
   "area_changed": "cambio en una zona señalada",
   "edited": "otros cambios"
  },
  "checks": {
   "c2pa": "Registro firmado",
   "metadata": "Datos del archivo",
   "statements": "Palabras de la publicación",
   "platform": "Marca del sitio",
   "registry": "Copias conocidas",
   "watermark": "Marca oculta",
   "image_text": "Texto en la imagen",
   "detector": "Píxeles"
  },
  "ranks": {
   "signed.official": "Firmada, firmante en la lista oficial",
   "signed.interim": "Firmada, lista de confianza anterior",
   "signed.local": "Firmada, firmante añadido por este servidor",
   "signed.untrusted": "Firmada, firmante sin reconocer",
   "signed.expired_untimestamped": "Firmada, certificado caducado, sin sello de tiempo",
   "signed.tampered": "El registro firmado no encaja",
   "signed.malformed": "El registro firmado no se puede leer",
   "signed.remote_only": "El registro firmado está en otro lugar, sin comprobar",
   "reviewed": "Revisado por personas",
   "recorded": "Registrado en el archivo",
   "matched": "Coincide con una imagen conocida",
   "stated": "Dicho, sin registro",
   "estimated": "Estimado por un programa",
   "none": "Sin afirmación"
  },
  "reasons": {
   "no_server": "solo el servidor puede comprobar esto",
   "not_paired": "la extensión no está vinculada a un servidor",
   "server_unreachable": "no se puede conectar con el servidor",
   "server_outdated": "el servidor es demasiado antiguo para esta extensión",
   "access_ended": "el acceso al servidor ha terminado",
   "no_permission": "el navegador no deja que la extensión se conecte con el servidor",
   "quota_reached": "por ahora el servidor no acepta más imágenes tuyas",
   "private_place": "la imagen está en un lugar privado, así que el servidor no la recibe",
   "record_unread": "el archivo contiene un registro firmado que solo el servidor puede comprobar",
   "pending": "se está comprobando todavía",
   "busy": "el servidor estaba ocupado",
   "refused": "el servidor no acepta este archivo",
   "unreadable_here": "no se pudo leer de nuevo la imagen en su dirección",
   "empty": "el archivo está vacío",
   "not_an_image": "el archivo no es una imagen que podamos leer",
   "too_large": "el archivo ocupa más de {limit} MB",
   "damaged": "el archivo está dañado o incompleto",
   "too_many_pixels": "la imagen tiene más de {limit} millones de píxeles",
   "out_of_memory": "la imagen necesita más memoria de la que hay",
   "records_only": "no se leen los píxeles de los archivos {format}",
   "not_decoded": "no se pudo decodificar la imagen",
   "timed_out": "la comprobación no respondió en {seconds} s",
   "failed": "la comprobación falló",
   "reader_stopped": "el lector de archivos se detuvo con este archivo",
   "reader_closed": "el lector de archivos está cerrado",
   "reader_not_started": "no se pudo iniciar el lector de archivos",
   "answer_not_understood": "no se pudo entender la respuesta del lector de archivos",
   "record_not_sought": "el archivo está dañado y no se puede buscar en él un registro firmado",
   "too_many_parts": "el archivo tiene más de {limit} partes",
   "too_many_blocks": "el archivo tiene más de {limit} bloques de datos",
   "block_too_large": "un bloque de datos del archivo ocupa más de {limit} bytes",
   "blocks_too_large": "los bloques de datos del archivo ocupan más de {limit} bytes en total",
   "block_damaged": "un bloque de datos del archivo está dañado",
   "block_defines_entities": "un bloque de datos del archivo define entidades, que no se leen",
   "block_too_wide": "un bloque de datos del archivo tiene más de {limit} elementos",
   "block_too_deep": "un bloque de datos del archivo tiene más de {limit} niveles",
   "unknown_patterns": "{n} sin usar, por patrón desconocido",
   "lossy_file": "las marcas ocultas solo se buscan en archivos PNG y WebP sin pérdida",
   "no_model": "no hay ningún modelo instalado",
   "model_refused": "el modelo elegido fue rechazado",
   "model_failed": "el modelo no pudo valorar esta imagen",
   "account_picture": "las imágenes de cuentas solo se miran si alguien lo pide",
   "animated": "el archivo contiene más de una imagen",
   "palette": "la imagen tiene una paleta fija de colores, y el modelo no se hizo para eso",
   "too_small": "la imagen mide menos de {limit} píxeles de ancho o de alto",
   "too_long": "un lado de la imagen mide más de {limit} veces el otro",
   "few_colours": "la imagen tiene muy pocos colores para una foto",
   "mostly_flat": "la imagen tiene sobre todo zonas lisas",
   "graphic": "la imagen parece un dibujo o un diagrama, y el modelo no se hizo para eso",
   "screenshot": "la imagen parece una captura de pantalla, y el modelo no se hizo para eso",
   "heavy_jpeg": "la imagen se guardó con una calidad JPEG inferior a {limit}, que deja muy poco que valorar",
   "upscaled": "la imagen parece ampliada a partir de otra más pequeña, o desenfocada",
   "no_text_reader": "no hay ningún lector de texto instalado"
  },
  "fallbacks": {
   "signer": "un firmante sin nombre",
   "scheme": "una herramienta sin nombre",
   "platform": "el sitio",
   "source": "una fuente sin nombre",
   "team": "un equipo revisor",
   "date": "desconocida",
   "reason": "no se indica",
   "description": "no se indica",
   "generator": "una herramienta sin nombre",
   "watermark_declared": "sin nombre",
   "what": "cambios que no nombra",
   "n": "varias",
   "why": "no se sabe",
   "limit": "lo permitido",
   "format": "de este tipo",
   "seconds": "unos",
   "right_of_100": "algunas",
   "ai_of_100": "pocas",
   "model": "sin nombre",
   "version": "sin versión",
   "measured": "desconocida",
   "a": "una fuente dice una cosa",
   "b": "otra dice algo distinto"
  },
  "date": {
   "pattern": "{day} de {month} de {year}",
   "months": [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre"
   ]
  }
 }
};
