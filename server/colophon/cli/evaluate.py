"""``colophon model evaluate``: what a model does on pictures whose origin is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from colophon import config
from colophon.cli.files import read_within, with_progress
from colophon.cli.server import Data, local_config
from colophon.errors import InputError, ModelError
from colophon.images.picture import Picture
from colophon.models.inventory import Entry, Kind, find_anywhere
from colophon_model import Manifest, ModelFailed, ModelRefused
from colophon_model.bar import why_no_label
from colophon_model.load import CARD, Model, load

if TYPE_CHECKING:  # they need the extra `evaluate`, which the other commands do without
    from colophon_model.evaluation.adopt import Adoption
    from colophon_model.evaluation.measure import Run
    from colophon_model.evaluation.pack import Item, Pack
    from colophon_model.evaluation.report import Part, Report

MODEL_HELP = "An installed model, `builtin`, or a folder with a manifest."
PACK_HELP = (
    "Folder of pictures: with a manifest.csv (id, label, source, generator), "
    "or ai/GENERATOR/... and other/SOURCE/..."
)


def evaluate(
    model: Annotated[str, typer.Argument(help=MODEL_HELP, metavar="MODEL")],
    pack: Annotated[Path, typer.Argument(help=PACK_HELP, metavar="PACK", exists=True, file_okay=False)],
    against: Annotated[
        str | None, typer.Option(help="A second model, compared on the same pictures.", metavar="MODEL")
    ] = None,
    json: Annotated[
        Path | None, typer.Option("--json", help="Write every figure to a JSON file.", metavar="FILE")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the report as a page.", metavar="FILE")
    ] = None,
    adopt: Annotated[
        bool,
        typer.Option(
            "--adopt",
            help="Write calibration and thresholds that the pictures support into the installed model.",
        ),
    ] = False,
    limit: Annotated[
        int | None, typer.Option(help="Look at so many pictures, in turn from every group.", min=2)
    ] = None,
    rounds: Annotated[int, typer.Option(help="Rounds of the bootstrap behind the intervals.", min=20)] = 1000,
    data: Data = None,
) -> None:
    """Measure a model under every delivery, by generator and by source, with bounds and controls."""
    _needs_the_extra()
    from colophon_model.evaluation.pack import PackRefused, limited, read_pack
    from colophon_model.evaluation.page import page
    from colophon_model.evaluation.report import report

    settings = local_config(data)
    models = settings.models_folder
    entry = find_anywhere(models, model)
    if adopt and entry.kind is not Kind.INSTALLED:
        raise ModelError(f"{model} is not installed, and --adopt writes into installed models only")
    judge, second = _model(entry), _model(find_anywhere(models, against)) if against else None
    try:
        pictures = read_pack(pack)
    except PackRefused as error:
        raise InputError(str(error)) from error
    items = limited(pictures.items, limit) if limit else pictures.items
    run = _run(judge, pictures, items, settings)
    other = (second.manifest, _run(second, pictures, items, settings)) if second else None
    typer.echo("working out the figures", err=True)
    found = report(judge.manifest, pictures, run, date.today().isoformat(), other, rounds)
    for line in _summary(found):
        typer.echo(line)
    refused = None
    if adopt and entry.folder is not None:
        found, refused = _adopt(entry.folder, judge.manifest, pictures, run, found)
    for path, text in ((json, found.json), (html, lambda: page(found).encode())):
        if path is not None:
            path.write_bytes(text())
            typer.echo(f"Written: {path}")
    if refused is not None:
        raise ModelError(f"nothing was taken over: {refused}")


def _needs_the_extra() -> None:
    try:
        import matplotlib  # noqa: F401
        import scipy  # noqa: F401
    except ImportError as error:
        raise ModelError(
            f"measuring needs the package {error.name}: pip install 'colophon[evaluate]'"
        ) from error


def _model(entry: Entry) -> Model:
    if entry.folder is None:
        raise ModelError(f"{entry.name}: {entry.trouble or 'it is not on this computer'}")
    try:
        return load(entry.folder)
    except ModelRefused as error:
        raise ModelError(f"{entry.name} was refused: {error}") from error


def _run(model: Model, pack: Pack, items: Sequence[Item], settings: config.Config) -> Run:
    from colophon_model.evaluation.measure import collect, measure

    rows = measure(model, pack, items, _reader(settings.limits), settings.workers)
    try:
        return collect(
            items,
            with_progress(rows, len(items), f"measuring {model.manifest.id}"),
            model.manifest.preprocess.crops,
        )
    except ModelFailed as error:
        raise ModelError(str(error)) from error


def _reader(limits: config.Limits) -> Callable[[Path], NDArray[np.uint8]]:
    from colophon_model.evaluation.measure import Unread

    def read(path: Path) -> NDArray[np.uint8]:
        try:
            return Picture.of(read_within(path, limits.body_bytes), limits.pixels).pixels()
        except InputError as error:
            raise Unread(str(error)) from error

    return read


def _adopt(
    folder: Path, manifest: Manifest, pack: Pack, run: Run, found: Report
) -> tuple[Report, str | None]:
    from colophon_model.evaluation.adopt import NotAdopted, adopted, said, support, write

    conditions = list(run.whole.cells)
    try:
        supported: Adoption = support(manifest, run.whole, pack, found.made, len(run.unread))
    except NotAdopted as error:
        return found, str(error)
    why = why_no_label(adopted(manifest, supported, conditions, b""))
    if why is None and not (folder / CARD).is_file():
        why = f"there is no model card ({CARD}) beside its manifest"
    lines = said(supported, why)
    complete = replace(found, adopted=supported, adopted_said=tuple(lines))
    data = complete.json()
    write(folder, adopted(manifest, supported, conditions, data), data)
    typer.echo("\n".join([f"Taken over into {folder.name}:", *(f"  {line}" for line in lines)]))
    return complete, None


def _summary(found: Report) -> list[str]:
    lines = [
        f"{found.model.id} {found.model.version} on {found.pack.name}: "
        f"{found.pack.ai} AI pictures, {found.pack.other} others",
        *(f"Note: {warning}" for warning in found.warnings),
    ]
    for label, part in (("Whole pictures", found.whole), ("Equal squares", found.equal)):
        if part is not None:
            lines += _table(label, part)
    for part_name, rows in found.compared.items():
        for name, row in rows.items():
            low, high = row.difference_95
            lines.append(
                f"Difference, {part_name}, {name}: {row.difference:+.3f} [{low:+.2f}, {high:+.2f}], "
                f"{'told apart' if row.told_apart else 'not told apart'}"
            )
    return lines


def _table(label: str, part: Part) -> list[str]:
    from colophon_model.evaluation.report import found_at_1

    lines = ["", f"{label + ', worst first':34}  AUC [95 %]        AI found at 1 %   ECE    audit"]
    for name, one in part.figures.conditions.items():
        audit = part.audit[name]
        void = f"void: {', '.join(audit.outside)}" if audit.void else "stands"
        ranked = f"{one.auc:.3f} [{one.auc_95[0]:.2f}, {one.auc_95[1]:.2f}]"
        share = found_at_1(one)
        found = "–" if share is None else f"{share:.1%}"
        lines.append(f"  {name:32}  {ranked}  {found:>15}   {one.ece:.3f}  {void}")
    worst = part.figures.groups[0]
    return [*lines, f"  worst group: {worst.name} {worst.mean:.3f} ({worst.pictures} pictures)"]
