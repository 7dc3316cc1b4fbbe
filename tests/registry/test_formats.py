from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from colophon.entry import REMEMBERED, Basis, Kind
from colophon.errors import InputError
from colophon.evidence import Process
from colophon.registry.formats import Defaults, Format, Row, read_rows, write_rows
from colophon.registry.lines import Bounds, Problem

PDQ = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
OTHER = "0" * 63 + "a"
AI = Defaults(process=Process.AI_GENERATED)
BOUNDS = Bounds()


def read(text: str | bytes, defaults: Defaults = AI, bounds: Bounds = BOUNDS) -> list[Row | Problem]:
    return list(read_rows(io.BytesIO(text.encode() if isinstance(text, str) else text), defaults, bounds))


def written(rows: list[Row], format: Format) -> bytes:
    stream = io.BytesIO()
    write_rows(rows, stream, format)
    return stream.getvalue()


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\n\t\"',;=#"), min_size=1
)
HASHES = st.integers(0, 2**256 - 1).map(lambda n: f"{n:064x}")


@st.composite
def rows(draw: st.DrawFn) -> Row:
    kind = draw(st.sampled_from(Kind))
    sha256, pdq = draw(st.tuples(st.none() | HASHES, st.none() | HASHES).filter(any))
    return Row(
        process=Process.UNKNOWN if kind is Kind.PROTECTED else draw(st.sampled_from(sorted(REMEMBERED))),
        sha256=sha256,
        pdq=pdq,
        said_by=draw(st.none() | TEXT.filter(lambda text: len(text) <= 60)),
        words=draw(st.none() | TEXT | st.just("two\r\nlines") | st.just("=1+1")),
        permalink=draw(st.none() | st.sampled_from(["https://example.org/post/1?a=1,2;3"])),
        date=draw(st.none() | st.dates().map(lambda day: day.isoformat())),
        basis=draw(st.sampled_from(Basis)),
        kind=kind,
    )


@pytest.mark.parametrize("format", [Format.CSV, Format.JSONL])
@given(given=st.lists(rows(), max_size=5))
@settings(deadline=None)
def test_what_is_written_is_read(format: Format, given: list[Row]) -> None:
    assert read(written(given, format), Defaults()) == given


@given(given=st.lists(rows(), max_size=5))
@settings(deadline=None, max_examples=20)
def test_a_pdq_list_holds_the_hashes(given: list[Row]) -> None:
    hashes = [row.pdq for row in given if row.pdq]
    stream = io.BytesIO()
    assert write_rows(given, stream, Format.PDQ) == len(hashes)
    assert read(stream.getvalue()) == [Row(Process.AI_GENERATED, pdq=pdq) for pdq in hashes]


@pytest.mark.parametrize(
    "text",
    [
        f"{PDQ}\n",
        PDQ,
        f"\ufeff{PDQ}\r\n",
        f"# a comment\n\n  \n{PDQ.upper()}  \n# another\n",
        f"{PDQ},100\n",
        f"{PDQ}, 50, file name.jpg\n",
        f"hash={PDQ},norm=128,delta=3,quality=87,filename=a.jpg\n",
        f"{PDQ},2880742865368386,2020-07-31T18:47:52+0000,media_priority_samples 12 disputed\n",
        f"collab,signal_type,signal_str,category,tags\nSample Signals,pdq,{PDQ},WORTH_INVESTIGATING,\n",
        f"Hash;Quality\n{PDQ};77\n",
        f"pdq\tnote\n{PDQ}\tx\n",
        f"\n# list\npdq\n{PDQ}\n",
        f'{{"pdq": "{PDQ}", "id": 7, "tags": ["x"]}}\n',
        f'{{"hash": "{PDQ}", "quality": 50}}',
    ],
)
def test_lists_as_others_write_them(text: str) -> None:
    assert read(text) == [Row(Process.AI_GENERATED, pdq=PDQ)]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (f"{PDQ}\n{PDQ[:-1]}\n", 2, "does not begin with a hash of 64 hex digits"),
        (f"{PDQ}\n{PDQ}0\n", 2, "does not begin with a hash of 64 hex digits"),
        (f"{PDQ}\n\n{OTHER},49\n", 3, "quality below 50: such a hash matches by chance"),
        (f"{PDQ}\nhash={OTHER},quality=0,filename=a.jpg\n", 2, "quality below 50"),
        (f"pdq,quality\n{PDQ},50\n{OTHER},3\n", 3, "quality below 50"),
        (f"pdq,words\n{PDQ},\n{OTHER},x,y\n", 3, "3 cells, more than the 2 that have a name"),
        (f'pdq,words\n{PDQ},\n{OTHER},5" wide\n', 3, "not CSV"),
        (f"pdq,process\n{PDQ},\n{OTHER},drawn\n", 3, "process: "),
        (f"pdq,process\n{PDQ},\n{OTHER},captured\n", 3, "process: captured is nothing to remember"),
        (f"pdq,basis\n{PDQ},\n{OTHER},certain\n", 3, "basis: "),
        (f"pdq,date\n{PDQ},\n{OTHER},31/12/2026\n", 3, "date: Invalid isoformat"),
        (f"pdq,permalink\n{PDQ},\n{OTHER},javascript:alert(1)\n", 3, "permalink: "),
        (f"pdq,said_by\n{PDQ},\n{OTHER},{'x' * 61}\n", 3, "said_by: "),
        (f"pdq,words\n{PDQ},\n{OTHER},bell\a\n", 3, "control characters in said_by or words"),
        (f"pdq,sha256\n{PDQ},\n,\n", 3, "neither sha256 nor pdq"),
        (f"signal_str,signal_type\n{PDQ},pdq\n{OTHER},video_md5\n", 3, "signal_type: only pdq is read"),
        (f'{{"pdq":"{PDQ}"}}\n{{"pdq":\n', 2, "not JSON"),
        (f'{{"pdq":"{PDQ}"}}\n["{PDQ}"]\n', 2, "not a JSON object"),
        (f'{{"pdq":"{PDQ}"}}\n{{"pdq":5}}\n', 2, "pdq: "),
        (f'{{"pdq":"{PDQ}"}}\n' + "[" * 5000 + "\n", 2, "not JSON"),
    ],
)
def test_a_bad_line_is_named_and_nothing_else_is_lost(text: str, line: int, why: str) -> None:
    found = read(
        text + ("" if text.endswith("\n") else "\n") + (f'{{"pdq":"{PDQ}"}}' if "{" in text else PDQ)
    )
    assert [row for row in found if isinstance(row, Row)] == [Row(Process.AI_GENERATED, pdq=PDQ)] * 2
    [problem] = [problem for problem in found if isinstance(problem, Problem)]
    assert problem.line == line
    assert problem.why.startswith(why)


