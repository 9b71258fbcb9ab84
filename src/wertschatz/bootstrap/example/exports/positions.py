"""The lines of an invoice: hours of work, and material for the rest."""

from __future__ import annotations

from typing import NamedTuple

from wertschatz.bootstrap.example.dealings import SKONTO_DAYS, SKONTO_PERCENT, Invoice
from wertschatz.bootstrap.example.work import EUROS_AN_HOUR

HOURLY_CENTS = 6_200
_WHAT = {
    "down": "Anzahlung Küche nach Auftragsbestätigung", "credit": "Gutschrift Nacharbeit",
    "cancellation": "Storno der genannten Rechnung",
}  # fmt: skip
TYPES = {"down": "386", "credit": "381", "cancellation": "384"}
"""UNTDID 1001; everything else is 380."""


class Position(NamedTuple):
    """One line; `quantity` in quarters of a unit, so that no fraction is lost."""

    what: str
    quarters: int
    unit: str
    """UN/ECE Recommendation 20: HUR an hour, C62 a piece."""
    price_cents: int
    cents: int


def positions(invoice: Invoice) -> list[Position]:
    """The lines; their sum is the net amount of the invoice."""
    cents = invoice.cents
    if invoice.kind in _WHAT:
        return [Position(_WHAT[invoice.kind], 4 if cents > 0 else -4, "C62", abs(cents), cents)]
    quarters = cents * 4 // (EUROS_AN_HOUR * 100)
    work = quarters * HOURLY_CENTS // 4
    rest = cents - work
    return [
        Position("Tischlerarbeiten nach Aufwand", quarters, "HUR", HOURLY_CENTS, work),
        Position("Material, Beschläge und Anfahrt", 4, "C62", rest, rest),
    ]


def quantity(position: Position, sign: int = 1) -> str:
    """Such as 2.75."""
    return f"{sign * position.quarters / 4:.2f}"


def terms(invoice: Invoice) -> str:
    """What stands under the invoice; discounts in the way of XRechnung (BR-DE-18)."""
    if invoice.cents < 0:
        return "Der Betrag wird verrechnet oder überwiesen."
    if invoice.customer.debit:
        return "Der Betrag wird zum Fälligkeitstag per SEPA-Lastschrift eingezogen."
    if invoice.customer.skonto:
        return f"#SKONTO#TAGE={SKONTO_DAYS}#PROZENT={SKONTO_PERCENT}.00#\n"
    return f"Zahlbar innerhalb von {invoice.customer.terms} Tagen ohne Abzug."
