"""A mail that asks for something: the innermost sender, the text without marks, any bytes."""

from __future__ import annotations

import time
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.integrations.codecs.mail_texts import LONGEST, ForwardedMail, forwarded

BERLIN = ZoneInfo("Europe/Berlin")


def mail(text: str, *, html: str = "", sender: str = "Chef <ich@firma.example>") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "ich@firma.example", "WG: Tische"
    made["Date"] = "Mon, 30 Nov 2026 10:00:00 +0100"
    if html:
        made.set_content(html, subtype="html")
    else:
        made.set_content(text)
    return made.as_bytes()


def read(data: bytes) -> ForwardedMail:
    return forwarded(data, BERLIN)


def test_a_mail_as_it_came() -> None:
    found = read(mail("Zwölf Tische, bitte.\n", sender="Jörg Roth <J.Roth@krone.example>"))
    assert found == ForwardedMail(
        "Jörg Roth", "j.roth@krone.example", "WG: Tische", "Zwölf Tische, bitte."
    )


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------\nFrom: Anna Roth <anna@krone.example>\n"
        "Date: Mon, 30 Nov 2026\nSubject: Tische\nTo: <ich@firma.example>\n\n",
        "-----Ursprüngliche Nachricht-----\nVon: Anna Roth [mailto:anna@krone.example]\n"
        "Gesendet: Montag\nAn: ich\nBetreff: Tische\n\n",
        "-------- Weitergeleitete Nachricht --------\n> Betreff: Tische\n> Datum: heute\n"
        "> Von: Anna Roth <anna@krone.example>\n> An: ich\n>\n",
        "Anfang der weitergeleiteten Nachricht:\n\n*Von:* Anna Roth <anna@krone.example>\n"
        "*Betreff:* Tische\n\n",
    ],
)
def test_the_innermost_sender_counts(mark: str) -> None:
    text = f"Schau mal.\n\n{mark}> Wir suchen Tische.\n> Danke"
    for data in (mail(text), text.encode()):
        found = read(data)
        assert (found.name, found.contact) == ("Anna Roth", "anna@krone.example")
        assert found.subject.strip("*").strip() == "Tische"
        assert found.text == "Wir suchen Tische.\nDanke"


def test_html_alone_is_read_without_marks() -> None:
    found = read(mail("", html="<p>Zwei <b>Tische</b></p><script>alert(1)</script><p>bald</p>"))
    assert found.text.split() == ["Zwei", "Tische", "bald"]


def test_a_copied_text_alone_is_the_text() -> None:
    assert read("Guten Tag, ich suche Tische.".encode("cp1252")).text.startswith("Guten Tag")
    assert read(b"") == ForwardedMail()


def test_from_in_the_middle_of_a_plain_mail_is_no_sender() -> None:
    found = read(mail("Tische\nVon: hier bis dort 3 m", sender="a@krone.example"))
    assert found.contact == "a@krone.example"
    assert "bis dort" in found.text


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(data: bytes) -> None:
    for head in (b"", b"From: a@b.example\nDate: Mon, 30 Nov 2026 10:00:00 +0100\n", b"Von: x\n"):
        assert len(read(head + data).text) <= LONGEST


@pytest.mark.parametrize("piece", ["\n", " ", "-", ">", "> ", "Von: ", "<", "@", "<a@", "\n\n "])
def test_no_text_takes_long(piece: str) -> None:
    start = time.monotonic()
    for data in (piece.encode() * 200_000, mail("", html=piece * 200_000)):
        assert len(read(data).text) <= LONGEST
    assert time.monotonic() - start < 10


def test_a_huge_one_takes_no_time() -> None:
    assert len(read(mail("x" * 3_000_000)).text) <= LONGEST
    assert len(read(b"Von: " * 1_000_000).text) <= LONGEST
