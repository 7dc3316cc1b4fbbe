"""How well a model does on a pack of pictures: deliveries, figures with bounds, controls, a report.

What works on stored scores alone (`metrics`, `bounds`, `bootstrap`, `figures`, `compare`, `controls`) knows
neither models nor files; `measure` runs a model over a pack. Nothing here needs torch.
"""

REPORT = "evaluation.json"  # beside a manifest whose calibration and thresholds were taken over (`adopt`)
