"""The address book, as a telephone or a server of address books writes it (vCard 3.0)."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.bootstrap.example.customers import CUSTOMERS, Customer
from wertschatz.bootstrap.example.exports.export import Export
from wertschatz.bootstrap.example.firm import WORKERS
from wertschatz.bootstrap.example.history import History


def exports(history: History) -> Iterator[Export]:
    """One file with a card for each contact person, and for the two colleagues."""
    cards = [_card(customer) for customer in CUSTOMERS]
    cards += [
        _lines(f"FN:{worker.name}", _name(worker.name), f"EMAIL;TYPE=WORK:{worker.email}",
               f"UID:{worker.user}@ahorn-adressbuch.example")
        for worker in WORKERS[1:]
    ]  # fmt: skip
    yield Export("vcard", "Adressbuch.vcf", "".join(cards).encode())


def _card(customer: Customer) -> str:
    place = "HOME" if customer.private else "WORK"
    lines = [f"FN:{customer.contact}", _name(customer.contact)]
    if not customer.private:
        lines.append(f"ORG:{_escaped(customer.name)}")
    lines.append(f"TEL;TYPE={place},VOICE:{customer.phone}")
    if customer.mobile:
        lines.append(f"TEL;TYPE=CELL:{customer.mobile}")
    lines.append(f"EMAIL;TYPE={place}:{customer.contact_email}")
    address = f"{customer.street};{customer.town};;{customer.postcode}"
    lines.append(f"ADR;TYPE={place}:;;{address};{_COUNTRIES[customer.country]}")
    if customer.born:
        born = customer.born
        # Google and others leave the year out like this.
        lines.append(f"BDAY:--{born[2:4]}{born[5:]}" if born.startswith("--") else f"BDAY:{born}")
    lines.append(f"UID:{customer.number}@ahorn-adressbuch.example")
    return _lines(*lines)


_COUNTRIES = {"DE": "Deutschland", "CH": "Schweiz"}


def _lines(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""))


def _name(name: str) -> str:
    """Last name, first name, and a title in front."""
    title = "Dr." if name.startswith("Dr. ") else ""
    first, _, last = name.removeprefix("Dr. ").partition(" ")
    return f"N:{last};{first};;{title};"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
