"""What a study shows: from the tables of its export to the planned comparisons, in a fixed order.

data.py        the export's tables as columns, joined
exclusions.py  who is left out, by the plan, and how many
balance.py     whether the split is the planned one; effects are withheld where it is not
outcomes.py    a value per row or per participant, by outcome
compare.py     one planned comparison by its method
contrasts.py   all of it
"""
