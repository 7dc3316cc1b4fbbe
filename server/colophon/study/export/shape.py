"""The tables of an export, in SQL over what `collect` brought: one query each, columns in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from colophon.study.export.collect import append, make
from colophon.study.export.tables import CLOCK_MS, level_column, participant_factors, tables
from colophon.study.spec.study import Study
from colophon.study.spec.surveys import ChoiceQuestion, ScaleQuestion

DAY_MS = 86_400_000
ORDER = {
    "participants": "participant",
    "exposures": "participant, session, t_client, item, appearance",
    "answers": "participant, session, t_client, survey, question, item, appearance",
    "events": "participant, session, seq",
}
# As they are written in the database: without spaces (orjson, SQLite)
_APPLIED = "data LIKE '%\"applied\":true%'"
_ACTS = {"contested": "contest", "hidden": "hide", "reported": "report"} | {
    name: name for name in ("share_click", "like", "reply")
}


def prepare(study: Study, truth: Mapping[str, str], into: duckdb.DuckDBPyConnection) -> None:
    """Tables and views that the queries use. ``truth`` is by the name of the item."""
    for name, columns, rows in (
        ("truth", ("item", "truth"), truth.items()),
        ("questions", ("survey", "question", "type", "expected"), _questions(study)),
    ):
        make(into, name, dict.fromkeys(columns, "VARCHAR"))
        append(into, name, dict.fromkeys(columns, "VARCHAR"), rows)
    into.execute(f"""
        CREATE VIEW marked AS
        SELECT raw.*, CASE WHEN t > received + {CLOCK_MS} THEN 'ahead'
                           WHEN t < enrolled - {CLOCK_MS} THEN 'early' ELSE 'ok' END AS clock
        FROM raw JOIN people USING (participant)
    """)  # noqa: S608 - a number of ours


def query(study: Study, table: str) -> str:
    """The rows of a table in their order, with exactly the columns of `tables`."""
    made = {"participants": _participants, "exposures": _exposures, "answers": _answers, "events": _events}
    columns = ", ".join(f'"{column.name}"' for column in tables(study)[table])
    return f"SELECT {columns} FROM ({made[table](study)}) ORDER BY {ORDER[table]}"  # noqa: S608 - ours


def _participants(study: Study) -> str:
    levels = [f"levels ->> '$.{name}' AS {level_column(name)}" for name in participant_factors(study)]
    return f"""
        SELECT participant, enrolled AS enrolled_at, locale, platform, stratum, holdout,
               {", ".join([*levels, "consent AS consent_sha256"])},
               coalesce(sessions, 0) AS sessions, coalesce(events, 0) AS events, first_event, last_event
        FROM people LEFT JOIN (
            SELECT participant, count(DISTINCT session) AS sessions, count(*) AS events,
                   min(t) AS first_event, max(t) AS last_event
            FROM raw GROUP BY participant
        ) USING (participant)
    """  # noqa: S608 - names of factors are letters, digits and underscores


def _exposures(study: Study) -> str:
    """What was reported of one appearance is one row.

    The last check counts: a slow one may have come through. Drawn is what was drawn once: its latency is the
    first drawing's, its label the last one's. The last dwell counts.
    """
    own = set(participant_factors(study))
    levels = [
        f"coalesce(eligible ->> '$.levels.{f.name}'"
        + (f", levels ->> '$.{f.name}')" if f.name in own else ")")
        + f" AS {level_column(f.name)}"
        for f in study.factors
    ]
    acts = [f"bool_or(kind = '{kind}') AS \"{name}\"" for name, kind in _ACTS.items()]
    baseline = study.phases.baseline_days * DAY_MS
    return f"""
        SELECT shown.*,
               coalesce(eligible ->> '$.phase',
                        CASE WHEN t_client < enrolled + {baseline} THEN 'baseline' ELSE 'treatment' END
               ) AS phase,
               eligible ->> '$.platform' AS platform, {", ".join(levels)},
               eligible ->> '$.would_label' AS would_label, eligible ->> '$.would_process' AS would_process,
               eligible ->> '$.would_source' AS would_source,
               (eligible ->> '$.after_labelled')::BOOLEAN AS after_labelled,
               last_drawn ->> '$.shown_label' AS shown_label,
               CASE WHEN last_painted IS NOT NULL THEN last_drawn IS NOT NULL END AS applied,
               CASE WHEN last_drawn IS NULL THEN last_painted ->> '$.not_applied_reason'
               END AS not_applied_reason,
               (first_drawn ->> '$.latency_ms')::BIGINT AS latency_ms,
               (watched ->> '$.visible_ms')::BIGINT AS visible_ms,
               (watched ->> '$.longest_ms')::BIGINT AS longest_ms, truth
        FROM (
            SELECT participant, item, session, place AS appearance,
                   arg_max(data, seq) FILTER (kind = 'eligible') AS eligible,
                   arg_min(data, seq) FILTER (kind = 'painted' AND {_APPLIED}) AS first_drawn,
                   arg_max(data, seq) FILTER (kind = 'painted' AND {_APPLIED}) AS last_drawn,
                   arg_max(data, seq) FILTER (kind = 'painted') AS last_painted,
                   coalesce(arg_max(data, seq) FILTER (kind = 'dwell'),
                            arg_max(data, seq) FILTER (kind = 'exposed')) AS watched,
                   bool_or(kind = 'exposed') AS exposed, bool_or(kind = 'opened') AS opened_card,
                   bool_or(kind = 'opened' AND data LIKE '%"level":3%') AS opened_evidence, {", ".join(acts)},
                   min(t) AS t_client, min(received) AS t_server,
                   CASE WHEN bool_or(clock = 'ahead') THEN 'ahead' WHEN bool_or(clock = 'early') THEN 'early'
                        ELSE 'ok' END AS clock
            FROM marked WHERE item IS NOT NULL AND place IS NOT NULL
            GROUP BY participant, item, session, place
        ) AS shown JOIN people USING (participant) LEFT JOIN truth USING (item)
    """  # noqa: S608 - as above


def _answers(_: Study) -> str:
    """The last answer to a question counts: who goes back and changes it means the later one."""
    return """
        SELECT * EXCLUDE (type, expected),
               CASE WHEN type = 'scale' THEN try_cast(answer AS DOUBLE) END AS number,
               CASE WHEN expected IS NOT NULL THEN answer = expected END AS correct
        FROM (
            SELECT participant, session, item, place AS appearance, seq, t AS t_client,
                   data ->> '$.survey' AS survey, data ->> '$.question' AS question,
                   CASE json_type(data, '$.answer')
                        WHEN 'ARRAY' THEN array_to_string(from_json(data -> '$.answer', '["VARCHAR"]'), ';')
                        ELSE data ->> '$.answer' END AS answer,
                   (data ->> '$.rt_ms')::BIGINT AS rt_ms, kind = 'survey_dismissed' AS dismissed
            FROM marked WHERE kind IN ('survey_answered', 'survey_dismissed')
        ) LEFT JOIN questions USING (survey, question)
        QUALIFY row_number() OVER (
            PARTITION BY participant, session, item, appearance, survey, question ORDER BY seq DESC) = 1
    """


def _events(_: Study) -> str:
    return """
        SELECT participant, session, seq, kind, t AS t_client, received AS t_server, clock, item,
               place AS appearance, data, split_part(made_with, ' ', 1) AS extension,
               split_part(made_with, ' ', 2) AS resolver, split_part(made_with, ' ', 3) AS labels
        FROM marked
    """


def _questions(study: Study) -> Iterable[tuple[str | None, ...]]:
    for survey in study.surveys:
        for question in survey.questions:
            expected: object = None
            if isinstance(question, ScaleQuestion):
                expected = question.expect
            elif isinstance(question, ChoiceQuestion):
                expected = question.correct or question.expect
            text = None if expected is None else str(expected)
            yield survey.name, question.name, question.type, text
