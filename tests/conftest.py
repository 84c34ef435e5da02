"""What tests of several groups share: a home folder of their own, a clock that stands still, ids that count."""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.app.installation import Installation
from gateway.app.running import Gateway
from gateway.journal import CountingIdentities, ManualClock
from gateway.schemas.installation import listing
from gateway.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent
NOON = datetime.datetime(2026, 11, 23, 11, 0, tzinfo=datetime.UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder with the project's own specs and schemas."""
    if any(entry.state != "installed" for entry in listing(PROJECT / "xsd")):
        pytest.fail("the official schemas are missing; run: gateway schemas install")
    shutil.copytree(PROJECT / "mappings", tmp_path / "mappings")
    (tmp_path / "xsd").symlink_to(PROJECT / "xsd")
    return tmp_path


@pytest.fixture
def open_gateway(home: Path) -> Callable[..., Gateway]:
    """Opens a gateway on the home folder, at noon on 23 November 2026, with ids that count from 1."""
    identities = CountingIdentities()

    def opened(**settings: object) -> Gateway:
        installation = Installation(Settings.model_validate({"home": home, "settle_seconds": 0, **settings}))
        return Gateway(installation, clock=ManualClock(NOON), identities=identities)

    return opened


def drop(home: Path, route: str, source: Path, name: str = "") -> Path:
    """Put a copy of a file into the inbox of a route."""
    inbox = home / "inbox" / route
    inbox.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(source, inbox / (name or source.name)))
