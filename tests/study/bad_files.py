"""Study files with one thing wrong each: what is changed in the example, the line and words that tell it.

Each is ``(old, new, marker, words)``: the line is the first with ``marker`` in it.
"""

from __future__ import annotations

import datetime as dt

from colophon.study.spec.example import example

TODAY = dt.date(2027, 3, 1)
GOOD = example("example-study", TODAY)

ETHICS = ('# ethics = "2027-0042"', 'ethics = "2027-0042" #')
SOURCE = 'treatment = { show = "labels", detail = "short_source" }'
SET = """
[label_sets.{name}{more}
[label_sets.{name}.labels."{label}".en]
short = "{short}"
"""


def label_set(
    short: str, more: str = "]", label: str = "ai_generated.metadata", name: str = "plainer"
) -> tuple[str, str]:
    """A label set in place of the commented one, used by the last level."""
    text = SET.format(name=name, more=more, label=label, short=short)
    return "[exposure] ", f"{text}\n[exposure] "


USED = (SOURCE, 'treatment = { show = "labels", label_set = "plainer" }')
Change = tuple[str, str]
Bad = tuple[tuple[Change, ...], str, tuple[str, ...]]


def one(old: str, new: str, marker: str, *words: str) -> Bad:
    return ((old, new),), marker, words


