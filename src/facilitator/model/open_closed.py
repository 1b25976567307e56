"""Whether a question is open or closed, by its first words, in English, Spanish and French.

An open question asks for more than a yes or a no (the O of OARS in motivational interviewing). First words are a
rule of thumb that a key overrules, so what they do not tell is left empty.
"""

from __future__ import annotations

from facilitator.model.text import folded_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OPEN = _words(
    # English
    "what how why which who whom whose where when tell describe explain "
    # Spanish, without accents; people leave them out
    "que como porque cual cuales quien quienes donde adonde cuando cuanto cuanta cuantos cuantas cuentame describe "
    # French; qu is what stands before the apostrophe
    "qu quoi comment pourquoi quel quelle quels quelles lequel laquelle qui ou quand combien racontez decrivez"
)
_CLOSED = _words(
    "is are am do does did can could will would should shall may might must has have had was were "
    "isn aren don doesn didn won couldn wouldn shouldn hasn haven hadn wasn weren "
    "es son esta estan estamos era eran fue fueron hay habia habra ha han hemos "
    "puede pueden puedo podemos podria podrian podriamos quiere quieren quieres queremos "
    "tiene tienen tienes tenemos debe deben debemos deberia deberian deberiamos seria serian sabe saben "
    "est sont etait etaient sera serait peut peuvent pouvez pouvons pourrait pourriez pourrions "
    "avez avons ont faut doit doivent devons devez voulez voulons veut veulent voudriez etes sommes savez"
)
_BEFORE = _words(
    "so and but or now then also ok okay well y o e pero entonces bueno pues et mais alors donc bon "
    "in at by for from to with on of about a al con de del por para en desde hasta pour avec par sur chez dans"
)
"""Words a question may begin with that tell nothing: the next word does."""


def is_open(question: str) -> bool | None:
    """True for an open question, False for a closed one, None where the first words do not tell."""
    start = " ".join(question.split(maxsplit=3)[:3])
    for word in folded_words(start.replace("-", "'")):
        first = word.partition("'")[0]
        if first in _OPEN:
            return True
        if first in _CLOSED or word.startswith(("a't'", "as'tu")):
            return False
        if first not in _BEFORE:
            return None
    return None
