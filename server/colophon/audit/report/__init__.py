"""What an audit found, as one page that needs nothing else, and the tables that the page shortens.

outcome.py   what came of one image, in one word
tally.py     one pass over the rows: counts
copies.py    near-copies in groups, by the search that the registry uses
captions.py  how much the words beside two appearances differ
groups.py    the groups in the order in which they deserve a look
whole.py     all of it from the folder of an audit
times.py     posts over time
page/        words, tables and plots into HTML
"""
