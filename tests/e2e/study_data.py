"""What the tests of studies put up: questions, arms, and scripts for the page they look at."""

from __future__ import annotations

from typing import Any

AI = "Made with AI."

HIGH_POSTS = """(() => {
  for (const post of Object.values(probe.posts())) post.style.marginBottom = "900px";
  scrollTo(0, 0);
})()"""
# the page's own clock: how long each picture was half in view, while the page had the focus
TRUTH = """(() => {
  window.truth = {};
  const seen = new IntersectionObserver((views) => {
    for (const { target, intersectionRatio, time } of views) {
      const { case: name } = target.closest("[data-case]").dataset;
      const one = (truth[name] ??= { total: 0, longest: 0, since: null });
      if (intersectionRatio >= 0.5) one.since ??= time;
      else if (one.since !== null) {
        one.total += time - one.since;
        one.longest = Math.max(one.longest, time - one.since);
        one.since = null;
      }
    }
  }, { threshold: [0, 0.5] });
  for (const post of Object.values(probe.posts())) seen.observe(probe.picture(post));
})()"""
# what a choice looks like: neither may weigh more
ALIKE = """["join", "decline"].map((id) => {
  const button = document.getElementById(id);
  const { width, height } = button.getBoundingClientRect();
  const { backgroundColor, color, fontWeight } = getComputedStyle(button);
  return [Math.round(width), Math.round(height), backgroundColor, color, fontWeight];
})"""
VIEWS = (("post-2", 0.4), ("post-3", 1.5), ("post-4", 0.7), ("post-5", 2.2), ("post-4", 0.7))  # seconds
TO = "probe.picture(probe.posts()[%r]).scrollIntoView({ block: 'center' })"

SURVEY: dict[str, Any] = {
    "name": "belief",
    "when": "item",
    "title": {"en": "About this image"},
    "questions": [
        {
            "name": "happened",
            "type": "scale",
            "points": 7,
            "text": {"en": "Did what the post describes happen?"},
            "low": {"en": "Certainly not"},
            "high": {"en": "Certainly"},
        },
        {"name": "words", "type": "text", "text": {"en": "Why?"}},
    ],
}
BEFORE: dict[str, Any] = {
    "name": "background",
    "when": "before",
    "title": {"en": "Before you begin"},
    "questions": [
        {
            "name": "media",
            "type": "single",
            "text": {"en": "Where do you mostly see news?"},
            "options": [{"value": value, "text": {"en": value}} for value in ("feeds", "papers")],
        },
        {
            "name": "trust",
            "type": "scale",
            "points": 100,
            "text": {"en": "How much do you rely on them?"},
            "low": {"en": "Not at all"},
            "high": {"en": "Fully"},
        },
    ],
}

ARMS: dict[str, dict[str, Any]] = {
    "control": {"show": "nothing"},
    "labels": {},
    "placebo": {"show": "placebo"},
    "everywhere": {"unlabelled": "no_origin_information", "detail": "icon"},
}
SHOWN: dict[str, tuple[str | None, str | None]] = {  # what stands on a labelled image, and on another
    "control": (None, None),
    "labels": ("ai_generated.creator", None),
    "placebo": ("placebo", None),
    "everywhere": ("ai_generated.creator", "none"),
}
