"""A study's data as tidy tables, with everything that is needed to read them.

tables.py    what each column means: the codebook and the loaders are made from it
shape.py     tables from events, in SQL
collect.py   events from the store, in batches
write.py     the files of a folder
codebook.py loaders.py manifest.py   what lies beside the tables
"""
