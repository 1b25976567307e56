from __future__ import annotations

import re

import pytest

from facilitator.model.children import may_tell_of_a_child, signs_of_a_child
from facilitator.model.text import fold


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("too late for his child Timmy", ["child Timmy"]),
        ("our son, Leo, and the student named Kim", ["son, Leo", "student named Kim"]),
        ("a ninth grader was suspended twice", ["ninth grader … suspended"]),
        ("asthma grade 4", ["asthma grade 4"]),
        ("two 10th-grade pupils and their therapy dog", ["10th-grade … therapy"]),
        ("the allergies of a 3rd grader", ["allergies … 3rd grader"]),
        # Spanish, French, without accents too
        ("son fils Luc, su hijo Timmy; la niña llamada Zoe", ["fils Luc", "hijo Timmy", "niña llamada Zoe"]),
        ("el alumno, Iker, y su sobrina Ane", ["alumno, Iker", "sobrina Ane"]),
        ("l’élève Zoé, son garcon Léo", ["élève Zoé", "garcon Léo"]),
        ("alergia a la nuez en 3º de primaria", ["alergia … 3º de primaria"]),
        ("una de 2º de la ESO, embarazada", ["2º de la ESO … embarazada"]),
        ("el de tercer grado fue expulsado", ["tercer grado … expulsado"]),
        ("uno de 5to grado con asma", ["5to grado … asma"]),
        ("segundo de bachillerato: diagnóstico de TDAH", ["segundo de bachillerato … diagnóstico"]),
        ("3o de primaria, silla de ruedas", ["3o de primaria … silla de ruedas"]),
        ("un garçon en CM2 allergique aux noix", ["CM2 allergique"]),
        ("en 6e, un élève a été exclu", ["en 6e … exclu"]),
        ("une fille en 4ème enceinte", ["en 4ème enceinte"]),
        ("elle est en troisieme et diabétique", ["en troisieme … diabétique"]),
        ("grande section, besoins particuliers", ["grande section … besoins particuliers"]),
        ("un élève de seconde renvoyé", ["élève de seconde renvoyé"]),
    ],
)
def test_what_may_tell_who_a_child_is(text: str, signs: list[str]) -> None:
    assert signs_of_a_child(text) == signs
    words = re.findall(r"[^\W\d]+|\d+", fold(text))
    assert may_tell_of_a_child(words, text)
    assert any(may_tell_of_a_child(re.findall(r"[^\W\d]+|\d+", fold(it)), it) for it in text.split())


@pytest.mark.parametrize(
    "text",
    [
        "the Student Council met",
        "student voices",
        "Student 1 spoke",
        "ninth grade attendance is up",
        "suspended the rule",
        "every child may come",
        "suspended until 6 e.g. March",
        "the drugs store at 3",
        "la primaria está suspendida",
        "en primer lugar, la alergia",
        "el tercer punto: medicamentos en el botiquín",
        "los niños y las niñas de Vigo",
        "en première ligne contre la drogue",
        "la troisième réunion est suspendue",
        "5 de mayo: charla sobre drogas",
        "un cp d’exemple",
        "el 4 de abril, diagnóstico del edificio",
        "expediente 6 e informe",
        "Student 2 de la mesa",
    ],
)
def test_what_tells_nobody(text: str) -> None:
    assert signs_of_a_child(text) == []
