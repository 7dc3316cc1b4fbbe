"""The same shards on the machines of a Ray cluster (extra ``ray``).

cluster.py   joining a cluster, or starting one of this computer and ending it
actor.py     what runs on a node: it minds one process that does shards
engine.py    the engine: as many actors as wanted, replaced when they are lost
"""
