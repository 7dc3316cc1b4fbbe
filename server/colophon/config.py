"""One frozen value with every setting and every limit, read from flags, environment and a TOML file."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_type_hints

import platformdirs

from colophon.address import public_origin
from colophon.errors import ConfigError
from colophon.log import Form as LogForm

MIB = 1024 * 1024
MAX_WORKERS = 256  # each is a thread and may start a reader process of 45 MB
MAX_PICTURE_DAYS = 90  # the extension says so to whoever sends one
MAX_PROCESSES = 64  # each has everything in memory: 150 MB and more
DATABASE_NAME = "colophon.sqlite3"  # in the data folder
TRUST_NAME = "trust"  # likewise
CASE_KEY_NAME = "case.key"  # likewise
CHECKS = ("c2pa", "metadata", "watermark", "registry", "detector", "image_text")  # in the order they look
USUAL_CHECKS = tuple(c for c in CHECKS if c != "watermark")  # a mark survives in lossless files only


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is accepted and how long it may take. Sizes in bytes, times in seconds.

    How many items and statements one request may hold is part of the contract: see `colophon.wire`.
    """

    body_bytes: int = 15 * MIB  # the largest rendition the supported sites serve is about 8 MB
    pixels: int = 40_000_000  # Pillow's own limit lets a 20 kB PNG decode to 826 MB
    json_bytes: int = MIB  # a lookup of 100 items with 20 statements each is 300 kB
    metadata_packet_bytes: int = MIB  # one XMP, EXIF or text packet
    metadata_bytes: int = 4 * MIB  # all packets of one file
    metadata_packets: int = 200  # cameras and generators write fewer than 20
    metadata_parts: int = 100_000  # segments, chunks, boxes; a 15 MB GIF has about 60,000 sub-blocks
    xmp_elements: int = 5_000  # 400,000 elements cost 1.9 s of CPU
    xmp_depth: int = 100  # 9,000 levels overflow a recursive parser
    reader_seconds: float = 2.0  # per kind of record: 30 manifests need 0.9 s; the author controls the cost
    reader_memory_bytes: int = 1024 * MIB  # address space of a reader process; idle, it takes 60 MB
    drain_seconds: float = 30.0  # a process that is replaced keeps connections on which nothing is asked
    leave_seconds: float = 5.0  # a hosted server that stops says so before it refuses connections
    deadline_seconds: float = 20.0  # after that the reader has scrolled on
    pending_per_worker: int = 8  # images admitted for each worker thread; more are sent away with 503
    redis_seconds: float = 0.05  # one question with its retry; then it counts as not answered
    redis_keep_seconds: int = 24 * 3600  # findings; what somebody withdrew is gone from there as soon
    flight_seconds: float = 5.0  # wait for another process that looks at the same image, then look, too
    cache_entries: int = 50_000  # about 60 MB of findings
    rendered_bytes: int = 32 * MIB  # of answers kept ready: about 15,000
    slow_pending: int = 64  # images that wait for a slow look (text in them); more are not looked at
    slow_bytes: int = 128 * MIB  # of their files, held in memory
    changes_seconds: float = 25.0  # a question about changes is held open: proxies give up at 30 or 60 s
    words: int = 500  # characters of a remembered disclosure, a reason or a contest
    model_look_seconds: float = 3.0  # between two looks at which model is in use: a look is a few stat calls
    pairing_seconds: int = 600
    pairing_attempts: int = 5  # wrong codes until a personal server drops the open ones
    session_seconds: int = 12 * 3600  # of staff in a browser: a working day
    session_idle_seconds: int = 3600  # without opening a page: a computer that was left behind
    login_seconds: int = 600  # the time in which attempts to log in are counted
    login_attempts: int = 10  # at one account from unknown browsers, and from each browser it knows
    login_attempts_all: int = 100  # from all unknown browsers: each costs 0.2 s of CPU
    form_bytes: int = 64 * 1024  # a form of the staff pages
    wrong_codes_per_minute: int = 60  # on a hosted server; right ones are taken all the same
    requests_per_minute: int = 600  # of one reader of a hosted server, in each process
    subscribers: int = 64  # streams of published labels held open by each process
    study_bytes: int = 256 * 1024  # of one request of a study's participant: 200 events are 60 kB
    study_pending: int = 32  # such requests in one process; more are sent away: lookups come first
    study_events_per_day: int = 50_000  # of one participant: a day of looking at feeds is about 5,000
    stream_waiting: int = 64  # followers whose question for news is held open by one process
    contests_per_day: int = 50  # of one reader there: each takes an estimate off until somebody has looked


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days what is remembered of people and of pictures is kept; 0 is for ever.

    Registry entries and decisions are kept for ever: what a label rests on must be there to be asked about.
    Pictures of cases never are. Codes and sessions that have run out go without a setting, and so does what
    readers sent on a day.
    """

    findings: int = 365  # of a picture; sent again, it is looked at again. 1 kB each: 3 GB for 10,000 a day
    review: int = (
        365  # what a person has decided about, with the evidence as it was shown; not the log of acts
    )
    contests: int = 365  # after they were answered: time for their sender to ask how they ended
    pictures: int = 90  # that came with cases, at most; senders are told so
    pictures_closed: int = 30  # and after everything about them was decided: time for an appeal
    tokens: int = 365  # that nobody used: a browser that is gone. Whoever comes back pairs or joins again


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the composition root needs. Build it with `load`."""

    data: Path = field(default_factory=lambda: Path(platformdirs.user_data_dir("colophon")))
    host: str = "127.0.0.1"
    port: int = 8765
    database: str | None = None  # SQLAlchemy URL; None means SQLite in the data folder
    redis: str | None = None  # URL of a Redis that several processes share; None means nothing is shared
    trust: Path | None = None  # folder with trust lists; None means data/trust
    detector_chip: bool = False  # off until the bar of the specification, section 9, is measured and met
    shared: bool = False  # several readers: a disclosure is its sender's alone until a reviewer accepts it
    remember: bool = True  # what signed records of recognised signers say, for copies without the record
    checks: tuple[str, ...] = USUAL_CHECKS  # which of CHECKS are made; what only another needs is not started
    public_url: str | None = (
        None  # https origin of a server for others, behind a proxy; None is a personal one
    )
    publish: bool = False  # what reviewers decided, for everybody: pages, labels and lists of hashes
    quota: int = 2_000  # images a day from one reader of a hosted server, 0 is no limit: a long day's feed
    tsa: str | None = None  # address of a service whose timestamp every bundle of an audit gets (RFC 3161)
    team: str = "Reviewers"  # who decides here, as readers see it
    second_pass: float = 0.1  # share of what was decided that somebody else looks at again, blind; 0 is none
    case_pictures: int = 1024  # MiB of pictures that are kept, encrypted, with cases; 0 keeps none
    case_key: Path | None = None  # file with the key to them; None means case.key in the data folder
    pause_minutes: int = 45  # of reviewing without a pause, until the page speaks of one; 0 is never
    processes: int = 1  # several share the port; one is as fast on few cores, and restarts with a gap
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)  # of each process; see `load`
    log: LogForm = "text"
    limits: Limits = field(default_factory=Limits)
    retention: Retention = field(default_factory=Retention)

    @property
    def hosted(self) -> bool:
        """Whether it serves others, at an address on the internet."""
        return self.public_url is not None

    @property
    def several_readers(self) -> bool:
        """Whether what one reader says must not count for the others before a reviewer saw it."""
        return self.shared or self.hosted

    @property
    def trust_folder(self) -> Path:
        """Where the trust lists lie."""
        return self.trust or self.data / TRUST_NAME

    @property
    def case_key_file(self) -> Path:
        """Where the key to pictures of cases lies."""
        return self.case_key or self.data / CASE_KEY_NAME

    @property
    def models_folder(self) -> Path:
        """Where installed models lie, and which of them is in use."""
        return self.data / "models"

    @property
    def store(self) -> str | Path:
        """The durable store: a SQLAlchemy URL, or the file of an SQLite database."""
        return self.database or self.data / DATABASE_NAME


