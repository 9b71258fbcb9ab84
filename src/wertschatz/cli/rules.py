"""`wertschatz rules`: the rules as sentences; `rules examine`: what is worth a look in them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import Spoken, lang_option, language_of
from wertschatz.domain.rules.plain import rule_to
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.examined import finding_text, finding_texts, findings_text
from wertschatz.wording.rules import rule_sentence

OFF = N_("(off)")
ONE_DOCUMENT = N_("One JSON document instead of text.")


@click.group(
    "rules", cls=Spoken, invoke_without_command=True,
    help=N_("The rules as sentences, in the order in which they are gone through."),
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=ONE_DOCUMENT)
@lang_option
@data_option
@click.pass_context
def rules(context: click.Context, as_json: bool, lang: str | None, data: Path | None) -> None:
    """The rules as sentences, in the order in which they are gone through."""
    if context.invoked_subcommand is not None:
        return
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        every = house.setup().rules
        names = house.caller_names({key for rule in every for key in rule.when.callers or ()})
    sentences = [rule_sentence(rule, language, names) for rule in every]
    if as_json:
        lines = [
            {**rule_to(rule), "place": place, "sentence": sentence}
            for place, (rule, sentence) in enumerate(zip(every, sentences, strict=True), 1)
        ]
        click.echo(json.dumps({"format": 1, "rules": lines}, ensure_ascii=False, indent=2))
        return
    for place, (rule, sentence) in enumerate(zip(every, sentences, strict=True), 1):
        off = "" if rule.on else f" {translate(OFF, language)}"
        click.echo(f"{place:>3}. {sentence}{off}")


@rules.command(
    "examine",
    help=N_("What is worth a look in the rules; ends with 1 where something is."),
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=ONE_DOCUMENT)
@lang_option
@data_option
def examine(as_json: bool, lang: str | None, data: Path | None) -> None:
    """What is worth a look in the rules; ends with 1 where something is."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        every = house.setup().rules
        findings = house.examined()
        names = house.caller_names({key for rule in every for key in rule.when.callers or ()})
    if as_json:
        lines = [
            {
                "code": finding.reason.code, "facts": dict(finding.reason.facts),
                "rules": list(finding.rules), "text": words.sentence,
                "example": words.example or None,
            }
            for finding in findings
            for words in (finding_text(finding, every, language, names),)
        ]  # fmt: skip
        click.echo(json.dumps({"format": 1, "findings": lines}, ensure_ascii=False, indent=2))
    else:
        told = finding_texts(findings, every, language, names)
        click.echo(findings_text(told, language))
        for words in told:
            click.echo(f"- {' '.join(filter(None, (words.sentence, words.example)))}")
    sys.exit(ExitCode.SOME_REFUSED if findings else 0)
