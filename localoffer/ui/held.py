"""What a process holds of what it has read, for as long as that is still so."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from math import inf
from threading import Lock
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Held(Generic[Key, Value]):
    """At most so many things, each in its latest version; what was not asked for the longest goes first.

    Whoever asks says which version there is now, and how it is read. With `seconds`, it is read again after these,
    whatever its version.
    """

    def __init__(self, *, most: int, seconds: float = inf) -> None:
        self.most, self.seconds = most, seconds
        self._kept: OrderedDict[Key, _Kept[Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, version: Hashable, read: Callable[[], Value]) -> Value:
        """What is held under this key if it has this version, else what `read` gives, which is held from now on.

        Ask for the version before: what is read may then be newer than it says, and is read once more; never older.
        """
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept.version == version and monotonic() - kept.read_at < self.seconds:
                self._kept.move_to_end(key)
                return kept.value
        read_at = monotonic()
        value = read()  # not in the lock: others may ask for other things meanwhile
        with self._lock:
            self._kept[key] = _Kept(version, read_at, value)
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return value

    def forget(self) -> None:
        """Drop all that is held."""
        with self._lock:
            self._kept.clear()


class _Kept(NamedTuple, Generic[Value]):
    version: Hashable
    read_at: float
    value: Value
