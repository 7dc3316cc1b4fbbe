"""Whether a feed can be that of a study: its labels are known, and who is misled is told afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from colophon.labels.messages import label_kinds
from colophon.study.feed.folder import Folder
from colophon.study.feed.lines import Post
from colophon.study.spec.plan import NEED_TRUTH
from colophon.study.spec.problems import Problem, shown
from colophon.study.spec.study import Study

AI, NOT_AI = "ai", "not_ai"
_NO_LABELS = ("none", "not_checked")
_CAMERA = ("captured", "captured_edited")
_AI = ("ai_generated", "ai_edited", "ai_involved", "composite_ai")


def misfits(study: Study, folder: Folder) -> list[Problem]:
    """Everything for which the feed cannot be the study's."""
    return list(_misfits(study, folder))


def notes(study: Study, posts: Iterable[Post]) -> Iterator[str]:
    """What is no fault, and yet to be known."""
    posts = list(posts)
    unknown = sum(post.truth is None for post in posts)
    needing = [test.name for test in study.analysis.tests if test.outcome in NEED_TRUTH]
    if unknown:
        count = f"{unknown} of {len(posts)} posts do not say how the picture was made (truth)"
        yield f"{count}; {', '.join(needing)} cannot count them" if needing else count
    elif needing and not {AI, NOT_AI} <= {post.truth for post in posts}:
        yield f"{', '.join(needing)} compare truth {AI} with {NOT_AI}, and one of the two is absent"
    if wrong := [post.item for post in posts if contradicts(post)]:
        yield f"{len(wrong)} labels say what is not so ({', '.join(wrong[:5])}); participants are told"


def contradicts(post: Post) -> bool:
    """Whether the label that a post is to carry says otherwise than how its picture was made."""
    kind = label_kinds().get(post.label or "")
    process = kind.process if kind else None
    if process is None or post.truth not in (AI, NOT_AI):
        return False
    if process in _CAMERA:
        return post.truth == AI
    return process in _AI and post.truth == NOT_AI


def _misfits(study: Study, folder: Folder) -> Iterator[Problem]:
    posts = [one.post for one in folder.posts]
    if study.feed != "hosted":
        yield Problem(
            (), f"{study.id} runs in participants' own feeds", 'write feed = "hosted" in it', 1, "study"
        )
    wanted = study.hosted.feed if study.hosted else None
    if wanted and wanted != folder.sha256:
        limit = f"the study was frozen for the feed {wanted[:12]}..., and this is {folder.sha256[:12]}..."
        yield Problem((), limit, "use that folder, or freeze the study anew", 1, "hosted.feed")
    known = [name for name in label_kinds() if name not in _NO_LABELS]
    for post in posts:
        if post.label is None:
            continue
        value = shown(post.label)
        if post.label not in known:
            limit = f"there is no such label; there are: {', '.join(known)}"
            yield Problem(
                (), limit, "write one, or leave it empty: the server's own", post.line, "label", value
            )
        elif contradicts(post):
            yield from _owed(study, post, value)


def _owed(study: Study, post: Post, value: str) -> Iterator[Problem]:
    said = f"the label contradicts the truth ({post.truth})"
    if study.ethics is None:
        way = 'add ethics = "..." to the study, with the number of the approval'
        yield Problem(
            (), f"{said}, which needs the approval of an ethics board", way, post.line, "label", value
        )
    if study.debrief is None:
        way = "add [debrief] to the study: which labels were altered, and how"
        yield Problem((), f"{said}, so participants are told afterwards", way, post.line, "label", value)
