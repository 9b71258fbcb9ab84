"""The customers as DATEV wants them: EXTF, Debitoren/Kreditoren (format 16, version 5)."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.bootstrap.example.customers import CUSTOMERS, Customer
from wertschatz.bootstrap.example.dealings import SKONTO_PERCENT
from wertschatz.bootstrap.example.exports.export import Export, german_amount
from wertschatz.bootstrap.example.history import History

_BANK = (
    "Bankleitzahl {n}", "Bankbezeichnung {n}", "Bank-Kontonummer {n}", "Länderkennzeichen {n}",
    "IBAN-Nr. {n}", "Leerfeld", "SWIFT-Code {n}", "Abw. Kontoinhaber {n}",
    "Kennz. Hauptbankverb. {n}", "Bankverb {n} Gültig von", "Bankverb {n} Gültig bis",
)  # fmt: skip
_ADDRESS = """Anrede;Titel/Akad. Grad;Adelstitel;Namensvorsatz;Adressart;Straße;Postfach;
Postleitzahl;Ort;Land;Versandzusatz;Adresszusatz;Abweichende Anrede;Abw. Zustellbezeichnung 1;
Abw. Zustellbezeichnung 2;Kennz. Korrespondenzadresse;Adresse Gültig von;Adresse Gültig bis"""
_NAMES = """Konto;Name (Adressattyp Unternehmen);Unternehmensgegenstand;
Name (Adressattyp natürl. Person);Vorname (Adressattyp natürl. Person);
Name (Adressattyp keine Angabe);Adressattyp;Kurzbezeichnung;EU-Land;EU-UStID"""
_TALK = """Telefon;Bemerkung (Telefon);Telefon GL;Bemerkung (Telefon GL);E-Mail;
Bemerkung (E-Mail);Internet;Bemerkung (Internet);Fax;Bemerkung (Fax);Sonstige;
Bemerkung (Sonstige)"""
_TERMS = """Leerfeld;Briefanrede;Grußformel;Kunden-/Lief.-Nr.;Steuernummer;Sprache;
Ansprechpartner;Vertreter;Sachbearbeiter;Diverse-Konto;Ausgabeziel;Währungssteuerung;
Kreditlimit (Debitor);Zahlungsbedingung;Fälligkeit in Tagen (Debitor);
Skonto in Prozent (Debitor);Kreditoren-Ziel 1 Tg.;Kreditoren-Skonto 1 %;Kreditoren-Ziel 2 Tg.;
Kreditoren-Skonto 2 %;Kreditoren-Ziel 3 Brutto Tg.;Kreditoren-Ziel 4 Tg.;Kreditoren-Skonto 4 %;
Kreditoren-Ziel 5 Tg.;Kreditoren-Skonto 5 %;Mahnung;Kontoauszug;Mahntext 1;Mahntext 2;
Mahntext 3;Kontoauszugstext;Mahnlimit Betrag;Mahnlimit %;Zinsberechnung;Mahnzinssatz 1;
Mahnzinssatz 2;Mahnzinssatz 3;Lastschrift;Leerfeld;Mandantenbank;Zahlungsträger"""


def _listed(text: str) -> list[str]:
    return text.replace("\n", "").split(";")


def _banks(first: int, last: int) -> list[str]:
    return [title.format(n=n) for n in range(first, last + 1) for title in _BANK]


TITLES = [
    *_listed(_NAMES), *_listed(_ADDRESS), *_listed(_TALK), *_banks(1, 5), *_listed(_TERMS),
    *(f"Indiv. Feld {n}" for n in range(1, 16)),
    *(f"{title} (Rechnungsadresse)" for title in ("Abweichende Anrede", *_listed(_ADDRESS)[4:12])),
    *(f"{title} (Rechnungsadresse)" for title in _listed(_ADDRESS)[13:15]),
    *(f"{title} (Rechnungsadresse)" for title in _listed(_ADDRESS)[16:]),
    *_banks(6, 10), "Nummer Fremdsystem", "Insolvent", *(f"SEPA-Mandatsreferenz {n}" for n in
    range(1, 11)), "Verknüpftes OPOS-Konto", "Mahnsperre bis", "Lastschriftsperre bis",
    "Zahlungssperre bis", "Gebührenberechnung", "Mahngebühr 1", "Mahngebühr 2", "Mahngebühr 3",
    "Pauschalenberechnung", *(f"Verzugspauschale {n}" for n in (1, 2, 3)), "Alternativer Suchname",
    "Status", "Anschrift manuell geändert (Korrespondenzadresse)",
    "Anschrift individuell (Korrespondenzadresse)",
    "Anschrift manuell geändert (Rechnungsadresse)", "Anschrift individuell (Rechnungsadresse)",
    "Fristberechnung bei Debitor", "Mahnfrist 1", "Mahnfrist 2", "Mahnfrist 3", "Letzte Frist",
]  # fmt: skip
"""The column titles in DATEV's order: 254."""


def exports(history: History) -> Iterator[Export]:
    """One file in Windows-1252: header record, titles, a row for each customer."""
    made = f"{history.today:%Y%m%d}080000000"
    head = f'"EXTF";700;16;"Debitoren/Kreditoren";5;{made};;"RE";"";"";99001;99001;'
    head += f'{history.today.year}0101;4;;;"";"";;;;"";;"";;;"03";;;"";""'
    lines = [head, ";".join(TITLES), *(_line(customer) for customer in CUSTOMERS)]
    content = ("\r\n".join(lines) + "\r\n").encode("cp1252")
    yield Export("datev", "EXTF_DebKred_Stamm.csv", content)


def _line(customer: Customer) -> str:
    values = _values(customer)
    return ";".join(
        _cell(title, values.get(title, "")) if title != "Leerfeld" else '""' for title in TITLES
    )


def _cell(title: str, value: str) -> str:
    """Figures bare, texts in quotation marks."""
    bare = title == "Konto" or title.startswith(("Fälligkeit in", "Skonto in", "Kreditoren"))
    return value if bare else f'"{value}"'


def _values(customer: Customer) -> dict[str, str]:
    first, _, last = customer.contact.removeprefix("Dr. ").partition(" ")
    named = {"Adressattyp": "2", "Name (Adressattyp Unternehmen)": customer.name}
    if customer.private:
        named = {
            "Adressattyp": "1", "Name (Adressattyp natürl. Person)": last,
            "Vorname (Adressattyp natürl. Person)": first,
        }  # fmt: skip
    home = customer.country == "DE"
    return named | {
        "Konto": str(customer.number), "Kurzbezeichnung": customer.name[:15],
        "EU-Land": "DE" if home and customer.vat_id else "",
        "EU-UStID": customer.vat_id[2:] if home else "", "Adressart": "STR",
        "Straße": customer.street, "Postleitzahl": customer.postcode, "Ort": customer.town,
        "Land": customer.country, "Telefon": customer.phone, "E-Mail": customer.invoice_email,
        "Länderkennzeichen 1": customer.country, "IBAN-Nr. 1": customer.iban,
        "Kennz. Hauptbankverb. 1": "1", "Kunden-/Lief.-Nr.": str(customer.number),
        "Ansprechpartner": "" if customer.private else customer.contact,
        "Fälligkeit in Tagen (Debitor)": str(customer.terms),
        "Skonto in Prozent (Debitor)": german_amount(
            SKONTO_PERCENT * 100 if customer.skonto else 0
        ),
        "SEPA-Mandatsreferenz 1": f"M-{customer.number}" if customer.debit else "",
    }  # fmt: skip
