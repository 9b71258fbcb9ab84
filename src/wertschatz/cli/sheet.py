"""The analysis as a table at the terminal: the answer first, then each customer with reasons."""

from __future__ import annotations

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wertschatz.domain.values import Fact, Group
from wertschatz.ports.files import Question, Role
from wertschatz.ports.problems import Problem
from wertschatz.usecases.analyse_files import Analysed, Analysis
from wertschatz.wording import formats
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.customers import change_text, group_meaning, group_name, reason_text
from wertschatz.wording.problems import problem_text
from wertschatz.wording.sentences import fill

SHOWN = 50
_NEEDED = {
    "times": (Role.CUSTOMER, Role.DATE, Role.DURATION),
    "cards": (Role.CUSTOMER,),
    "payments": (Role.NAME, Role.DATE, Role.AMOUNT),
    "calls": (Role.PHONE, Role.DIRECTION, Role.DATE, Role.DURATION),
}
"""Problems written out; the rest are counted."""

TITLE = Plural("{count} customer carries your year.", "{count} customers carry your year.")
NO_TITLE = N_("No customer has brought any revenue in this period.")
NOTHING = N_("There is no file here. Name the files, or the folder in which they lie.")
PERIOD = N_("{start:day} to {end:day}: {revenue_cents:money} from {customers} customers.")
FURTHER = Plural("{count} further remark.", "{count} further remarks.")
ASK = N_("{file}: which column means what? Please say it once, for example:")
ASK_DATE = N_("{file}: is {example} written with the day or the month first? Please add one of:")
ASK_MARK = N_(
    "{file}: does the mark in {example} part thousands or decimals? Please add the decimal mark:"
)
IN_FILE = N_("{file}:")
ON_LINE = N_("{file}, line {line}:")
COLUMN = N_("Column {number}: {name}")
ASK_RULES = N_("{file}: whose work is this? Please say it once, for example:")
WORDS = N_("{words}: {hours} hours")


def title(analysis: Analysis, language: str) -> str:
    """The answer as one sentence."""
    count = analysis.totals.high_customers
    if not count:
        return translate(NO_TITLE, language)
    return fill(translate_plural(*TITLE, count, language), {"count": count}, language)


def show(analysis: Analysis, language: str, console: Console) -> None:
    """Writes title, groups, customers and problems."""
    if not analysis.read:
        console.print(translate(NOTHING, language))
    if analysis.customers:
        console.print(Text(title(analysis, language), style="bold"))
        console.print(Text(_period(analysis, language)))
    for group in (*Group, None):
        members = [one for one in analysis.customers if one.assessment.group is group]
        if members:
            _show_group(group, members, analysis.currency, language, console)
    show_problems(analysis, language, console)


def _period(analysis: Analysis, language: str) -> str:
    facts: dict[str, Fact] = {
        "start": analysis.window.start.isoformat(),
        "end": analysis.window.end.isoformat(),
        "revenue_cents": analysis.totals.revenue_cents,
        "currency": analysis.currency,
        "customers": analysis.totals.customers,
    }
    return fill(translate(PERIOD, language), facts, language)


def _show_group(
    group: Group | None, members: list[Analysed], currency: str, language: str, console: Console
) -> None:
    head = f"{group_name(group, language)} ({len(members)})"
    console.print()
    console.print(Text(head, style="bold"), Text(group_meaning(group, language), style="dim"))
    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column(translate(N_("Customer"), language), overflow="fold", max_width=28)
    table.add_column(translate(N_("Revenue"), language), justify="right", no_wrap=True)
    table.add_column(translate(N_("Late"), language), justify="right", no_wrap=True)
    table.add_column(translate(N_("Why"), language), overflow="fold")
    for member in members:
        table.add_row(*_cells(member, currency, language))
    console.print(table)


def _cells(member: Analysed, currency: str, language: str) -> tuple[Text, Text, Text, Text]:
    year, outcome = member.year, member.assessment
    why = [reason_text(reason, language) for reason in outcome.reasons]
    text = Text("\n".join(why))
    if outcome.change:
        text.append("\n→ " + change_text(outcome.change, language), style="dim")
    return (
        Text(plain(member.name)),
        Text(formats.money(year.revenue_cents, currency, language)),
        Text(f"{year.late_invoices}/{year.invoices}" if year.payment_known else "?"),
        text,
    )


def plain(text: str) -> str:
    """Without control characters, so that a name in a file cannot steer the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def show_problems(analysis: Analysis, language: str, console: Console) -> None:
    """Writes the questions and the first problems."""
    asked = {question.file for question in analysis.questions}
    for question in analysis.questions:
        ask(question, language, console)
    told = [one for one in analysis.problems if one.line is not None or one.file not in asked]
    if told:
        console.print()
    for problem in told[:SHOWN]:
        console.print(Text(plain(f"{_place(problem, language)} {problem_text(problem, language)}")))
    if rest := len(told) - SHOWN if len(told) > SHOWN else 0:
        console.print(fill(translate_plural(*FURTHER, rest, language), {"count": rest}, language))


def _place(problem: Problem, language: str) -> str:
    """Where it is: the file, and the line where there is one."""
    if not problem.file:
        return ""
    facts: dict[str, Fact] = {"file": problem.file, "line": problem.line or 0}
    template = IN_FILE if problem.line is None else ON_LINE
    return fill(translate(template, language), facts, language)


def _ask_rules(question: Question, language: str, console: Console) -> None:
    console.print(Text(fill(translate(ASK_RULES, language), {"file": question.file}, language)))
    first = plain(question.samples[0][0]) if question.samples else "…"
    console.print(Text(f'  --rule "{first}={translate(N_("Customer"), language)}"'))
    for words, hours in (sample[:2] for sample in question.samples):
        facts: dict[str, Fact] = {"words": plain(words), "hours": hours}
        console.print(Text("  " + fill(translate(WORDS, language), facts, language)))


def ask(question: Question, language: str, console: Console) -> None:
    """Says how the question about a layout is answered in the call."""
    console.print()
    if question.kind == "rules":
        _ask_rules(question, language, console)
        return
    if question.date_example:
        facts = {"file": question.file, "example": question.date_example}
        console.print(Text(fill(translate(ASK_DATE, language), facts, language)))
        console.print(Text("  --date-order dmy\n  --date-order mdy"))
        return
    if question.amount_example:
        facts = {"file": question.file, "example": question.amount_example}
        console.print(Text(fill(translate(ASK_MARK, language), facts, language)))
        console.print(Text("  --decimal-mark comma\n  --decimal-mark point"))
        return
    console.print(Text(fill(translate(ASK, language), {"file": question.file}, language)))
    needed = _NEEDED.get(question.kind, (Role.CUSTOMER, Role.DATE, Role.AMOUNT))
    missing = [role for role in needed if role not in question.guess]
    example = (f"--map {role}={number}" for number, role in enumerate(missing, 1))
    console.print(Text("  " + " ".join(example)))
    for number, name in enumerate(question.columns, 1):
        facts_of: dict[str, Fact] = {"number": number, "name": plain(name)}
        console.print(Text("  " + fill(translate(COLUMN, language), facts_of, language)))
