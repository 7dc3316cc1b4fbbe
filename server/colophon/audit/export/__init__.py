"""An audit as files for other programs: tables, rows, and a codebook that says what each column means.

columns.py   the tables and their columns: codebook and files are made from this
values.py    the cells of a row, of a week, of an account
write.py     CSV that no spreadsheet runs, JSON Lines, Parquet
codebook.py  for programs and for people
"""
