"""Bank statements for each quarter, as German banks deliver them (camt.053.001.08)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from wertschatz.bootstrap.example import firm
from wertschatz.bootstrap.example.exports.export import Export, plain_amount
from wertschatz.bootstrap.example.history import History
from wertschatz.bootstrap.example.payments import (
    CODES,
    CREDITOR_ID,
    OPENING_CENTS,
    Booking,
)

ENDS_AGE = 10
"""The last statement is so old; younger bookings are only in the bank's list."""
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def exports(history: History) -> Iterator[Export]:
    """One file a quarter, the last one unfinished."""
    until = history.today - dt.timedelta(days=ENDS_AGE)
    stated = [booking for booking in history.bookings if booking.on <= until]
    balance = OPENING_CENTS
    for quarter, several in groupby(stated, key=_quarter):
        mine = list(several)
        opening, balance = balance, balance + sum(booking.cents for booking in mine)
        name = f"{firm.IBAN}_{quarter}_camt053.xml"
        yield Export("camt", name, "".join(_statement(quarter, mine, opening, balance)).encode())


def _quarter(booking: Booking) -> str:
    return f"{booking.on.year}-Q{(booking.on.month + 2) // 3}"


def _statement(quarter: str, bookings: list[Booking], opening: int, closing: int) -> Iterator[str]:
    first, last = bookings[0].on, bookings[-1].on
    made = f"<CreDtTm>{last}T20:00:00+01:00</CreDtTm>"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<Document xmlns="{_NAMESPACE}"><BkToCstmrStmt>\n'
    yield f"<GrpHdr><MsgId>AHORN-{quarter}</MsgId>{made}</GrpHdr>\n"
    yield f"<Stmt><Id>{quarter}</Id>{made}<Acct><Id><IBAN>{firm.IBAN}</IBAN></Id><Ccy>EUR</Ccy>"
    yield f"<Ownr><Nm>{firm.OWNER.name}</Nm></Ownr><Svcr><FinInstnId><BICFI>{firm.BIC}</BICFI>"
    yield "<Nm>Beispielbank</Nm></FinInstnId></Svcr></Acct>\n"
    yield _balance("OPBD", opening, first) + _balance("CLBD", closing, last)
    for place, booking in enumerate(bookings):
        yield _entry(booking, f"{quarter.replace('-', '')}{place:05}")
    yield "</Stmt></BkToCstmrStmt></Document>\n"


def _balance(code: str, cents: int, on: dt.date) -> str:
    kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f"<Bal>{kind}{_amount(cents)}<Dt><Dt>{on}</Dt></Dt></Bal>\n"


def _amount(cents: int) -> str:
    sign = "CRDT" if cents >= 0 else "DBIT"
    amount = f'<Amt Ccy="EUR">{plain_amount(abs(cents))}</Amt>'
    return f"{amount}<CdtDbtInd>{sign}</CdtDbtInd>"


def _entry(booking: Booking, reference: str) -> str:
    code = CODES[booking.code]
    family = f"<Fmly><Cd>{code.family}</Cd><SubFmlyCd>{code.sub_family}</SubFmlyCd></Fmly>"
    own = f"<Prtry><Cd>NTRF+{code.gvc}</Cd><Issr>DK</Issr></Prtry>"
    return (
        f"<Ntry>{_amount(booking.cents)}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{booking.on}</Dt></BookgDt><ValDt><Dt>{booking.on}</Dt></ValDt>"
        f"<AcctSvcrRef>{reference}</AcctSvcrRef>"
        f"<BkTxCd><Domn><Cd>PMNT</Cd>{family}</Domn>{own}</BkTxCd>"
        f"<NtryDtls><TxDtls>{_details(booking)}</TxDtls></NtryDtls>"
        f"<AddtlNtryInf>{code.text}</AddtlNtryInf></Ntry>\n"
    )


def _details(booking: Booking) -> str:
    refs = f"<EndToEndId>{booking.end_to_end or 'NOTPROVIDED'}</EndToEndId>"
    refs += f"<MndtId>{booking.mandate}</MndtId>" if booking.mandate else ""
    other = f"<Pty><Nm>{escape(booking.name)}</Nm></Pty>"
    account = f"<Id><IBAN>{booking.iban}</IBAN></Id>"
    me = f"<Pty><Nm>{firm.OWNER.name}</Nm>{_creditor(booking)}</Pty>"
    if _other_pays(booking):
        parties = f"<Dbtr>{other}</Dbtr><DbtrAcct>{account}</DbtrAcct><Cdtr>{me}</Cdtr>"
    else:
        parties = f"<Dbtr>{me}</Dbtr><Cdtr>{other}</Cdtr><CdtrAcct>{account}</CdtrAcct>"
    words = f"<RmtInf><Ustrd>{escape(booking.purpose)}</Ustrd></RmtInf>" if booking.purpose else ""
    back = f"<RtrInf><Rsn><Cd>{booking.reason}</Cd></Rsn></RtrInf>" if booking.reason else ""
    return f"<Refs>{refs}</Refs>{_exchange(booking)}<RltdPties>{parties}</RltdPties>{words}{back}"


def _other_pays(booking: Booking) -> bool:
    """In what came back, the parties stay those of the debit that failed."""
    return booking.cents > 0 or booking.code == "returned"


def _creditor(booking: Booking) -> str:
    """The joinery's creditor identifier, where it collects itself."""
    if booking.code not in ("collected", "returned"):
        return ""
    return f"<Id><PrvtId><Othr><Id>{CREDITOR_ID}</Id></Othr></PrvtId></Id>"


def _exchange(booking: Booking) -> str:
    if not booking.rate:
        return ""
    currency, sent = booking.currency, plain_amount(booking.foreign_cents)
    rates = f"<SrcCcy>{currency}</SrcCcy><TrgtCcy>EUR</TrgtCcy>"
    rates += f"<XchgRate>{booking.rate / 10_000:.4f}</XchgRate>"
    amount = f'<Amt Ccy="{currency}">{sent}</Amt><CcyXchg>{rates}</CcyXchg>'
    return f"<AmtDtls><InstdAmt>{amount}</InstdAmt></AmtDtls>"
