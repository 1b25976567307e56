from __future__ import annotations

from command_line import Cli


def test_the_hand_out_of_the_next_meeting(cli: Cli) -> None:
    p = cli("new", "partnership", "Northside Works").out.strip()
    m = cli("new", "meeting", "--partnership", p, "--title", "Autumn check-in", "--at", "2030-01-10 15:00").out.strip()
    said = cli("agenda", m)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("AUTUMN CHECK-IN\nNorthside Works\nThu 10 Jan 2030, 15:00 to 16:00\n")
    assert "15:05  What we said we would change, 3 min" in said.out
    assert cli("agenda", m, "--format", "md").out.startswith("# Autumn check-in\n")
    assert cli("agenda", m, "--format", "html").out.startswith("<!DOCTYPE html>")
    assert cli("agenda", "nothing such").code == 1