BAD: dict[str, Bad] = {
    "not toml": one("version = 1 ", "version = ", "version = ", "not TOML, column 32", "toml.io"),
    "a table twice": one("[exposure] ", "[contact]\n[exposure] ", "[contact]\n[ex", "not TOML"),
    "no id": one('id = "example-study"', "", "# A study of", "id is needed", "label-detail-2027"),
    "an id of other characters": one(
        "example-study", "Example Study", 'id = "Ex', '= "Example Study"', "small letters"
    ),
    "a version that is text": one("version = 1 ", 'version = "1" ', "version =", "a whole number"),
    "an unknown key": one("ratio = 0.5", "ration = 0.5", "ration = 0.5", "no such key", "write ratio"),
    "people under 18": one(
        "adults_only = true", "adults_only = false", "adults_only", "under 18", "adults_only = true"
    ),
    "nothing about adults": one("adults_only = true", "", "# A study of", "adults_only is needed"),
    "no contact": one(
        '[contact]\nname = "Ana Example, Example University"\nemail = "study@example.org"',
        "",
        "# A study of",
        "contact is needed",
        "add [contact]",
    ),
    "a mail address that is none": one("study@example.org", "study at example", "email =", "ana@example.org"),
    "a language that there is not": one(
        'locales = ["en"]', 'locales = ["eo"]', "locales =", '"eo"', "one of: en, es"
    ),
    "a missing language": one(
        'locales = ["en"]', 'locales = ["en", "de"]', "title =", "the words for de are absent", "add de"
    ),
    "a language too many": one(
        "At the end", 'At the end", fr = "Fin', "fr =", "fr is none of the study's languages"
    ),
    "a weight of nought": one(
        'name = "words"\nweight = 1',
        'name = "words"\nweight = 0',
        "weight = 0",
        "levels[words].weight = 0",
        "over 0",
        "weight = 1",
    ),
    "a weight below nought": one(
        'name = "words"\nweight = 1', 'name = "words"\nweight = -2', "weight = -2", "= -2", "over 0"
    ),
    "a share that nobody has": one(
        'name = "words"\nweight = 1',
        'name = "words"\nweight = 0.0001',
        "weight = 0.0001",
        "below 1 in 10,000",
        "more weight",
    ),
    "two levels of one name": one(
        'name = "source"\n',
        'name = "words"\n',
        'name = "words"\nweight = 1\ntreatment = { show = "labels", detail = "short_source" }',
        "words is there twice",
    ),
    "two surveys of one name": one(
        'name = "end"', 'name = "probe"', 'name = "probe"\nwhen = "after"', "probe is there twice"
    ),
    "a factor named as another draw": one(
        'name = "detail"', 'name = "holdout"', 'name = "holdout"', "those of other draws"
    ),
    "a contrast of one level": one(
        'contrast = ["words", "source"]',
        'contrast = ["words", "words"]',
        'contrast = ["words", "words"]',
        "of two levels",
    ),
    "two factors with one property": one(
        "# [strata] ",
        '[[factors]]\nname = "more"\nlevels = [{ name = "a", treatment = { detail = "icon" } },'
        ' { name = "b", treatment = { detail = "short" } }]\n# [strata]',
        'name = "a", treatment',
        "set by the factor detail already",
        "let one factor",
    ),
    "a factor of one level": one(
        "# [strata] ",
        '[[factors]]\nname = "more"\nlevels = [{ name = "a", treatment = { placement = "below" } }]\n# ',
        "levels = [{",
        "at least 2 entries",
    ),
    "levels that look the same": one(
        SOURCE,
        'treatment = { show = "labels", detail = "short" }',
        '[[factors.levels]]\nname = "source"',
        "nobody could tell it from the level words",
    ),
    "a level never reached, coverage 0": one(
        SOURCE,
        'treatment = { show = "labels", coverage = 0 }',
        "coverage = 0 }",
        "never reached",
        'show = "nothing"',
    ),
    "a property that nobody sees": one(
        '{ show = "nothing" }',
        '{ show = "nothing", detail = "icon" }',
        '"icon" }',
        "detail is never reached where nothing is shown",
    ),
    "a coverage over 1": one(
        "# coverage = 0.5", "coverage = 1.5", "coverage = 1.5", "at most 1", "Share of the labelled images"
    ),
    "a detail that there is not": one(
        'detail = "short_source"',
        'detail = "short-source"',
        "short-source",
        "one of: icon, short, short_source",
        'write "short_source"',
    ),
    "everybody held out": one(
        "# [holdout] ", "[holdout]\nshare = 1.0\n# ", "share = 1.0", "nobody reach an arm"
    ),
    "a block that does not fit": one(
        "# [strata] ",
        '[strata]\nby = ["locale"]\nblock = 8\n# ',
        "block = 8",
        "cannot hold the levels of detail",
        "block",
    ),
    "a stratum that is no stratum": one(
        "# [strata] ", '[strata]\nby = ["religion"]\nblock = 6\n# ', "religion", "one of: locale, platform"
    ),
    "coverage drawn twice": (
        (
            ('unit = "participant"\n', 'unit = "item"\n'),
            (SOURCE, 'treatment = { show = "labels", coverage = 0.5 }'),
        ),
        "coverage = 0.5 }",
        ("cannot set coverage", 'unit = "participant"'),
    ),
    "a label set that is absent": one(
        SOURCE,
        'treatment = { show = "labels", label_set = "mine" }',
        '"mine"',
        "there are: shipped",
        "[label_sets.mine.labels]",
    ),
    "a label set that nobody sees": (
        (label_set("File says AI"),),
        "[label_sets.plainer]",
        ("nobody can see it", 'label_set = "plainer"'),
    ),
    "an unknown label": (
        (label_set("File says AI", label="ai_made.metadata"), USED),
        '"ai_made.metadata"',
        ("no such label", "ai_generated.signed"),
    ),
    "a word of the ban list": (
        (label_set("Fake image"), USED),
        'short = "Fake',
        ('holds "fake"', "departs_from_spec = true", "ethics"),
    ),
    "a ban-list word in a question": one(
        "Did what this image shows happen like this?",
        "Is this image genuine?",
        "genuine",
        'holds "genuine"',
        "ethics board",
    ),
    "a long chip": (
        (label_set("The notes in this file say AI"), USED),
        "The notes",
        ("at most 5 words", "has 7"),
    ),
    "a placeholder that nothing fills": (
        (label_set("{signer} says AI"), USED),
        "{signer}",
        ("nothing fills {signer}", "there is: none"),
    ),
    "departing without approval": (
        (label_set("Fake image", more="]\ndeparts_from_spec = true\n"), USED),
        "departs_from_spec = true",
        ("needs the approval of an ethics board", 'ethics = "..."'),
    ),
    "departing without a debrief": (
        (label_set("Fake image", more="]\ndeparts_from_spec = true\n"), USED, ETHICS),
        "departs_from_spec = true",
        ("told afterwards", "[debrief]"),
    ),
    "deceiving in somebody's own feed": (
        (
            label_set("Camera photo", more="]\ndeceptive = true\n"),
            USED,
            ETHICS,
            ("# [debrief] ", '[debrief]\nen = "It was not so."\n# '),
        ),
        "deceptive = true",
        ("only in a feed of the study's own", 'feed = "hosted"'),
    ),
    "a warning colour without approval": one(
        SOURCE,
        'treatment = { show = "labels", colour = "warn" }',
        '"warn"',
        "warning colour needs the approval",
    ),
    "a question without an anchor": one(
        'low = { en = "Certainly not" }\n',
        "",
        '[[surveys.questions]]\nname = "happened"',
        "low is needed",
        "words at both ends",
    ),
    "a scale of six": one("points = 7", "points = 6", "points = 6", "one of: 4, 5, 7, 100"),
    "a question that asks for a name": one(
        'name = "remarks"', 'name = "account_name"', "account_name", "random code only", "age group"
    ),
    "a question that asks for an address": one(
        "Anything you want to tell us?", "What is your e-mail?", "e-mail", "random code only"
    ),
    "a sensitive question": one(
        'name = "remarks"', 'name = "religion"', '"religion"', "what law protects most", "`ethics`"
    ),
    "a check that cannot be passed": one("expect = 2 ", "expect = 9 ", "expect = 9", "from 1 to 5"),
    "a right answer that there is not": one(
        'correct = "nothing"', 'correct = "none"', "correct =", "no such answer", "camera, nothing, looked"
    ),
    "a share of no items": one(
        'when = "after"', 'when = "after"\nshare = 0.5', "share = 0.5", "for surveys about items"
    ),
    "a question of no kind": one(
        'type = "text" ', 'type = "essay" ', '"essay"', "one of: scale, single, multiple, text"
    ),
    "no rule for stopping": one('rule = "fixed" ', "# ", "[stopping]", "rule is needed", '"sequential"'),
    "a rule without n": one("n = 600 ", "# ", "[stopping]", "n is needed", "n = 400", "power"),
    "too few participants": one("n = 600", "n = 5", "n = 5", "too few for 3 levels", "write 6 or more"),
    "a first look after the end": one(
        'rule = "fixed" ', 'rule = "sequential"\nfirst_look = 700 # ', "first_look = 700", "ends at n = 600"
    ),
    "a day as text": one("closes = 2027-08-28", 'closes = "2027-08-28"', "closes =", "a day without quotes"),
    "deleting before closing": one(
        "retention = 2032-08-26",
        "retention = 2027-06-01",
        "retention =",
        "before the study closes on 2027-08-28",
    ),
    "a test of no factor": one(
        'factor = "detail"\ncontrast = ["words"',
        'factor = "details"\ncontrast = ["words"',
        '"details"',
        "no such factor",
        "there are: detail",
    ),
    "a test of no level": one(
        '["control", "source"]', '["none", "source"]', '"none"', "no such level", "control, words, source"
    ),
    "a test without its question": one(
        'question = "probe.happened"\n',
        "",
        'outcome = "answer"',
        "computed from the answers",
        "survey.question",
    ),
    "a test of an unknown question": one(
        '"probe.happened"', '"probe.happening"', "probe.happening", "no such question", "probe.happened"
    ),
    "truth where nobody knows it": one(
        'outcome = "answer"',
        'outcome = "discernment"',
        '"discernment"',
        "in participants' own feeds nobody does",
        'feed = "hosted"',
    ),
    "a covariate without a baseline": one(
        "baseline_days = 3", "baseline_days = 0", 'covariate = "baseline"', "no baseline", "baseline_days = 3"
    ),
    "a baseline of what is asked once": one(
        'question = "probe.happened"',
        'question = "end.attention"',
        'covariate = "baseline"',
        "end.attention is asked after the study, once",
        'when = "item"',
    ),
    "a method without covariate": one(
        'method = "ols"', 'method = "welch"', 'method = "welch"', "takes no covariate", '"ols"'
    ),
    "a guard without a margin": one(
        'role = "secondary"', 'role = "guard"', 'role = "guard"', "against a margin"
    ),
    "no primary test": one(
        'role = "primary" ', 'role = "secondary" ', "[[analysis.tests]]", "at least one primary"
    ),
    "more failed checks than there are": one(
        "failed_attention = 1", "failed_attention = 2", "failed_attention = 2", "the surveys have 1"
    ),
    "an exposure of nought": one("ratio = 0.5", "ratio = 0.0", "ratio = 0.0", "over 0"),
    "an empty consent text": one('{ en = "At the end" }', '{ en = " " }', '{ en = " " }', "it has no words"),
    "more arms than people": one(
        "# [strata] ",
        "".join(
            f'[[factors]]\nname = "f{n}"\nlevels = [{{ name = "a" }}, {{ name = "b" }}]\n' for n in range(5)
        ),
        "[[factors]]",
        "make 96 arms",
        "there may be 64",
    ),
    "strata of nobody": (
        (
            ('unit = "participant"\n', 'unit = "day"\n'),
            ("# [strata] ", '[strata]\nby = ["locale"]\nblock = 6\n# '),
        ),
        "[strata]",
        ("drawn by participant, and there is none",),
    ),
    "a stratum twice": one(
        "# [strata] ",
        '[strata]\nby = ["locale", "locale"]\nblock = 6\n# ',
        'by = ["locale", "locale"]',
        "named once",
    ),
    "a language twice": one('locales = ["en"]', 'locales = ["en", "en"]', "locales =", "named once"),
    "a label set named as the shipped one": (
        (label_set("File says AI", name="shipped"),),
        "[label_sets.shipped]",
        ("shipped is the catalogue itself",),
    ),
    "a percent sign on a label": ((label_set("50% AI"), USED), "50% AI", ("no percent sign",)),
    "opening after closing": one(
        "[dates]", "[dates]\nopens = 2027-12-01", "closes =", "opens on 2027-12-01, after it closes"
    ),
    "data kept for too long": one(
        "retention = 2032-08-26", "retention = 2042-08-26", "retention =", "at most 10 years"
    ),
    "enrolling after closing": one(
        'rule = "fixed" ', 'rule = "date"\non = 2028-01-01 # ', "on = 2028", "closes on 2027-08-28"
    ),
    "a question for what is no answer": one(
        'outcome = "answer"', 'outcome = "like"', 'question = "probe.happened"', "like is no answer"
    ),
    "comprehension without a right answer": one(
        'question = "end.meaning"',
        'question = "probe.happened"',
        "probe.happened",
        "has none",
        "type single or multiple that has `correct`",
    ),
    "comprehension before the right answer is named": one(
        'correct = "nothing"', "", 'question = "end.meaning"', "has none", "add `correct` to the question"
    ),
    "a question without its survey": one(
        'question = "end.meaning"', 'question = "meaning"', 'question = "meaning"', 'write "end.meaning"'
    ),
    "a number in quotes": one("n = 600 ", 'n = "600" ', 'n = "600"', "write a whole number, without quotes"),
    "a mean of words": one(
        'question = "probe.happened"', 'question = "end.remarks"', "end.remarks", "are no numbers", "scale"
    ),
    "items compared where none is asked about": one(
        'outcome = "answer"\nquestion = "probe.happened"',
        'outcome = "spillover"\nquestion = "end.attention"',
        "end.attention",
        "spillover compares items",
        'when = "item"',
    ),
    "a share of what is no share": one(
        'method = "ols"\ncovariate = "baseline" ',
        'method = "proportions" # the wrong one ',
        "the wrong one",
        "answer is no share of participants",
    ),
    "rows of one person in both groups": one(
        'unit = "participant"\n', 'unit = "session"\n', 'method = "proportions"', 'write method = "cluster"'
    ),
    "a feed of the study's own with a baseline": one(
        'feed = "own" ', 'feed = "hosted" ', "baseline_days = 3", "in one sitting", "write baseline_days = 0"
    ),
    "words about a feed that is not there": one(
        "# [hosted] ", "[hosted] ", "[hosted] ", "for a feed that the study serves", 'write feed = "hosted"'
    ),
    "a participant who is the invitation": (
        (
            ('feed = "own" ', 'feed = "hosted" '),
            ("baseline_days = 3", "baseline_days = 0"),
            ('covariate = "baseline" ', 'covariate = "none" '),
            ("# [hosted] ", "[hosted]\nparticipant = 'code' #"),
        ),
        "participant = 'code'",
        ("code is the parameter of the invitation", "another name"),
    ),
    "an iframe anywhere": (
        (
            ('feed = "own" ', 'feed = "hosted" '),
            ("baseline_days = 3", "baseline_days = 0"),
            ('covariate = "baseline" ', 'covariate = "none" '),
            ("# [hosted] ", "[hosted]\nembed = ['*'] #"),
        ),
        "embed = ['*']",
        (),
    ),
}


def changed(name: str) -> str:
    text = GOOD
    for old, new in BAD[name][0]:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text
