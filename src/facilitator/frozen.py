"""Frozen dataclasses with slots, made quickly.

`dataclass(frozen=True, slots=True)` writes and compiles six methods for every class; for the fifty classes that a
screen needs this was a tenth of the time to its first frame. Here only `__init__` is compiled, all classes share the
others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class", bound=type)


@dataclass_transform(frozen_default=True)
def frozen(cls: Class) -> Class:
    """Makes `cls` a dataclass that cannot be changed; `fields`, `replace` and `asdict` of `dataclasses` work on it.

    Its fields are names with types and perhaps plain defaults: no factories, no `InitVar`, no `__post_init__`.
    """
    cls.__doc__ = cls.__doc__ or cls.__name__  # else `dataclass` looks up a signature, which takes milliseconds
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    values = _values_of(made)
    made.__init__ = _init_of(made)
    made.__eq__ = lambda self, other: values(self) == values(other) if type(self) is type(other) else NotImplemented
    made.__hash__ = lambda self: hash(values(self))
    made.__reduce__ = lambda self: (made, values(self))
    made.__repr__ = _repr
    made.__setattr__ = made.__delattr__ = _refuse
    result: Class = made
    return result


def _init_of(made: Any) -> Callable[..., None]:
    """Sets the slots directly, because the class refuses everybody else."""
    known = {f"set_{field.name}": getattr(made, field.name).__set__ for field in fields(made)}
    known |= {f"default_{field.name}": field.default for field in fields(made) if field.default is not MISSING}
    parameters = ", ".join(["self", *map(_parameter, fields(made))])
    body = "; ".join(f"set_{field.name}(self, {field.name})" for field in fields(made)) or "pass"
    compiled: dict[str, Callable[..., None]] = {}
    exec(f"def __init__({parameters}): {body}", known, compiled)
    return compiled["__init__"]


def _parameter(field: Field[Any]) -> str:
    return field.name if field.default is MISSING else f"{field.name}=default_{field.name}"


def _values_of(made: Any) -> Callable[[Any], tuple[Any, ...]]:
    names = [field.name for field in fields(made)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _repr(self: Any) -> str:
    shown = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))
    return f"{type(self).__qualname__}({shown})"


def _refuse(self: Any, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"{type(self).__qualname__}.{name} cannot be changed")
