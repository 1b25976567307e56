"""Modules that are loaded when they are used, seen from a fresh Python."""

import subprocess
import sys
from pathlib import Path

import pytest

from support import make_store


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_an_import_costs_nothing_and_the_first_use_loads_the_module() -> None:
    shown = run(
        "import sys\n"
        "from facilitator.cli.later import load_later\n"
        "load_later('inspect')\n"
        "import inspect\n"
        "import inspect\n"
        "print('ast' in sys.modules, end=' ')\n"
        "from inspect import cleandoc\n"
        "print('ast' in sys.modules, cleandoc('  a'), sys.modules['inspect'] is inspect, type(inspect).__name__)"
    )
    assert shown == "False True a True module"


def test_a_module_that_is_there_stays() -> None:
    assert (
        run(
            "import inspect\nfrom facilitator.cli.later import load_later\nload_later('inspect')\n"
            "print(type(inspect).__name__)"
        )
        == "module"
    )


@pytest.mark.parametrize("arguments", [["--version"], ["list", "meetings"]])
def test_a_command_does_without_what_only_help_needs(tmp_path: Path, arguments: list[str]) -> None:
    make_store(tmp_path).close()
    code = (
        "import os, sys, facilitator.cli as cli\n"
        f"os.environ['FACILITATOR_FILE'] = {str(tmp_path / 'test.db')!r}\n"
        f"sys.argv = ['facilitator', *{arguments!r}]\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'ast', 'dis', 'tokenize', 'dataclasses', 'platformdirs', 'tempfile', 'sqlite_utils', 'textual'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert run(code).splitlines()[-1] == "[]"
