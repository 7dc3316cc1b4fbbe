"""The study file: one TOML file that says everything about a study before it begins.

base.py        names, words per language
treatment.py   what a participant sees; label sets
factors.py     factors, levels, strata, holdout
surveys.py     questions
plan.py        exposure, phases, dates, stopping, analysis
study.py       the whole file
"""
