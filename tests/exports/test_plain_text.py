from __future__ import annotations

from facilitator.exports.plain_text import of_page


def test_blocks_are_lines_and_styles_are_no_words() -> None:
    page = (
        "<html><head><title>A &amp; B</title><style>p { color: red }</style></head><body><h1>One</h1>"
        "<ol><li><span>17</span><div>run <b>one</b> bus</div></li></ol><dl><div><dt>School</dt><dd>Ana</dd></div></dl>"
        "<table><tr><th>Goal</th><td>81</td></tr></table></body></html>"
    )
    assert of_page(page) == "A & B\nOne\n17 run one bus\nSchool: Ana\nGoal 81\n"


def test_what_is_said_to_those_who_do_not_see_is_there() -> None:
    page = '<svg aria-label="four turns"><title>Voices</title><desc>families: 4</desc></svg><img alt="a bus">'
    assert of_page(page) == "four turns\nVoices\nfamilies: 4\na bus\n"
