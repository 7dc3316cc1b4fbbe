"""The study file: one TOML file that says everything about a study before it begins.

study.py       the whole file; base.py treatment.py factors.py surveys.py plan.py its parts
rules/         what must hold between parts
read.py        bytes -> a study, or everything that is wrong: problems.py wrong.py locate.py skeleton.py
schema.py      its JSON Schema
frozen.py      a study that cannot change any more, and its id: canonical.py
summary.py     a study in words
example.py     the file that a new study begins with
"""
