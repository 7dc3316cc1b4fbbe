"""Studies: researchers compare label designs, with consent, and get tidy data and an analysis.

    spec/      the study file: read, checked, frozen
    assign.py  who gets which arm: a hash of the study and the unit, the same in Python and JavaScript
    events.py  what the extension sends of what a participant saw and did

Only analysis/, report/, export/ and simulate/ use scipy, statsmodels, pandas and duckdb: what answers a
request may not.
"""
