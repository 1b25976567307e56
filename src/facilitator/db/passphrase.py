"""The passphrase of an encrypted file, and the key that is made of it."""

from __future__ import annotations

import unicodedata

from facilitator.errors import Invalid

LEAST_CHARACTERS = 8
"""A new passphrase has at least so many; nothing else is asked of it."""

KDF_ITERATIONS = 256_000
"""Rounds of PBKDF2-HMAC-SHA512, as SQLCipher 4 takes them: any program that knows SQLCipher opens the file with the
passphrase alone."""
KEY_BYTES = 32


class Passphrase:
    """What opens an encrypted file. It lives in the memory of this process and shows itself nowhere.

    Keyboards and systems write the same accented letter in different ways: it is taken in Unicode's normal form C.
    Blanks count.
    """

    __slots__ = ("_keys", "_text")

    def __init__(self, text: str) -> None:
        self._text = unicodedata.normalize("NFC", text)
        self._keys: dict[bytes, bytes] = {}

    def __repr__(self) -> str:
        return "Passphrase(…)"

    def __reduce__(self) -> str:
        raise TypeError("a passphrase is not written down")

    def same_as(self, other: Passphrase) -> bool:
        """Whether both open the same files."""
        return self._text == other._text

    def key(self, salt: bytes) -> bytes:
        """The key of the file that begins with `salt`. Made on purpose slowly (about 0.2 s), once for each salt."""
        if salt not in self._keys:
            from hashlib import pbkdf2_hmac

            self._keys[salt] = pbkdf2_hmac("sha512", self._text.encode(), salt, KDF_ITERATIONS, KEY_BYTES)
        return self._keys[salt]


def new_passphrase(text: str) -> Passphrase:
    """A passphrase somebody has just thought of.

    Raises Invalid when it is too short, or holds what no keyboard types the same way twice.
    """
    normal = unicodedata.normalize("NFC", text)
    if len(normal) < LEAST_CHARACTERS:
        raise Invalid("passphrase", f"a passphrase has at least {LEAST_CHARACTERS} characters")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in normal):
        raise Invalid("passphrase", "there is a control character in it; type letters, digits, signs and blanks")
    return Passphrase(normal)
