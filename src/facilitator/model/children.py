"""Words that may tell who a child is (en, es, fr): a hint, for somebody to look at, and no proof."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from facilitator.model.text import fold
from facilitator.model.word_lists import ORDINARY

_CHILD_WORDS = """
    student pupil child kid son daughter boy girl baby toddler grandson granddaughter grandchild nephew niece
    hijo hija niño niña alumno alumna nieto nieta estudiante chico chica muchacho muchacha sobrino sobrina bebé
    fils fille élève enfant garçon bébé neveu nièce écolier écolière collégien collégienne lycéen lycéenne gamin gamine
"""
_GRADE_WORDS = """
    grade grader graders
    primaria secundaria bachillerato preescolar infantil grado
    sixième cinquième quatrième troisième seconde première terminale section
"""
_FOR_A_CHILD = frozenset(fold(it) for it in _CHILD_WORDS.split())
_FOR_A_GRADE = frozenset(fold(it) for it in _GRADE_WORDS.split())
_YEAR = re.compile(r"\d(?: ?(?:[eèé]|i?[eèé]me)|n?de)\b|\d ?\.?[ºª°]|\b[Cc][EeMm][12]\b|\b(?:CP|ESO)\b")
"""School years that are no words: `6e`, `3º`, `CM2`."""

_WORD = re.compile(r"[^\W\d_]+")
_BESIDE_NO_NAME = "council services union government support association body affairs id"
_NO_NAMES = ORDINARY.union(_BESIDE_NO_NAME.split())

_ENGLISH_GRADES = (
    r"grade \d{1,2}|(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth)[- ]grader?"
)
_SPANISH_NUMBERS = "primer primero segundo tercer tercero cuarto quinto sexto séptimo octavo noveno décimo"
_SPANISH_SCHOOLS = "primaria secundaria bachillerato preescolar infantil grado eso"
_FRENCH_YEARS = "sixième cinquième quatrième troisième seconde première terminale"
_NOT_YEARS = "fois ligne lignes place places partie parties lieu étape lecture phase question réunion séance"
_TROUBLE_WORDS = """
    asthma adhd autis* diagnos* depress* anxiety pregnan* medicat* therap* seizure* diabet* iep suspen* expel*
    expulsion detention truan* arrest* probation drug drugs self-harm* allerg* epilep* dyslexi* coeliac celiac
    special_needs wheelchair
    asma tdah depresi* ansiedad embaraz* medicacion medicament* terapia* terapeut* convulsi* dislexi* discapaci*
    alergi* celiac* necesidades_especiales necesidades_educativas silla_de_ruedas expuls* expedient* detenid* droga*
    autolesi*
    asthme anxieux anxieuse anxiété enceinte grossesse handicap* besoins_particuliers besoins_éducatifs
    besoins_spécifiques fauteuil_roulant exclu exclue exclus exclues exclusion exclusions renvoyé renvoyée renvoyés
    renvoyées garde_à_vue drogue* automutil* coeliaque ulis aesh
"""
"""Health, needs and discipline: beside a grade they can tell a small school whose child is meant."""

_LETTERS = {"a": "[aàáâä]", "c": "[cç]", "e": "[eéèêë]", "i": "[iíîï]", "n": "[nñ]", "o": "[oóôö]", "u": "[uúùûü]"}
_MARKS = _LETTERS | {"*": r"\w*", "_": " "}


def may_tell_of_a_child(words: Collection[str], text: str) -> bool:
    """Whether there may be signs in a text of these words, folded, numbers apart: a quick look."""
    return not _FOR_A_CHILD.isdisjoint(words) or _may_tell_a_grade(words, text)


def signs_of_a_child(text: str) -> list[str]:
    """What in `text` may tell who a child is.

    Each word for a child with the capitalised word behind it, `student Timmy`; a grade beside a word of health, needs
    or discipline, `ninth grader … suspended`.
    """
    words = _WORD.findall(fold(text))
    found: list[str] = []
    if not _FOR_A_CHILD.isdisjoint(words):
        met = ((it, it[1]) for it in _beside().finditer(text))
        found += (text[it.start() : it.end(1)] for it, name in met if name[0].isupper() and fold(name) not in _NO_NAMES)
    if _may_tell_a_grade(words, text) and (grade := _grade().search(text)) and (trouble := _trouble().search(text)):
        first, second = sorted((grade, trouble), key=lambda it: it.start())
        between = " " if first.end() + 1 == second.start() else " … "
        found.append(f"{first[0]}{between}{second[0]}")
    return found


def _may_tell_a_grade(words: Collection[str], text: str) -> bool:
    return not _FOR_A_GRADE.isdisjoint(words) or _YEAR.search(text) is not None


def _any_of(words: str) -> str:
    """A pattern for any of some words, with accents or without; `*` stands for more letters, `_` for a blank."""
    return "|".join("".join(_MARKS.get(it, re.escape(it)) for it in fold(word)) for word in words.split())


# Compiled when first used: most lines need none of them, and it takes longer than reading this module does.


@cache
def _beside() -> re.Pattern[str]:
    called = _any_of("named called llamado llamada nommé nommée appelé appelée")
    return re.compile(rf"\b(?:{_any_of(_CHILD_WORDS)})(?=(?:,? (?:{called}))?,? ([^\W\d_][^\W\d_]+))", re.IGNORECASE)


@cache
def _grade() -> re.Pattern[str]:
    spanish = (
        rf"(?:\d{{1,2}} ?(?:\.?[ºª°]|er|[rdtmvn]?[oa])?|{_any_of(_SPANISH_NUMBERS)})"
        rf"(?: (?:grado|curso|a[ñn]o))? (?:de (?:la )?)?(?:{_any_of(_SPANISH_SCHOOLS)})"
    )
    french = (
        r"cp|c[em][12]|(?:petite|moyenne|grande) section"
        rf"|(?:en|classe de|[ée]l[èe]ve de|est de) (?:[3-6] ?(?:i?[èe]me|[èe])|2 ?n?de|{_any_of(_FRENCH_YEARS)})"
        rf"(?! (?:{_any_of(_NOT_YEARS)}))"
    )
    return re.compile(rf"\b(?:{_ENGLISH_GRADES}|{spanish}|{french})\b", re.IGNORECASE)


@cache
def _trouble() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of(_TROUBLE_WORDS)})\b", re.IGNORECASE)
