"""An audit that can be handed on: every file with its hash, signed; any later change is found and named.

key.py        the key that signs, of this installation
lines.py      which line of a file changed
manifest.py   what is signed, as canonical bytes
container.py  a zip of which every byte follows from what is in it
decisions.py  what reviewers did about its images
pictures.py   the pictures of an audit, from its source
timestamp.py  a timestamp of an independent service
readme.py     what a bundle says of itself
make.py       an audit -> a bundle: a folder, or one zip
place.py      a folder or a zip, for whoever checks it
problem.py    what is wrong with a file
stamp.py      whether the timestamp is as it was made
check.py      a bundle -> what is not as it was signed
"""
