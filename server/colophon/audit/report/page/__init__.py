"""The report as one page of bounded size.

blocks.py    blocks of its own, each with its template
numbers.py   figures in words
answer.py    the answer first
seen.py      labels, evidence, time
places.py    accounts and sites
copies.py    near-copies with every appearance, and conflicts
gaps.py      what was passed over or could not be checked
method.py    how it was done, its limits, versions
changes.py   what changed since an earlier audit
page.py      all of it into `colophon.report`
"""
