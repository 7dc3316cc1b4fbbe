"""An audit that can be handed on: every file with its hash, signed; any later change is found and named.

key.py        the key that signs, of this installation
lines.py      which line of a file changed
manifest.py   what is signed, as canonical bytes
make.py       an audit -> a bundle
check.py      a bundle -> what is not as it was signed
"""
