"""`python -m bench`: measures, and prints the table."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench.measures import Amounts, Bench
from bench.report import BEGIN, END, Figure, machine, put_into, table

ROOT = Path(__file__).parent.parent
USUAL = ("startup", "keys", "burst", "idle", "commands", "export", "imports", "memory")


def main() -> None:
    """Runs the measures named on the command line."""
    usual = Amounts()
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures speed, as ratios.")
    names = (*USUAL, "growth")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(names)}; left out: all but growth")
    parser.add_argument("--rounds", type=int, default=usual.rounds, help="starts of each program (%(default)s)")
    parser.add_argument("--keys", type=int, default=usual.keys, help="keys in each program (%(default)s)")
    parser.add_argument("--seconds", type=float, default=usual.seconds, help="of idling (%(default)s)")
    parser.add_argument("--notes", type=int, default=usual.notes, help="to export (%(default)s)")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(names):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    load = os.getloadavg()[0]
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="facilitator-bench-") as folder:
        bench = Bench(Path(folder), Amounts(chosen.rounds, chosen.keys, chosen.seconds, chosen.notes))
        for name in chosen.names or USUAL:
            for figure in getattr(bench, name)():
                print(f"{name}: {figure.what}: {figure.ratio:.2f} × {figure.against}", file=sys.stderr, flush=True)
                figures.append(figure)
    text = f"{table(figures)}\n\n{machine(load)}\n"
    print(text, end="")
    results = ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    (results / "latest.md").write_text(text, "utf-8")
    if chosen.readme:
        _put_into_readme(text)


def _put_into_readme(text: str) -> None:
    readme = ROOT / "README.md"
    changed = put_into(readme.read_text("utf-8"), text)
    if changed is None:
        sys.exit(f"README.md is as it was: it has no {BEGIN} … {END}; bench/results/latest.md holds the table")
    readme.write_text(changed, "utf-8")


if __name__ == "__main__":
    main()
