"""What the command palette offers: pages to open and keys to press, each for whom."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from wertschatz.storage.search import words
from wertschatz.wording.catalogue import N_

SHOWN = 8


class Command(NamedTuple):
    """One thing that can be done from anywhere."""

    name: str
    """The English sentence, translated where it is shown."""
    page: str
    """The name of its page; '' where the key does it on this page."""
    key: str
    """'' none."""
    staff: bool
    """Staff may do it too."""


COMMANDS = (
    Command(N_("All customers"), "customers", "", True),
    Command(N_("Search everything"), "search", "/", True),
    Command(N_("Contacts"), "contacts", "n", True),
    Command(N_("Calls"), "calls", "", False),
    Command(N_("Add a customer"), "new_customer", "", False),
    Command(N_("Customers by hand, several at once"), "by_hand", "", False),
    Command(N_("Change this customer"), "", "e", False),
    Command(N_("Take back the last change on this page"), "", "u", False),
    Command(N_("Tasks"), "tasks", "", False),
    Command(N_("Capture a task in one line"), "", "t", False),
    Command(N_("Inbox: one matter at a time"), "inbox", "", False),
    Command(N_("Analysis"), "analysis", "", False),
    Command(N_("Today: the plan, what is free, what is next"), "today", "", False),
    Command(N_("Close the working day"), "close_day", "", False),
    Command(N_("Time budget"), "budget", "", False),
    Command(N_("Appreciation: a kind word in time"), "care", "", False),
    Command(N_("Notice something about somebody in one line"), "", "w", False),
    Command(N_("Calendars: read and given out"), "calendars", "", False),
    Command(N_("Rules: who gets through"), "rules", "", False),
    Command(N_("Write a rule"), "new_rule", "", False),
    Command(N_("Working hours, breaks, mail, telephone hours"), "rules_times", "", False),
    Command(N_("Colleagues and named numbers"), "rules_people", "", False),
    Command(N_("Connect a telephone system, try it out"), "telephone", "", False),
    Command(N_("Start afresh after holiday or illness"), "fresh", "", False),
    Command(N_("The customer base in three pictures"), "pictures", "", False),
    Command(N_("The base as a whole: dependence, rhythms, years"), "portfolio", "", False),
    Command(N_("Past calls under your rules"), "replay", "", False),
    Command(N_("Possible duplicates"), "duplicates", "", False),
    Command(N_("Door: closed, focus, break; what was left there"), "door", "", False),
    Command(N_("Close the door for half an hour, or open it"), "", "d", False),
    Command(N_("Pull the plug"), "unplug", "", False),
    Command(N_("Call-backs"), "callbacks", "", False),
    Command(N_("Promise a call-back"), "callback_new", "", False),
    Command(N_("The rules, told politely"), "told", "", False),
    Command(N_("Limits"), "limits", "", False),
    Command(N_("Enquiries: who asks for us, and how it fits"), "enquiries", "", False),
    Command(N_("Profile: whom we are for, and our own page"), "profile", "", False),
    Command(N_("Where customers came from"), "where_from", "", False),
    Command(N_("To-leave list"), "leave", "", False),
    Command(N_("Balance of the week"), "balance", "", False),
    Command(N_("Holidays and days off"), "days_off", "", False),
    Command(N_("Files"), "files", "", False),
    Command(N_("Payments"), "payments", "", False),
    Command(N_("People"), "people", "", False),
    Command(N_("What was done"), "done", "", False),
    Command(N_("A new password"), "account_change_password", "", True),
    Command(N_("Keys"), "", "?", True),
)


class Offer(NamedTuple):
    """A command as the palette shows it."""

    name: str
    address: str
    key: str


def offers(text: str, *, owner: bool) -> list[Offer]:
    """Commands whose words begin so, in the language of the page; without any letters all."""
    asked = words(text)
    found = []
    for command in COMMANDS:
        name = gettext(command.name)
        if (owner or command.staff) and _fits(asked, words(name)):
            address = reverse(command.page) if command.page else ""
            found.append(Offer(name, address, command.key))
    return found[: SHOWN if asked else None]


def _fits(asked: list[str], there: list[str]) -> bool:
    return all(any(word.startswith(one) for word in there) for one in asked)
