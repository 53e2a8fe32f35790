"""The storage interface as it is, and which of its functions were called while something ran."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FunctionType, GeneratorType
from typing import Any

import storage
from storage.connection import Connection
from storage.location import Location

ONE_DATABASE_S = frozenset({"storage.sqlite", "storage.postgresql", "storage.connection"})
"""Modules that are one database's own, or only say what a connection is."""


def interface() -> dict[str, Any]:
    """Every public function of the storage package that touches a ledger, by its name.

    One that takes a connection or the place of a ledger, and every public method of a class that
    is made with one.
    """
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(storage.__path__, "storage."):
        if module.name in ONE_DATABASE_S or module.ispkg:
            continue
        for name, one in vars(importlib.import_module(module.name)).items():
            if name.startswith("_") or getattr(one, "__module__", "") != module.name:
                continue
            if inspect.isfunction(one) and _takes_ledger(one):
                found[f"{module.name}.{name}"] = one
            elif inspect.isclass(one) and _takes_ledger(one.__init__):
                for method, function in inspect.getmembers(one, inspect.isfunction):
                    if not method.startswith("_"):
                        found[f"{module.name}.{name}.{method}"] = function
    return found


def _takes_ledger(function: Any) -> bool:
    told = inspect.get_annotations(function)
    return any(kind in {Connection, Location} for name, kind in told.items() if name != "return")


class Calls:
    """What was called, and what of it ever answered something: not None, empty, zero or no.

    Functions stay the objects they are, wherever they were imported to: only what they do is
    changed while calls are noted. (To look on from outside, with ``sys.setprofile``, takes five
    times as long.)
    """

    def __init__(self) -> None:
        self.called: set[str] = set()
        self.answered: set[str] = set()

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the calls that are made inside, in whatever thread."""
        functions = {name: inspect.unwrap(one) for name, one in interface().items()}
        before = [(f, f.__code__, f.__defaults__, f.__kwdefaults__) for f in functions.values()]
        try:
            for name, function in functions.items():
                function.__globals__.setdefault(_NOTES, {})[name] = self._noting(name, function)
                words: dict[str, Any] = {}
                exec(f"def noted(*a, **k): return {_NOTES}[{name!r}](*a, **k)", words)
                function.__defaults__ = function.__kwdefaults__ = None
                function.__code__ = words["noted"].__code__
            yield
        finally:
            for function, code, defaults, named in before:
                function.__code__ = code
                function.__defaults__, function.__kwdefaults__ = defaults, named
                function.__globals__.pop(_NOTES, None)

    def _noting(self, name: str, function: FunctionType) -> Callable[..., Any]:
        does = FunctionType(
            function.__code__, function.__globals__, function.__name__, function.__defaults__,
            function.__closure__,
        )  # fmt: skip
        does.__kwdefaults__ = function.__kwdefaults__

        def noted(*values: Any, **named: Any) -> Any:
            self.called.add(name)
            answer = does(*values, **named)
            if isinstance(answer, GeneratorType):
                return self._heard(name, answer)
            self._note(name, answer)
            return answer

        return noted

    def _heard(self, name: str, answers: Generator[Any, Any, Any]) -> Iterator[Any]:
        with closing(answers):
            try:
                while True:
                    answer = next(answers)
                    self._note(name, answer)
                    try:
                        yield answer
                    except GeneratorExit:
                        raise
                    except BaseException as error:  # noqa: BLE001 - thrown in: the body's own
                        answers.throw(error)
                        return
            except StopIteration:
                return

    def _note(self, name: str, answer: object) -> None:
        if _says_something(answer):
            self.answered.add(name)


_NOTES = "_calls_noted"


def answering() -> set[str]:
    """Functions of the interface that answer anything."""
    return {
        name for name, one in interface().items()
        if inspect.get_annotations(inspect.unwrap(one)).get("return") not in {None, "None"}
    }  # fmt: skip


def _says_something(answer: object) -> bool:
    try:
        return bool(answer)
    except ValueError:
        return True


def plain(value: object, folder: Path) -> str:
    """A value as text that is the same for the same value, whatever database it came from."""
    return _spelt(value).replace(str(folder), "FOLDER")


def _spelt(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_spelt(k)}: {_spelt(v)}" for k, v in value.items()) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(_spelt(one) for one in value)) + "}"
    if type(value) in {list, tuple} or hasattr(value, "keys") or hasattr(value, "__next__"):
        return "[" + ", ".join(_spelt(one) for one in value) + "]"  # type: ignore[attr-defined]
    return repr(value)
