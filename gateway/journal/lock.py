"""One gateway at a time: the lock on an installation's running state."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class SecondInstance(Exception):
    """Another gateway is at work on the same running state."""

    def __init__(self, path: Path, process: str) -> None:
        who = f"process {process}" if process else "another process"
        super().__init__(
            f"another gateway ({who}) is at work on {path.parent}; wait until it is done, or stop it first"
        )
        self.process = process


class InstanceLock:
    """The right to write an installation's running state; the kernel takes it back however the process ends.

    The lock file stays in place and names the process that last held it. Use it as a context manager, or call
    `acquire` and `release`.
    """

    def __init__(self, var: Path) -> None:
        self._path = var / "gateway.lock"
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock at once. Raises SecondInstance when another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o640)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 20).decode("ascii", "ignore").strip()
            os.close(descriptor)
            raise SecondInstance(self._path, holder if holder.isdecimal() else "") from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()
