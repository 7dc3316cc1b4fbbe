"""The parent of several server processes, as ``colophon serve`` becomes it."""

from colophon.processes.parent import main

if __name__ == "__main__":
    main()