def load(environ: Mapping[str, str] = os.environ, **flags: Any) -> Config:
    """Read the configuration: flags over environment (``COLOPHON_*``) over the file ``COLOPHON_CONFIG``.

    A flag that is None counts as absent, and so does an empty variable. Raises ConfigError naming the
    setting, the variable or the folder that is wrong.
    """
    settings: dict[str, Any] = {}
    if path := environ.get(_FILE):
        settings |= _read_file(Path(path))
    names = {f.name for f in fields(Config)} - _TABLES.keys()
    _check_variables(environ, names)
    settings |= {n: v for n in names if (v := environ.get(f"{_PREFIX}{n.upper()}"))}
    settings |= {n: v for n, v in flags.items() if v is not None}
    tables = {name: _table(name, cls, settings.pop(name, {})) for name, cls in _TABLES.items()}
    if unknown := set(settings) - names:
        raise ConfigError(_unknown("setting", min(unknown), [*sorted(names), *_TABLES]))
    config = replace(Config(**_typed(Config, settings)), **tables)
    _check_bounds(config)
    if not 0 <= config.port <= 65535:
        raise ConfigError(f"port {config.port} is not between 0 and 65535")
    if not 1 <= config.processes <= MAX_PROCESSES:
        raise ConfigError(f"processes must be 1 to {MAX_PROCESSES}, not {config.processes}")
    if "workers" not in settings:
        config = replace(config, workers=max(1, config.workers // config.processes))
    if config.log not in get_args(LogForm):
        raise ConfigError(f"log must be {' or '.join(get_args(LogForm))}, not {config.log!r}")
    if not 1 <= config.workers <= MAX_WORKERS:
        raise ConfigError(f"workers must be 1 to {MAX_WORKERS}, not {config.workers}")
    if not 0 <= config.second_pass <= 1:
        raise ConfigError(f"second_pass must be a share from 0 to 1, as 0.1, not {config.second_pass}")
    if config.case_pictures < 0:
        raise ConfigError(f"case_pictures must be 0 (none) or more MiB, not {config.case_pictures}")
    if config.pause_minutes < 0:
        raise ConfigError(f"pause_minutes must be 0 (never) or more, not {config.pause_minutes}")
    if config.quota < 0:
        raise ConfigError(f"quota must be 0 (no limit) or more images a day, not {config.quota}")
    if config.public_url is not None:
        origin = public_origin(config.public_url) if config.public_url else None
        config = replace(config, public_url=origin)
    if config.publish and config.public_url is None:
        raise ConfigError(
            "publish needs public_url, the https address at which others find what is decided here"
        )
    if unknown := set(config.checks) - set(CHECKS):
        raise ConfigError(f"unknown check {min(unknown)!r} in checks; known: {', '.join(CHECKS)}")
    _check_folders(config, flags)
    return config


def _check_variables(environ: Mapping[str, str], names: Iterable[str]) -> None:
    """A misspelt variable would be passed over in silence, and the server not be what its operator means."""
    known = {f"{_PREFIX}{name.upper()}" for name in names}
    given = {name for name, value in environ.items() if name.startswith(_PREFIX) and value}
    if unknown := given - known - _NO_SETTINGS:
        raise ConfigError(_unknown("variable", min(unknown), sorted({*known, _FILE})))


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    short = {each.removeprefix(_PREFIX): each for each in known}  # what all share makes none of them nearer
    near = get_close_matches(name.removeprefix(_PREFIX), short, n=1)
    meant = f"do you mean {short[near[0]]!r}?" if near else f"known: {', '.join(known)}"
    return f"unknown {what} {name!r}; {meant}"


def _check_folders(config: Config, flags: Mapping[str, Any]) -> None:
    """Name a folder that is not what it should be here, before whatever looks into it first complains."""
    try:
        config.data.joinpath(DATABASE_NAME).stat()
    except FileNotFoundError:
        pass  # nothing has used it yet
    except OSError as error:
        raise ConfigError(
            f"the data folder {config.data} cannot be read: {error.strerror}; run this as the server's user, "
            f"or name another folder (--data, {_PREFIX}DATA)"
        ) from error
    if flags.get("trust") is not None and not config.trust_folder.is_dir():
        raise ConfigError(
            f"--trust {config.trust_folder}: there is no such folder; without --trust it is "
            f"{config.data / TRUST_NAME}, and `colophon trust update --trust FOLDER` makes one"
        )


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"configuration file {path}: {error}") from error


_PREFIX = "COLOPHON_"
_FILE = "COLOPHON_CONFIG"
# the settings file; what the documented proxy configuration and the tests read
_NO_SETTINGS = {_FILE, "COLOPHON_SERVERS", "COLOPHON_CASES"}
_TABLES: dict[str, type] = {"limits": Limits, "retention": Retention}
_ONE_OF = {"limits": "limit", "retention": "retention"}


def _table(name: str, cls: type, given: Any) -> Any:
    if not isinstance(given, Mapping):
        raise ConfigError(f"{name} must be a table: [{name}], and below it one line for each")
    known = {f.name for f in fields(cls)}
    if unknown := set(given) - known:
        raise ConfigError(f"unknown {_ONE_OF[name]} {min(unknown)!r}; known: {', '.join(sorted(known))}")
    return cls(**_typed(cls, given))


def _check_bounds(config: Config) -> None:
    for f in fields(Limits):
        if not 0 < getattr(config.limits, f.name) < math.inf:
            raise ConfigError(f"limit {f.name} must be a number greater than 0")
    for f in fields(Retention):
        if getattr(config.retention, f.name) < 0:
            raise ConfigError(f"retention {f.name} must be a number of days, or 0 for ever")
    for name in ("pictures", "pictures_closed"):
        if not 1 <= getattr(config.retention, name) <= MAX_PICTURE_DAYS:
            raise ConfigError(f"retention {name} must be 1 to {MAX_PICTURE_DAYS} days, never for ever")


def _typed(cls: type, given: Mapping[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {name: _convert(name, value, hints[name]) for name, value in given.items()}


def _convert(name: str, value: Any, hint: Any) -> Any:
    for kinds, read, words in _KINDS:
        if hint in kinds:
            try:
                return read(value)
            except (AttributeError, KeyError, RuntimeError, TypeError, ValueError) as error:
                raise ConfigError(f"setting {name}={value!r} must be {words}") from error
    return value


def _switch(value: Any) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    return value if isinstance(value, bool) else words[value.lower()]


def _whole(value: Any) -> int:
    if isinstance(value, bool | float):
        raise TypeError
    return int(value)


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value


def _path(value: Any) -> Path:
    return Path(value).expanduser()  # RuntimeError: ~ of an unknown user


def _words(value: Any) -> tuple[str, ...]:
    names = value.split(",") if isinstance(value, str) else value
    return tuple(name.strip() for name in names if name.strip())


_KINDS: Sequence[tuple[Sequence[Any], Callable[[Any], Any], str]] = (
    ((bool,), _switch, "true or false"),
    ((int,), _whole, "a whole number"),
    ((float,), _number, "a number"),
    ((str, str | None), _text, "text"),
    ((Path, Path | None), _path, "the path of a file or folder"),
    ((tuple[str, ...],), _words, "a list of words"),
)
