"""Modules that others import at their top and hardly ever use."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


class _Later(ModuleType):
    """A module that runs its code when something of it is first asked for.

    `importlib.util.LazyLoader` would run it at the second `import` already.
    """

    def __getattr__(self, name: str) -> Any:
        self.__class__ = ModuleType  # type: ignore[assignment]  # once only
        spec = self.__spec__
        assert spec is not None
        assert spec.loader is not None
        spec.loader.exec_module(self)
        return getattr(self, name)


def load_later(name: str) -> None:
    """Lets every `import name` from now on cost nothing until something of the module is used."""
    if name in sys.modules:
        return
    spec = find_spec(name)
    assert spec is not None
    sys.modules[name] = module = module_from_spec(spec)
    module.__class__ = _Later
