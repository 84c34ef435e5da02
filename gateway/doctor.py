"""A self-check of the installation, in words that name the command that helps."""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.app.installation import Installation
from gateway.app.running import open_journal, strangers
from gateway.formats.hmac_seal import UnusableSealKey, load_key
from gateway.journal.base import FileState
from gateway.routes import Route
from gateway.schemas.installation import listing

LEAST_FREE_BYTES = 500_000_000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Check:
    """One thing examined."""

    name: str
    is_ok: bool
    message: str


def examine(installation: Installation) -> Iterator[Check]:
    """Examine everything that a run needs; nothing is changed but missing folders of running state."""
    yield from _folders(installation)
    yield _disk(installation)
    yield _schemas(installation)
    yield _specs(installation)
    yield from _strangers(installation)
    yield from _seal_key(installation)
    yield from _journal(installation)


def _folders(installation: Installation) -> Iterator[Check]:
    settings = installation.settings
    for name in ("inbox", "outbox", "mappings", "xsd", "var"):
        folder = settings.path(getattr(settings, name))
        if name == "var":
            folder.mkdir(parents=True, exist_ok=True)
        wanted = os.R_OK if name in ("mappings", "xsd") else os.R_OK | os.W_OK
        if not folder.is_dir():
            yield Check(name, False, f"{folder} is missing; create it: mkdir {folder}")
        elif not os.access(folder, wanted):
            yield Check(
                name,
                False,
                f"{folder} cannot be {'read' if wanted == os.R_OK else 'written'}; check its owner",
            )
        else:
            yield Check(name, True, str(folder))


def _disk(installation: Installation) -> Check:
    free = shutil.disk_usage(installation.settings.home.absolute()).free
    if free < LEAST_FREE_BYTES:
        return Check(
            "disk",
            False,
            f"{free // 1_000_000} MB free; make room, at least {LEAST_FREE_BYTES // 1_000_000} MB",
        )
    return Check("disk", True, f"{free // 1_000_000} MB free")


def _schemas(installation: Installation) -> Check:
    entries = listing(installation.settings.path(installation.settings.xsd))
    lacking = [entry for entry in entries if entry.state != "installed"]
    if lacking:
        return Check(
            "schemas",
            False,
            f"{len(lacking)} of {len(entries)} missing or altered; run: gateway schemas install",
        )
    return Check("schemas", True, f"{len(entries)} installed")


def _specs(installation: Installation) -> Check:
    problems = installation.problems()
    if problems:
        return Check("specs", False, f"{len(problems)} problems, the first: {problems[0]}; run: gateway mapping check")
    return Check("specs", True, f"{len(installation.tools)} routes, {len(installation.mapping_names)} mappings")


def _strangers(installation: Installation) -> Iterator[Check]:
    for problem in strangers(installation.settings, installation.tools):
        yield Check("inbox", False, problem)


def _seal_key(installation: Installation) -> Iterator[Check]:
    """The key that files to Bankgirot are sealed with, where one is named or a route wants it."""
    file = installation.settings.seal_key_path
    if file is None and not any(isinstance(route, Route) and route.seal for route in installation.routes.values()):
        return
    try:
        load_key(file)
    except UnusableSealKey as fault:
        yield Check("seal key", False, str(fault))
        return
    if file and file.stat().st_mode & _OTHERS:
        yield Check("seal key", False, f"others than the owner can read {file}; forbid it: chmod 600 {file}")
    else:
        yield Check("seal key", True, "can be used")


def _journal(installation: Installation) -> Iterator[Check]:
    try:
        journal = open_journal(installation.settings)
        counts = journal.counts()
        journal.close()
    except Exception as fault:  # whatever is wrong with the journal, the operator must be told it here
        yield Check("journal", False, f"{fault}; stop the gateway and restore var/ from backup")
        return
    waiting = counts.get(FileState.WAITING, 0)
    yield Check("journal", True, f"{sum(counts.values())} files")
    if waiting:
        yield Check("waiting", False, f"{waiting} files wait for an operator; see: gateway files --state waiting")