def test_a_line_says_more_than_the_defaults() -> None:
    defaults = Defaults(Process.AI_EDITED, said_by="A list", date="2026-01-02", basis=Basis.RECORDED)
    text = f"pdq,said_by,process,basis\n{PDQ},,,\n{OTHER},Somebody,ai_generated,reviewed\n"
    assert read(text, defaults) == [
        Row(Process.AI_EDITED, pdq=PDQ, said_by="A list", date="2026-01-02", basis=Basis.RECORDED),
        Row(Process.AI_GENERATED, pdq=OTHER, said_by="Somebody", date="2026-01-02", basis=Basis.REVIEWED),
    ]


def test_a_process_is_needed_except_in_protected_lists() -> None:
    assert read(PDQ, Defaults()) == [Problem(1, "process: Field required")]
    assert read(PDQ, Defaults(kind=Kind.PROTECTED)) == [Row(Process.UNKNOWN, pdq=PDQ, kind=Kind.PROTECTED)]


@pytest.mark.parametrize(
    "text",
    ["name,url\n", "<html>\n", f"{PDQ[:-1]}\n", f"{PDQ}00\n", '"', "[1]\n", f"pdq\n{PDQ}\n".encode("utf-16")],
)
def test_other_files_are_refused(text: str | bytes) -> None:
    with pytest.raises(InputError, match=r"^line \d is none that a list begins with"):
        read(text)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n"])
def test_an_empty_list_has_no_rows(text: str) -> None:
    assert read(text) == []


def test_lines_beyond_the_bounds() -> None:
    bounds = Bounds(line_bytes=70, lines=4)
    assert read(f"{PDQ}\n{'x' * 500}\n{PDQ},é\n{OTHER}\n{OTHER}\n", AI, bounds) == [
        Row(Process.AI_GENERATED, pdq=PDQ),
        Problem(2, "longer than 70 bytes"),
        Row(Process.AI_GENERATED, pdq=PDQ),
        Row(Process.AI_GENERATED, pdq=OTHER),
        Problem(5, "more than 4 lines: the rest was not read"),
    ]
    assert len(read(f"{PDQ}\n" * 4, AI, bounds)) == 4
    assert read(b"\xff\n" + PDQ.encode(), AI, bounds)[0] == Problem(1, "not UTF-8 text")


def test_a_quotation_mark_that_is_never_closed_costs_one_line() -> None:
    text = f'pdq,words\n{PDQ},"open\n' + f"{OTHER},x\n" * 50
    for longest in (100, 65_536):
        first, *rest = read(text, AI, Bounds(line_bytes=longest))
        assert isinstance(first, Problem)
        assert (first.line, len(rest)) == (2, 50)
        assert set(rest) == {Row(Process.AI_GENERATED, pdq=OTHER, words="x")}


def test_a_spreadsheet_finds_no_formula() -> None:
    text = written([Row(Process.AI_GENERATED, pdq=PDQ, words='=HYPERLINK("x")', said_by="@a")], Format.CSV)
    assert b",@a," not in text
    assert b"\"'=HYPERLINK" in text


class Endless(io.RawIOBase):
    """``size`` bytes of one repeated block."""

    def __init__(self, block: bytes, size: int) -> None:
        self._block, self._left = block, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = min(len(buffer), self._left) // len(self._block) * len(self._block)
        buffer[:count] = self._block * (count // len(self._block))
        self._left -= count
        return count


@pytest.mark.parametrize("block", [f"{PDQ}\n".encode(), b"x" * 64])
def test_a_file_is_never_held_in_memory(block: bytes) -> None:
    size = 64 * 2**20 if block[:1] == b"x" else 2**18
    stream = io.BufferedReader(Endless(block, size), 65 * 1024)
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_rows(stream, AI))
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()
    assert count == (1 if block[:1] == b"x" else size // 65)


@given(
    st.binary(max_size=300) | st.text(st.sampled_from(f'"{PDQ},;\n\r#{{}}:'), max_size=200).map(str.encode)
)
@example(f'pdq\n"{PDQ}'.encode())
@settings(deadline=None)
def test_any_bytes_give_rows_problems_or_a_refusal(data: bytes) -> None:
    try:
        for found in read(b"pdq,words\n" + data) + read(PDQ.encode() + b"\n" + data) + read(b"{\n" + data):
            assert isinstance(found, Row | Problem)
    except InputError:
        pytest.fail("the first line decides")
