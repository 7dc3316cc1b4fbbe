"""The report as one page: words, tables, plots.

blocks.py   blocks of its own, each with its template
numbers.py  figures in words, by the unit of their outcome
forest.py   intervals beside each other
course.py   a confidence sequence as it narrowed
who.py      sections about people
effects.py  sections about effects
method.py   which method with which formula, and where that stands
page.py     all of it into `colophon.report`
"""
