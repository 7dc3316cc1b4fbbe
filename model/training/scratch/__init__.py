"""A small net from scratch, colours and residuals, with or without learned pseudo-fakes.

It is not what ships: on unseen generators it stays near chance (the lab notebook in model/README.md has its
figures). It is kept so that the comparison can be made again, here or with more pictures and a GPU.
"""
