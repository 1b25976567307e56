"""Frozen dataclasses with slots, made quickly.

`dataclass(frozen=True, slots=True)` writes and compiles six methods for every class and looks at each field; for the
fifty classes that a screen needs this was a tenth of the time to its first frame. Here `__init__` is compiled when the
first object is made, what the tools of `dataclasses` look at is found out when one of them first asks, and all classes
share the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class", bound=type)


@dataclass_transform(frozen_default=True)
def frozen(cls: Class) -> Class:
    """Makes `cls` a dataclass that cannot be changed; `fields`, `replace` and `asdict` of `dataclasses` work on it.

    Its fields are names with types and perhaps plain defaults: no factories, no `field()`, no `InitVar`, no `ClassVar`,
    no `__post_init__`; it inherits no fields.
    """
    own = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    names = tuple(own.get("__annotations__", ()))
    defaults = {name: own.pop(name) for name in names if name in own}
    values = _values_of(names)

    def make_init(self: Any, *given: Any, **named: Any) -> None:
        made.__init__ = _init_of(made, names, defaults)
        made.__init__(self, *given, **named)

    made: Any = type(cls)(
        cls.__name__,
        cls.__bases__,
        own
        | {
            "__qualname__": cls.__qualname__,
            "__slots__": names,
            "__match_args__": names,
            "__init__": make_init,
            "__eq__": lambda self, other: (
                values(self) == values(other) if type(self) is type(other) else NotImplemented
            ),
            "__hash__": lambda self: hash(values(self)),
            "__reduce__": lambda self: (type(self), values(self)),
            "__repr__": _repr,
            "__setattr__": _refuse,
            "__delattr__": _refuse,
            "__dataclass_fields__": _Described(defaults),
            "__dataclass_params__": _Described(defaults),
        },
    )
    result: Class = made
    return result


class _Described:
    """What `dataclass` would have noted in the class; found out when it is asked for."""

    def __init__(self, defaults: dict[str, Any]) -> None:
        self._defaults = defaults

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, _: object, made: type) -> Any:
        from dataclasses import dataclass

        like = {"__annotations__": made.__annotations__, "__module__": made.__module__, "__doc__": made.__name__}
        usual: Any = dataclass(init=False, repr=True, eq=False)(type(made.__name__, (), like | self._defaults))
        described = getattr(usual, self._name)
        setattr(made, self._name, described)
        return described


def _init_of(made: Any, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    """Sets the slots directly, because the class refuses everybody else."""
    known = {f"set_{name}": getattr(made, name).__set__ for name in names}
    known |= {f"default_{name}": value for name, value in defaults.items()}
    parameters = ", ".join(["self", *(f"{name}=default_{name}" if name in defaults else name for name in names)])
    body = "; ".join(f"set_{name}(self, {name})" for name in names) or "pass"
    compiled: dict[str, Callable[..., None]] = {}
    exec(f"def __init__({parameters}): {body}", known, compiled)
    return compiled["__init__"]


def _values_of(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({shown})"


def _refuse(self: Any, name: str, *_: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"{type(self).__qualname__}.{name} cannot be changed")
