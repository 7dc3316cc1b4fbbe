"""The report as one page that needs nothing else: words, tables, plots.

numbers.py  figures in words, by the unit of their outcome
forest.py   intervals beside each other
course.py   a confidence sequence as it narrowed
method.py   which method with which formula, and where that stands
sections.py what stands under each heading
page.py     all of it into the template, report.html
"""
