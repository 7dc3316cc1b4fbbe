"""People who are made up take part in a study, with effects that are known: for teaching, and for tests.

world.py       what is put in
quantities.py  answers and acts as chances: their means, spreads and bounds
pushes.py      which level moves what by how much
truth.py       the difference that each planned test is therefore about
sitting.py     the events of one session, numbered
person.py      what one of these people does
run.py         all of them, over HTTP
"""
