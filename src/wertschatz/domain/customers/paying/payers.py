"""Who pays: the accounts that customers pay from, their names, and services that hide them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from wertschatz.domain.customers.names import Name, compared
from wertschatz.domain.customers.paying.payments import MatchLimits, OpenInvoice, Payment

_COLLECTORS = re.compile(
    r"(?i)(?<![^\W\d_])(?:paypal|stripe|klarna|mollie|sum\s?up|amazon|adyen|payone|unzer|heidelpay"
    r"|worldline|nexi|concardis|computop|novalnet|ratepay|afterpay|riverty|billie|billpay|zettle"
    r"|izettle|gocardless|braintree|shopify|ebay|etsy|secupay|giropay|paydirekt|skrill|payoneer"
    r"|telecash|elavon|evo\s+payments|vr\s+payment|six\s+payment|checkout\.com|square|sofort\s+gmbh"
    r"|lieferando|digistore24|copecart|copytrack|airbnb|booking\.com|booking\s+b\.?v)(?![^\W\d_])"
)


@lru_cache(maxsize=65_536)
def account_key(account: str) -> str:
    """An account as it is compared.

    >>> account_key("de02 1203 0000")
    'DE0212030000'
    """
    return "".join(account.split()).upper()


@lru_cache(maxsize=65_536)
def is_collector(name: str) -> bool:
    """A payment service or market place: name and account are those of no customer.

    >>> is_collector("PayPal (Europe) S.a r.l."), is_collector("Paul Stripeck")
    (True, False)
    """
    return bool(_COLLECTORS.search(name))


class Payers:
    """Which customers a payment may come from, by account and by name."""

    def __init__(
        self,
        invoices: Iterable[OpenInvoice],
        known: Mapping[str, Iterable[int]],
        collectors: Iterable[str],
        limits: MatchLimits,
    ) -> None:
        """`known`: account → customers; `collectors`: accounts that are nobody's."""
        self._limits = limits
        self._collectors = {account_key(account) for account in collectors}
        self.accounts: dict[str, set[int]] = {}
        for account, customers in known.items():
            self.accounts.setdefault(account_key(account), set()).update(customers)
        self._names: dict[str, dict[int, Name]] = {}
        for invoice in invoices:
            for written in invoice.names:
                name = compared(written)
                if name.words:
                    self._names.setdefault(name.words, {})[invoice.customer] = name
        self._words: dict[str, list[str]] = {}
        """Figures in a name → the names that hold them ('' none): others are other firms."""
        for words, alike in self._names.items():
            for figures in {name.figures or "" for name in alike.values()}:
                self._words.setdefault(str(figures), []).append(words)
        self._alike: dict[str, dict[int, int]] = {}

    def by_account(self, payment: Payment) -> frozenset[int]:
        """Customers who paid from this account before; empty for a collector."""
        key = account_key(payment.other_account)
        customers = self.accounts.get(key, ())
        if not customers or len(customers) > self._limits.customers_an_account:
            return frozenset()
        return frozenset() if self._collects(payment) else frozenset(customers)

    def teach(self, payment: Payment, customer: int) -> None:
        """From now on this account speaks for this customer."""
        key = account_key(payment.other_account)
        if key and not self._collects(payment):
            self.accounts.setdefault(key, set()).add(customer)

    def by_name(self, payment: Payment) -> Mapping[int, int]:
        """Customer → how alike the names are, in per cent, from the least that counts on."""
        if not payment.name or self._collects(payment):
            return {}
        if payment.name not in self._alike:
            self._alike[payment.name] = self._compare(compared(payment.name))
        return self._alike[payment.name]

    def _collects(self, payment: Payment) -> bool:
        account = account_key(payment.other_account)
        return account in self._collectors or is_collector(payment.name)

    def _choices(self, name: Name) -> list[str]:
        if not name.figures:
            return list(self._names)
        return [*self._words.get("", ()), *self._words.get(str(name.figures), ())]

    def _compare(self, name: Name) -> dict[int, int]:
        """Both sides' words stand in order: this ratio is what rapidfuzz calls token_sort_ratio.

        Never token_set: there “Müller” is wholly alike to “Tischlerei Müller”.
        """
        from rapidfuzz import fuzz, process

        alike: dict[int, int] = {}
        if not name.words:
            return alike
        least = self._limits.name_percent
        for words, points, _ in process.extract(
            name.words, self._choices(name), scorer=fuzz.ratio, score_cutoff=least, limit=None
        ):
            for customer, other in self._names[words].items():
                if not name.figures or not other.figures or name.figures == other.figures:
                    alike[customer] = max(alike.get(customer, 0), int(points))
        return alike
