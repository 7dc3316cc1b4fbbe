"""``python -m colophon.cli``: the same as the ``colophon`` command."""

from colophon.cli import main

main()
