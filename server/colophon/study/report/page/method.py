"""Which formula gave which figure, and where it stands."""

from __future__ import annotations

from colophon.study.analysis.srm import BLOCKING
from colophon.study.report.cells import SMALLEST
from colophon.study.spec.plan import SequentialStop
from colophon.study.spec.study import Study

_BY_METHOD = {
    "welch": "Difference of participants' means, with Welch's t test and interval (Welch 1947, Biometrika "
    "34, p. 28).",
    "ols": "Difference of participants' means by least squares with the baseline as covariate (ANCOVA; "
    "CUPED: Deng, Xu, Kohavi & Walker 2013, WSDM, p. 123), centred and without interaction; errors HC2 "
    "(MacKinnon & White 1985, Journal of Econometrics 29, p. 305).",
    "cluster": "Least squares on rows, errors clustered by participant, and by item where items are drawn "
    "(Cameron & Miller 2015, Journal of Human Resources 50, section II); below 50 participants by jackknife "
    "(CV3: MacKinnon, Nielsen & Webb 2023, Journal of Applied Econometrics 38, p. 671).",
    "delta": "Difference as a share of the first level's mean, by the delta method (Deng, Knoblich & Lu "
    "2018, KDD, p. 233).",
    "proportions": "Difference of two shares: pooled z (Fleiss, Levin & Paik 2003, chapter 3) and "
    "Newcombe's interval, method 10 (Newcombe 1998, Statistics in Medicine 17, p. 873).",
}
_BY_OUTCOME = {
    "d_prime": "d\N{PRIME} and c of each participant with the log-linear correction (Hautus 1995, Behavior "
    "Research Methods 27, p. 46).",
    "discernment": "Discernment: a participant's mean over AI images minus that over the others.",
    "share_discernment": "Sharing: a participant's share over images made without AI minus that over AI "
    "images.",
    "spillover": "Spill-over: answers about images that have no label in any arm.",
    "over_reliance": "Answers about images whose label says otherwise than how they were made: the share "
    "that says as the label.",
}


def sentences(study: Study) -> list[str]:
    """Of everything that this study's report can show."""
    tests = study.analysis.tests
    said = [
        "Split: chi-square of the counts against the weights (Pearson 1900, Philosophical Magazine 50, "
        f"p. 157), over all and by stratum; below p = {p_of(BLOCKING)} effects are not shown (Kohavi, Tang & "
        "Xu 2020, Cambridge University Press, chapter 21).",
        "Who stays: chi-square of kept against assigned (Fleiss, Levin & Paik 2003, Statistical Methods for "
        "Rates and Proportions, chapter 9).",
        f"Tests are two-sided at alpha = {study.analysis.alpha:g}, by the arm that was drawn, whatever was "
        "shown (intention to treat). Answers and acts count for images that were seen by the study's rule "
        "and have a label in any arm; comparisons are of the participants kept.",
        *(text for method, text in _BY_METHOD.items() if any(test.method == method for test in tests)),
        *(text for outcome, text in _BY_OUTCOME.items() if any(test.outcome == outcome for test in tests)),
        "Shares of right answers: Wilson's interval (Wilson 1927, Journal of the American Statistical "
        "Association 22, p. 209).",
        "Several comparisons: adjusted within each family by Holm (1979, Scandinavian Journal of Statistics "
        "6, p. 65); a planned one without a result counts as p = 1.",
    ]
    if isinstance(study.stopping, SequentialStop):
        tightest = study.stopping.tightest_at or study.stopping.n
        said.append(
            "Looks while the study runs: asymptotic confidence sequences, equation 9 of Waudby-Smith, "
            f"Arbour, Sinha, Kennedy & Ramdas (arXiv 2103.06476), narrowest at {tightest:,} participants."
        )
    hidden = f"Numbers of people between 1 and {SMALLEST - 1} are not told, nor what follows from them."
    return [*said, hidden]


def p_of(value: float) -> str:
    """As journals write it."""
    return f"{value:g}".removeprefix("0")
