"""An audit from beginning to end: rows, what was passed over, what is gone on with and what is refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.audit import sources
from tests.audit.here import Here, Told, audited, plan
from tests.audit.sources import CONFIG, OPENER, generated, timeline
from tests.pictures import FakeCheck, photo, picture, recompressed, sha256

from colophon.audit import shards, work
from colophon.audit.engine import Event
from colophon.audit.folder import INDEX, SHARDS, WORK, Audit
from colophon.audit.plan import Plan
from colophon.audit.rows import audit_of
from colophon.audit.run import run
from colophon.audit.sample import Sampling, Stratify
from colophon.config import load
from colophon.entry import Basis, Entry, Kind
from colophon.errors import Conflict, InputError
from colophon.evidence import Occurrence, Process
from colophon.images.picture import Picture
from colophon.images.sketch import sketch_of
from colophon.registry.memory import Registry


def as_in_index(out: Path) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in (out / INDEX).read_bytes().splitlines()]


def test_a_row_for_each_appearance(tmp_path: Path) -> None:
    made = generated(1)
    posts: Sequence[dict[str, Any]] = [
        {"data": made, "caption": "A lake", "author": "ana", "site": "x.com", "alt": "a lake"},
        {"skip": "private"},
        {"data": picture(2), "caption": "Illustration made with AI", "undated": True},
        {"data": picture(2), "platform_label": "AI info", "site": "instagram"},
        {"data": picture(2), "caption": "Illustration made with AI", "reshare": True},
        {"data": b"no picture"},
        {"data": b""},
        {"act": "damaged"},
        {"act": "too large"},
    ]
    timeline(tmp_path / "source", posts)
    config = dataclasses.replace(CONFIG, data=tmp_path / "data", checks=("metadata", "registry"))
    found, told = audited(dataclasses.replace(plan(tmp_path), config=config))
    labels = [row["label"] and row["label"]["id"] for row in found[:4]]
    assert labels == ["ai_generated.metadata", "ai_generated.creator", "ai_involved.platform", None]
    assert found[0]["sha256"] == sha256(made)
    assert (found[0]["id"], found[0]["caption"], found[0]["alt"]) == ("post-0", "A lake", "a lake")
    assert (found[0]["author"], found[0]["posted_at"]) == ("ana", "2026-01-01T00:00:00+00:00")
    assert found[1]["posted_at"] is None
    assert [row.get("why") for row in found[4:]] == [
        "the file is not an image we read",
        "the file is empty",
        "00007 is damaged in the source",
        "the file is larger than 15 MB",
    ]
    assert {row["status"] for row in found[4:]} == {"unreadable"}
    assert told.done == [0, 1]
    audit = audit_of(tmp_path / "out")
    assert (audit.found, audit.sampled, audit.skipped) == (8, 8, {"private": 1})
    assert audit.examples == {"private": ["post 1"]}
    assert audit.source["name"] == "made"
    assert {"resolver", "labels", "metadata", "registry", "generation"} <= audit.versions.keys()
    assert not (tmp_path / "out" / WORK).exists()


def test_halves_of_characters_do_not_stop_it(tmp_path: Path) -> None:
    timeline(tmp_path / "source", [{"data": picture(1), "caption": "a \ud83d b"}])
    assert audited(plan(tmp_path))[0][0]["caption"] == "a ? b"


def test_a_source_without_images_is_an_audit_too(tmp_path: Path) -> None:
    timeline(tmp_path / "source", [{"skip": "video"}])
    found, told = audited(plan(tmp_path))
    assert (found, told.events) == ([], [])
    assert audit_of(tmp_path / "out").skipped == {"video": 1}


def test_a_finished_audit_is_not_done_again(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(12))
    first, _ = audited(plan(tmp_path))
    again, told = audited(plan(tmp_path))
    assert (again, told.finished, told.events) == (first, 3, [])


def test_what_was_finished_is_kept_and_the_rest_is_done(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(12))
    first, _ = audited(plan(tmp_path))
    out = tmp_path / "out"
    shards.manifest_path(out, 0).unlink()  # stopped before the manifest
    shards.rows_path(out, 1).write_bytes(b"{}\n")  # not what the manifest says
    (out / SHARDS / ".00002.jsonl.abc").touch()  # half written
    again, told = audited(plan(tmp_path))
    assert (again, told.finished, told.done) == (first, 1, [0, 1])
    assert not list((out / SHARDS).glob(".*"))


def test_what_a_kill_left_half_unpacked_goes_at_the_next_start_and_the_rest_stays(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(6))
    audited(plan(tmp_path))
    shards.manifest_path(tmp_path / "out", 0).unlink()
    work = tmp_path / "out" / WORK
    work.mkdir()
    for name in (".a.tar.x1y2", "b.tar"):
        (work / name).touch()
    there = list[str]()

    class Look(Here):
        def _events(self, plan: Plan, shards: Sequence[int]) -> Iterator[Event]:
            there.extend(path.name for path in (plan.out / WORK).iterdir())
            return super()._events(plan, shards)

    audited(plan(tmp_path), Look())
    assert there == ["b.tar"]
    assert not work.exists()


def test_another_source_is_refused_with_both_names(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(3))
    audited(plan(tmp_path))
    other = timeline(tmp_path / "other", sources.many(2))
    with pytest.raises(
        InputError, match=r"holds an audit of .*/source as .* and .*/other is another source"
    ) as told:
        audited(dataclasses.replace(plan(tmp_path), source=other))
    assert "name another folder with --out" in str(told.value)
    (tmp_path / "source" / "new.jpg").touch()
    with pytest.raises(InputError, match="was changed since"):
        audited(plan(tmp_path))


def test_other_options_are_refused_with_both(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(3))
    audited(plan(tmp_path))
    with pytest.raises(InputError, match=r"sample none \(now 2\), seed none \(now 1\); .* another folder"):
        audited(plan(tmp_path, sampling=Sampling(2, None, 1)))


def test_rows_of_other_versions_do_not_go_together(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(6))
    audited(plan(tmp_path))
    about = tmp_path / "out" / "audit.json"
    about.write_bytes(about.read_bytes().replace(b'"resolver": "', b'"resolver": "0.'))
    shards.manifest_path(tmp_path / "out", 1).unlink()
    with pytest.raises(InputError, match=r"was begun with resolver 0\..* \(now "):
        audited(plan(tmp_path))


def test_a_registry_that_has_moved_on_is_said(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(6))
    audited(plan(tmp_path))
    about = tmp_path / "out" / "audit.json"
    about.write_bytes(about.read_bytes().replace(b'"generation": 0', b'"generation": 5'))
    shards.manifest_path(tmp_path / "out", 1).unlink()
    _, told = audited(plan(tmp_path))
    assert "the registry has changed since this audit began" in told.remarks[-1]
    assert audit_of(tmp_path / "out").versions["generation_last"] == 0


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(2))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").touch()
    with pytest.raises(InputError, match=r"holds other things \(thesis\.txt\) and no audit"):
        audited(plan(tmp_path))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_the_audit_does_not_lie_in_its_source(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(2))
    with pytest.raises(InputError, match="lies in the source"):
        audited(dataclasses.replace(plan(tmp_path), out=tmp_path / "source" / "out"))


def test_an_absent_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="source does not exist: name the folder or the file"):
        audited(plan(tmp_path))
    assert not (tmp_path / "out").exists()


def test_two_audits_do_not_share_a_folder(tmp_path: Path) -> None:
    timeline(tmp_path / "source", sources.many(2))

    class Nosy(Told):
        def begins(self, audit: Audit, finished: int) -> None:
            with pytest.raises(Conflict, match="another audit is at work in"):
                run(plan(tmp_path), Here(), Told())
            super().begins(audit, finished)

    told = Nosy()
    run(plan(tmp_path), Here(), told)
    assert told.finished == 0


def test_samples_are_drawn_and_told(tmp_path: Path) -> None:
    posts: list[dict[str, Any]] = [{"data": picture(n), "site": f"s{n % 2}"} for n in range(20)]
    timeline(tmp_path / "source", [*posts, {"skip": "video"}])
    sampling = Sampling(6, Stratify.SITE, 4)
    found, _ = audited(plan(tmp_path, sampling=sampling))
    audit = audit_of(tmp_path / "out")
    assert (audit.found, audit.sampled, audit.skipped) == (20, 6, {"video": 1})
    assert audit.sampling is not None
    assert audit.sampling["strata"] == {f"s{n}": {"found": 10, "drawn": 3} for n in range(2)}
    assert [row["n"] for row in found] == list(range(6))
    assert len({row["id"] for row in found}) == 6
    assert [line["id"] for line in as_in_index(tmp_path / "out")] == [row["id"] for row in found]
    assert {row["sha256"] for row in found} <= {sha256(picture(n)) for n in range(20)}


def test_a_plan_travels_whole(tmp_path: Path) -> None:
    config = load({}, data=tmp_path, checks=("c2pa",), detector_chip=True, limits={"pixels": 1000}, workers=3)
    sent = Plan(tmp_path / "a b", tmp_path / "out", config, Sampling(3, Stratify.WEEK, 9), OPENER, 7)
    assert Plan.from_json(sent.to_json()) == sent


def test_of_a_protected_image_only_that_there_is_one_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = Registry()
    sketch = sketch_of(Picture.of(photo(3), 10**7).pixels())
    assert sketch is not None
    kind, basis = Kind.PROTECTED, Basis.STATED
    registry.apply([Entry("ab" * 16, kind, basis, Process.UNKNOWN, sketch=sketch.dump(), number=1)], 1)
    monkeypatch.setattr(work, "local_registry", lambda _: registry)
    secret = {"caption": "a secret", "author": "somebody", "permalink": "https://example.org/p/1"}
    copy = recompressed(photo(3))
    timeline(
        tmp_path / "source", [{"data": picture(1)}, {"data": copy, **secret}, {"data": photo(3), **secret}]
    )
    found, _ = audited(plan(tmp_path, shard=2))
    posted = "2026-01-02T00:00:00+00:00"
    assert found[1] == {"n": 1, "id": "post-1", "posted_at": posted, "status": "protected"}
    assert [row["status"] for row in found] == ["none", "protected", "protected"]
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    for word in (*secret.values(), "00001", sha256(copy), sha256(photo(3))):
        assert word.encode() not in written
    before = shards.rows_path(tmp_path / "out", 0).read_bytes()
    shards.manifest_path(tmp_path / "out", 0).unlink()
    assert audited(plan(tmp_path, shard=2))[0] == found
    assert shards.rows_path(tmp_path / "out", 0).read_bytes() == before


def test_equal_images_are_looked_at_once(tmp_path: Path) -> None:
    fake = FakeCheck()
    timeline(tmp_path / "source", [{"data": picture(n % 2), "caption": str(n)} for n in range(8)])
    audited(plan(tmp_path))
    with work.desk(plan(tmp_path)) as at:
        at = dataclasses.replace(at, image=dataclasses.replace(at.image, checks=(fake,)))
        work.work_shard(at, 0)
        work.work_shard(at, 1)
    assert fake.looks == 2


def test_what_is_remembered_of_images_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "REMEMBERED", 3)
    timeline(tmp_path / "source", [{"data": picture(n)} for n in range(8)])
    audited(plan(tmp_path))
    with work.desk(plan(tmp_path)) as at:
        work.work_shard(at, 0)
        work.work_shard(at, 1)
        assert [*at.seen] == [sha256(picture(n)) for n in (5, 6, 7)]


def test_words_in_a_picture_speak_for_an_account_only_where_it_is_known(tmp_path: Path) -> None:
    asking = [
        work._asking(Occurrence(author=author, reshare=reshare)).post
        for author, reshare in (("ana", False), (None, False), ("ana", True), (None, True))
    ]
    assert asking == ["own", None, "reshare", "reshare"]


def test_deadlines_are_longer_than_a_servers(tmp_path: Path) -> None:
    timeline(tmp_path / "source", [{"data": picture(1)}])
    audited(plan(tmp_path))
    with work.desk(plan(tmp_path)) as at:
        assert at.config.limits.deadline_seconds == 5 * CONFIG.limits.deadline_seconds
        assert at.config.limits.body_bytes == CONFIG.limits.body_bytes
