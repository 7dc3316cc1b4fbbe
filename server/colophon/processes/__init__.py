"""Several server processes behind one address.

The parent owns the listening sockets and nothing else that a request needs. Every child is a fresh
interpreter with the whole application, and is told what to do by a line.
"""
