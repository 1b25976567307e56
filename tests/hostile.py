"""Texts that break careless screens."""

HOSTILE = {
    "markup": "[/] [bold]x[/bold] [@click=app.quit]q[/] \\[red]",
    "ansi": "\x1b[2J\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x9b1A done",
    "controls": "a\x00b\x08c\x7fd\re\x0bf",
    "bidi": "evil \u202egnp.exe\u202c \u2067x\u2069 \u061cy",
    "separators": "one\u2028two\u2029three",
    "right to left": "שלום עולם, مرحبا بالعالم",
    "wide": "日本語のメモ、とても長い文章です。",
    "combining": "Z\u0351\u036b\u0343a\u0329\u032b\u035alg\u0310o cafe\u0301",
    "joined": "👩‍👩‍👧‍👦 👩🏽‍🏫 🏳️‍🌈 ❤️ 1️⃣ 🇵🇹🇧🇷",
    "no blank": "x" * 300,
    "long": "word " * 2000,
    "empty": "",
    "blank": "   ",
    "lines": "one\ntwo\n\nfour\tfive",
}
