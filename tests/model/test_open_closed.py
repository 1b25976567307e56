from __future__ import annotations

import pytest

from facilitator.model.open_closed import is_open


@pytest.mark.parametrize(
    "question",
    [
        "what would make staying possible",
        "What's in the way?",
        "How do you see it",
        "why",
        "“where does it hurt”",
        "tell me more about the bus",
        "Describe a good day",
        "so what now",
        "and how would we know",
        "with whom could we talk",
        "¿Qué necesitan las familias?",
        "qué haría posible quedarse",
        "¿Cómo lo ven?",
        "¿por qué no vienen?",
        "¿Con quién hablamos?",
        "cuándo",
        "y dónde",
        "Qu'est-ce qui manque ?",
        "qu’est-ce qu’on fait",
        "Que pensez-vous du bus",
        "où se voir",
        "Pourquoi pas",
        "quelles familles manquent",
        "Avec qui en parler",
        "mais comment",
    ],
)
def test_open(question: str) -> None:
    assert is_open(question) is True


@pytest.mark.parametrize(
    "question",
    [
        "is the bus late",
        "Are you sure?",
        "do we agree",
        "Could the library help",
        "isn't it late",
        "don't you think so",
        "can't we wait",
        "have they been asked",
        "so is it",
        "¿Es tarde?",
        "¿Está claro?",
        "pueden venir",
        "¿Hay bus?",
        "tienen coche",
        "Est-ce que le bus passe",
        "peut-on attendre",
        "Avez-vous un bus",
        "es-tu là",
        "a-t-on le temps",
        "y a-t-il un bus",
        "as-tu vu",
        "faut-il un bus",
    ],
)
def test_closed(question: str) -> None:
    assert is_open(question) is False


@pytest.mark.parametrize("question", ["", "…", "the late bus?", "wer geht", "and so to the", "whatever", "island"])
def test_the_words_do_not_tell(question: str) -> None:
    assert is_open(question) is None
