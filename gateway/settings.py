"""Settings of one installation: from `gateway.toml` in its home folder, then environment variables GATEWAY_*."""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Settings(BaseModel):
    """Everything an operator may set. Relative paths are taken from `home`.

    Raises pydantic.ValidationError for an unknown setting or a wrong value, tomllib.TOMLDecodeError and OSError.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    home: Path = Path()
    """Folder that holds inbox, outbox, mappings, xsd and var."""
    inbox: Path = Path("inbox")
    """Folder with one inbox a route."""
    outbox: Path = Path("outbox")
    """Folder under which deliveries, receipts and error lists land."""
    mappings: Path = Path("mappings")
    """Folder with routes, layouts, translations, registers and examples."""
    xsd: Path = Path("xsd")
    """Folder with the XML catalogue and the schemas."""
    var: Path = Path("var")
    """Folder for running state: journal, work and archive."""
    settle_seconds: float = Field(default=1.0, ge=0)
    """How long a file in an inbox must be unchanged before it counts as complete, in seconds."""
    rescan_seconds: float = Field(default=5.0, gt=0)
    """How often `gateway watch` lists the inboxes whether or not anything was heard, in seconds."""
    maximum_attempts: int = Field(default=3, ge=1)
    """After this many attempts that broke off, a file is put in quarantine."""
    group_size: int = Field(default=20, ge=1)
    """How many files share one round of fsync and one journal commit."""
    language: Literal["sv", "en"] = "sv"
    """Language of error lists, receipts by mail and console text."""
    smtp_host: str = ""
    """Mail server for receipts by mail; empty = no mail is sent."""
    smtp_port: int = Field(default=25, ge=1, le=65535)
    """Port of the mail server."""
    mail_from: str = "gateway@localhost"
    """Sender address of receipts by mail."""
    s3_endpoint: str = ""
    """Address of an S3 server other than Amazon's; empty = Amazon S3."""
    seal_key_file: Path | None = None
    """File with the key that seals files to Bankgirot, as 32 hexadecimal digits; nobody else may be able to read it."""
    log_to: Literal["file", "stderr"] = "file"
    """Where log lines go: to var/log/gateway.jsonl, or to standard error as a container or systemd wants them."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """Least severe log event that is written."""

    def path(self, folder: Path) -> Path:
        """A folder of the settings as an absolute path."""
        return (self.home / folder).absolute()

    @property
    def seal_key_path(self) -> Path | None:
        """The file with the key as an absolute path; None when none is set."""
        return self.path(self.seal_key_file) if self.seal_key_file else None

    @model_validator(mode="before")
    @classmethod
    def _from_all_sources(cls, given: dict[str, Any]) -> dict[str, Any]:
        """What was said on the command line, then the environment, then `gateway.toml` of the home folder."""
        variables = {name: f"GATEWAY_{name.upper()}" for name in cls.model_fields}
        environment = {name: os.environ[variable] for name, variable in variables.items() if variable in os.environ}
        file = Path(given.get("home") or environment.get("home") or ".") / "gateway.toml"
        stored = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        return {**stored, **environment, **given}
