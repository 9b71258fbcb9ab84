"""The invented joinery: who it is, who works there, and numbers that belong to nobody."""

from __future__ import annotations

from typing import NamedTuple

NAME = "Tischlerei Ahorn"
LEGAL_NAME = "Tischlerei Ahorn, Inh. Jana Ahorn"
STREET = "Werkhof 7"
POSTCODE, TOWN = "12059", "Berlin"
VAT_ID = "DE012345678"
"""No German VAT id begins with 0, so this and all others here are nobody's."""
DOMAIN = "tischlerei-ahorn.example"
EMAIL = f"werkstatt@{DOMAIN}"
AREA_CODE = "030"
PHONE = "030 23125 500"
BANK = "99010042"
"""No German bank code begins with 9."""
BIC = "BEISDE99XXX"
TERMS = 14
"""Days until payment, where nothing else was agreed."""
VAT_PERCENT = 19


class Worker(NamedTuple):
    """Somebody who works in the joinery."""

    name: str
    user: str
    number: str
    extension: str
    """How the telephone box calls the handset."""

    @property
    def email(self) -> str:
        """The address at the firm."""
        return f"{self.user}@{DOMAIN}"


OWNER = Worker("Jana Ahorn", "jana", "1", "Büro")
WORKERS = (
    OWNER,
    Worker("Kemal Arslan", "kemal", "2", "Werkstatt"),
    Worker("Lotte Friedrich", "lotte", "3", "Mobilteil Lotte"),
)


def iban(bank: str, account: int, country: str = "DE") -> str:
    """An IBAN with right check digits (ISO 13616): bank code, then the account filled up.

    >>> iban("99010042", 500)
    'DE08990100420000000500'
    """
    body = bank + str(account).zfill({"DE": 18, "CH": 17}[country] - len(bank))
    letters = "".join(str(ord(sign) - 55) for sign in country)
    check = 98 - int(body + letters + "00") % 97
    return f"{country}{check:02}{body}"


IBAN = iban(BANK, 23125500)
