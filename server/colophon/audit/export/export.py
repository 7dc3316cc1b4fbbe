"""Write the files of an audit into its folder."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from colophon.audit.export import codebook, values
from colophon.audit.export.write import row_cells, write_csv, write_jsonl, write_parquet
from colophon.audit.report.page.page import page
from colophon.audit.report.whole import Progress, Whole
from colophon.audit.rows import audit_of, rows
from colophon.report.blocks import Section
from colophon.whole import write_whole

REPORT = "report.html"


class Format(StrEnum):
    """How rows are written."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


def write_rows(out: Path, formats: Sequence[Format], tell: Progress) -> list[Path]:
    """``rows.*`` and the codebook; gives what was written. Raises InputError, OSError."""
    audit_of(out)
    written = []
    for number, format in enumerate(formats):
        path = out / f"rows.{format}"
        tell(f"writing {path.name}", number, len(formats))
        match format:
            case Format.CSV:
                write_csv(path, "rows", row_cells(rows(out)))
            case Format.JSONL:
                write_jsonl(path, rows(out))
            case Format.PARQUET:
                write_parquet(path, "rows", row_cells(rows(out)))
        written.append(path)
    return [*written, *_write_codebook(out)]


def write_report(
    out: Path, report: Whole, more: list[Section] | None, tell: Progress, into: Path | None = None
) -> list[Path]:
    """The page, and the tables that it shortens; gives what was written. Raises InputError, OSError.

    They are put beside the rows in ``out``, or ``into`` another folder.
    """
    into = into or out
    tell("writing the report", 0, 1)
    write_whole(into / REPORT, page(report, more).encode())
    tally = report.tally
    write_csv(into / "weeks.csv", "weeks", values.weeks(tally))
    write_csv(into / "accounts.csv", "accounts", values.accounts(tally))
    write_csv(into / "sites.csv", "sites", values.sites(tally))
    write_csv(into / "near_copies.csv", "near_copies", values.copies(rows(out), report.groups))
    names = (REPORT, "weeks.csv", "accounts.csv", "sites.csv", "near_copies.csv")
    return [*(into / name for name in names), *_write_codebook(into)]


def _write_codebook(out: Path) -> list[Path]:
    files = {"codebook.md": codebook.as_markdown(), "codebook.json": codebook.as_json()}
    for name, data in files.items():
        write_whole(out / name, data)
    return [out / name for name in files]
