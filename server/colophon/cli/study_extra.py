"""What only some commands need, asked for by name where it is absent."""

from __future__ import annotations

from importlib.util import find_spec

from colophon.errors import ConfigError


def needs_the_extra(*packages: str, extra: str = "study") -> None:
    """Raise ConfigError with the way out where one of ``packages`` is not installed."""
    absent = [name for name in packages if find_spec(name) is None]
    if absent:
        raise ConfigError(f"this command needs {', '.join(absent)}: pip install 'colophon[{extra}]'")
