"""The report as one page: no script, nothing from elsewhere, bounded in size.

blocks.py    what stands under a heading
numbers.py   figures in words
answer.py    the answer first
seen.py      labels, evidence, time
places.py    accounts and sites
copies.py    near-copies with every appearance, and conflicts
gaps.py      what was passed over or could not be checked
method.py    how it was done, its limits, versions
page.py      all of it into the template
"""
