"""Programs that read an export with the right types: made from the same columns as everything else."""

from __future__ import annotations

from colophon.study.export.tables import NUMBER, TEXT, WHOLE, YES_NO, tables
from colophon.study.spec.study import Study
from colophon.study.told import Column

_PANDAS = {TEXT: "string", WHOLE: "Int64", YES_NO: "boolean", NUMBER: "Float64"}
# R's integers end at 2^31
_R = {TEXT: "character", WHOLE: "numeric", YES_NO: "logical", NUMBER: "numeric"}

_PYTHON = '''"""Read the tables of {study}, version {version}, with their types. Parquet is read by duckdb.

    from load import load
    tables = load()             # a dict of data frames, from CSV
    tables = load(parquet=True)

Run as a program it compares every file with manifest.json and prints the number of rows.
"""

import hashlib
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
TYPES = {types}


def load(folder=HERE, parquet=False):
    """Every table by its name. Missing values are pandas.NA."""
    folder = Path(folder)
    if parquet:
        import duckdb

        read = {{n: duckdb.read_parquet(str(folder / f"{{n}}.parquet")) for n in TYPES}}
        return {{n: table.df().astype(TYPES[n]) for n, table in read.items()}}
    import pandas

    words = {{"true_values": ["true"], "false_values": ["false"]}}
    words |= {{"keep_default_na": False, "na_values": [""]}}
    return {{n: pandas.read_csv(folder / f"{{n}}.csv", dtype=t, **words) for n, t in TYPES.items()}}


def check(folder=HERE):
    """Names of files that are absent, or not what the manifest says."""
    folder = Path(folder)
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    wrong = []
    for file in files:
        path = folder / file["name"]
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
            wrong.append(file["name"])
    return wrong


if __name__ == "__main__":
    changed = check()
    if changed:
        raise SystemExit("not as they were exported: " + ", ".join(changed))
    for name, table in load().items():
        print(f"{{name}}: {{len(table):,}} rows, {{len(table.columns)}} columns")
'''

_R_PROGRAM = """# Read the tables of {study}, version {version}, with their types. Base R is enough.
#
#   source("load.R")
#   tables <- load_study()      # a list of data frames; times are unix milliseconds
#   as.POSIXct(tables$exposures$t_client / 1000, origin = "1970-01-01", tz = "UTC")
#
# Crossed random effects of participants and images, with lme4:
#   lme4::glmer(opened_card ~ {formula} + (1 | participant) + (1 | item),
#               data = subset(tables$exposures, exposed & phase == "treatment"), family = binomial)

load_study <- function(folder = ".") {{
  types <- list(
{types}
  )
  read <- function(name) read.csv(
    file.path(folder, paste0(name, ".csv")), colClasses = types[[name]], na.strings = "", encoding = "UTF-8",
    check.names = FALSE
  )
  sapply(names(types), read, simplify = FALSE)
}}
"""


def load_py(study: Study) -> str:
    """The source of ``load.py``."""
    types = {
        name: {column.name: _PANDAS[column.type] for column in columns}
        for name, columns in tables(study).items()
    }
    lines = ["{", *(f"    {name!r}: {columns!r}," for name, columns in types.items()), "}"]
    return _PYTHON.format(study=study.id, version=study.version, types="\n".join(lines))


def load_r(study: Study) -> str:
    """The source of ``load.R``."""
    lines = [
        f"    {name} = c({', '.join(_r_type(column) for column in columns)})"
        for name, columns in tables(study).items()
    ]
    formula = f"level_{study.factors[0].name}"
    return _R_PROGRAM.format(study=study.id, version=study.version, formula=formula, types=",\n".join(lines))


def _r_type(column: Column) -> str:
    return f'`{column.name}` = "{_R[column.type]}"'
