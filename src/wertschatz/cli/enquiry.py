"""`wertschatz enquiry`: enquiries at the terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wertschatz.cli import exit_codes
from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import Spoken, lang_option, language_of
from wertschatz.cli.sheet import plain
from wertschatz.domain.profile.enquiry import Decision
from wertschatz.domain.profile.fit import CameBy, Size
from wertschatz.ports.profile import EnquiryEntry
from wertschatz.usecases.refusals import Refused
from wertschatz.wording import formats
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.profile import BECAUSE, DECISIONS, fit_title, waiting_text
from wertschatz.wording.refusals import refusal_text

MORE = N_("There are more; they follow as these are answered.")


@click.group(
    "enquiry", cls=Spoken, epilog=exit_codes.HELP,
    help=N_("Enquiries: write one down, list what waits."),
)  # fmt: skip
def enquiry() -> None:
    """Enquiries: write one down, list what waits."""


@enquiry.command("add", help=N_("Write an enquiry down: what it is about, and who asks."))
@click.argument("words", nargs=-1, required=True)
@click.option("--name", default="", help=N_("Who asks."))
@click.option("--contact", default="", help=N_("Mail address or telephone number"))
@click.option("--trade", default="", help=N_("Trade"))
@click.option("--size", type=click.Choice([one.value for one in Size]), help=N_("Size"))
@click.option("--region", default="", help=N_("Region: postcode or place"))
@click.option(
    "--came-by", type=click.Choice([one.value for one in CameBy]), help=N_("The way they came")
)
@click.option("--job", default="", help=N_("First job, in a word or two"))
@lang_option
@data_option
def add(
    words: tuple[str, ...], name: str, contact: str, trade: str, size: str | None, region: str,
    came_by: str | None, job: str, lang: str | None, data: Path | None,
) -> None:  # fmt: skip
    """Write an enquiry down."""
    language = language_of(lang)
    entry = EnquiryEntry(
        name, contact, " ".join(words), trade, size or "", region, came_by or "", job
    )  # fmt: skip
    with open_house(data, language, must_exist=True) as house:
        from wertschatz.storage.queries.enquiries import enquiry_line

        try:
            line = enquiry_line(house.write_enquiry(entry, None, language=language))
        except Refused as refused:
            click.echo(refusal_text(refused.code, refused.facts, language), err=True)
            sys.exit(ExitCode.WRONG_CALL)
        if line is not None:
            fit = house.fit(line)
            click.echo(fit_title(fit, plain(line.name or line.contact), language))
            click.echo(translate(BECAUSE[fit.because], language))


@enquiry.command("list", help=N_("What waits for an answer, the oldest first."))
@lang_option
@data_option
def listed(lang: str | None, data: Path | None) -> None:
    """What waits for an answer."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True):
        from wertschatz.storage.queries.enquiries import enquiries

        found = enquiries()
    click.echo(waiting_text(found.counts.waiting, language, found.counts.held))
    for line in found.open.lines:
        asked = f" ({translate(DECISIONS[Decision.ASK], language)})" if line.decision else ""
        who = plain(line.name or line.contact or "–")
        what = " ".join(plain(line.text).split())[:100]
        click.echo(f"  {formats.day(line.on, language)}  {who}{asked}: {what}")
    if found.open.pages > 1:
        click.echo(translate(MORE, language))
