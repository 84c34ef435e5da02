"""The shape of the tree: rooms, sizes, locks, and the files by which the gateway is installed."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

pytestmark = pytest.mark.unit

REPOSITORY = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
MACHINE_PATH = re.compile(r"(?<![\w.>}*)\"'])/(?:work|home|Users)/[a-z]|(?<!\w)/root/\.|[A-Z]:\\Users")
TREES = (".ci", "benchmarks", "deploy", "docs", "gateway", "mappings", "samples", "scripts", "tests", "xsd")


def _modules() -> list[Path]:
    return sorted(
        path for tree in ("gateway", "tests", "benchmarks", "docs") for path in (REPOSITORY / tree).rglob("*.py")
    )


def _texts() -> list[Path]:
    files = [path for path in REPOSITORY.iterdir() if path.is_file()]
    for tree in TREES:
        files += [path for path in (REPOSITORY / tree).rglob("*") if path.is_file()]
    return [path for path in files if "__pycache__" not in path.parts and "official" not in path.parts]


def test_a_room_imports_only_from_rooms_below_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(REPOSITORY)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {str(path.relative_to(REPOSITORY)): len(path.read_text("utf-8").splitlines()) for path in _modules()}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    found = []
    for path in _texts():
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), start=1):
            if path != Path(__file__) and MACHINE_PATH.search(line):
                found.append(f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()[:120]}")
    assert found == []


def test_every_test_module_says_which_group_it_is_in() -> None:
    markers = {"unit", "integration", "acceptance"}
    for path in (REPOSITORY / "tests").rglob("test_*.py"):
        group = re.findall(r"^pytestmark = .*pytest\.mark\.(\w+)", path.read_text("utf-8"), re.MULTILINE)
        assert path.relative_to(REPOSITORY / "tests").parts[0] in markers & set(group), f"{path.name}: {group}"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_package_by_hash_and_names_no_place_to_fetch_it_from(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|^-|/", text, re.MULTILINE)
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+", block), block.splitlines()[0]
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_locks_hold_every_direct_dependency() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    run = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    develop = [*run, *project["project"]["optional-dependencies"]["dev"]]
    for name, wanted in zip(LOCKS, (run, develop), strict=True):
        locked = set(re.findall(r"^([a-z0-9.-]+)", (REPOSITORY / name).read_text(encoding="utf-8"), re.MULTILINE))
        names = {re.split(r"[\[<>=~! ]", requirement)[0].replace(".", "-").lower() for requirement in wanted}
        assert names - locked == set(), "run: make lock"


def test_packages_in_both_locks_have_the_same_version() -> None:
    pins = [set(re.findall(r"^(\S+==\S+)", (REPOSITORY / name).read_text("utf-8"), re.MULTILINE)) for name in LOCKS]
    assert pins[0] - pins[1] == set(), "run: make lock"


def test_make_alone_lists_the_commands() -> None:
    listing = subprocess.run(["make"], cwd=REPOSITORY, capture_output=True, text=True, check=True, env=_bare()).stdout
    shown = re.findall(r"make ([a-z-]+)", listing)
    assert {"setup", "run", "test", "bench", "watch", "lint", "types", "docs", "clean"} <= set(shown)


def _bare() -> dict[str, str]:
    return {"PATH": os.environ["PATH"]}


def test_continuous_integration_stops_at_the_first_fault_and_runs_what_a_developer_runs() -> None:
    script = REPOSITORY / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in text
    assert set(re.findall(r"^make (\S+)$", text, re.MULTILINE)) == {"lint", "types", "docs-check", "test"}


def test_the_image_runs_as_an_unprivileged_user_and_tells_its_health() -> None:
    image = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    build, run = image.split("\nFROM ")
    assert "--require-hashes" in build
    assert re.search(r"^USER [1-9]\d+$", run, re.MULTILINE)
    assert re.search(r'^HEALTHCHECK .*CMD \["gateway", "doctor"\]$', run, re.MULTILINE)
    assert re.search(r'^CMD \["watch"\]$', run, re.MULTILINE)
    assert 'VOLUME ["/data/inbox", "/data/outbox", "/data/mappings", "/data/var"]' in run


def test_the_image_is_built_from_files_that_exist_and_that_docker_may_see() -> None:
    image = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    ignored = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [
        word
        for line in re.findall(r"^COPY (?!--from)(?:--\S+ )?(.*) \S+$", image, re.MULTILINE)
        for word in line.split()
    ]
    assert copied
    for name in copied:
        assert (REPOSITORY / name).exists()
        assert f"!{name}" in ignored


def test_the_service_unit_is_confined() -> None:
    unit = (REPOSITORY / "deploy" / "gateway.service").read_text(encoding="utf-8").splitlines()
    wanted = {
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "PrivateTmp=yes",
        "CapabilityBoundingSet=",
        "User=gateway",
    }
    assert wanted <= set(unit)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_understands_the_service_unit(tmp_path: Path) -> None:
    unit = (REPOSITORY / "deploy" / "gateway.service").read_text(encoding="utf-8")
    stand_in = re.sub(r"/opt/gateway/\.venv/bin/gateway", "/bin/true", unit)
    stand_in = stand_in.replace("User=gateway", "User=root").replace("Group=gateway", "Group=root")
    (tmp_path / "gateway.service").write_text(stand_in, encoding="utf-8")
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "gateway.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    about_the_unit = [line for line in result.stderr.splitlines() if "gateway.service" in line]
    assert (result.returncode, about_the_unit) == (0, [])
