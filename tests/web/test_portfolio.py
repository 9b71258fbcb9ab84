"""The portfolio: every section has its answer, with an empty base, one customer, and several."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.storage.rows import AT, row, take_in
from tests.web.test_access import client_of
from wertschatz.bootstrap import clock
from wertschatz.bootstrap.house import house
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.storage.duplicates import Mergers
from wertschatz.storage.models import (
    Action,
    AssessmentRun,
    Contact,
    Customer,
    Import,
    Job,
    YearLetter,
)
from wertschatz.usecases.keep_year_letters import Step

pytestmark = pytest.mark.django_db
PAGE = "/portfolio/"


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def owner() -> Client:
    client = client_of("owner")
    client.cookies["wertschatz_language"] = "en"
    return client


def text(client: Client, address: str = PAGE, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode().replace("\xa0", " "))


def heading(page: str) -> str:
    return page.split("<h1>")[1].split("</h1>")[0].strip()


def customer(name: str) -> Customer:
    return Customer.objects.get(party__name=name)


def renew() -> None:
    house().assess()
    while house().renew_year_letters() is Step.MORE:
        pass
    house().renew_overview()


def every_month(name: str, months: int, cents: int, first: int = 1) -> list[object]:
    """One invoice a month from January 2025 on."""
    return [
        row(name, f"{name}{at}", f"{2025 + at // 12}-{at % 12 + 1:02}-05", cents, due=None)
        for at in range(first - 1, months)
    ]


def base() -> None:
    take_in(
        [
            *every_month("Treu GmbH", 23, 50_000),
            *every_month("Still KG", 15, 30_000),
            *every_month("Drei AG", 23, 40_000),
            row("Einmal", "e1", "2026-02-01", 20_000),
            row("Vier", "v1", "2026-10-01", 300_000),
        ]  # type: ignore[list-item]
    )


def work(name: str, about: str, minutes: int, *, billable: bool | None = None) -> None:
    Contact.objects.create(
        customer=customer(name), source=Import.objects.get(state="live"), kind="work",
        about=about, on=dt.date(2026, 5, 4), minutes=minutes, length=minutes, billable=billable,
    )  # fmt: skip


def test_an_empty_base_says_what_to_do(owner: Client) -> None:
    assert "An invoice list is enough" in text(owner)
    assert "An invoice list is enough" in text(owner, reverse("what_if"))
    house().assess()
    house().renew_overview()
    page = text(owner)
    assert heading(page) == "There was no revenue in the last twelve months."
    assert "Nobody can be held against a rhythm of their own yet." in page
    assert owner.get(reverse("portfolio_jobs")).status_code == 302


def test_one_customer_is_told_of_the_law_without_advice(owner: Client) -> None:
    take_in([row("Allein GmbH", "1", "2026-03-01", 10_000)])
    renew()
    page = text(owner)
    assert heading(page) == "All of your revenue comes from one customer."
    assert "SGB VI § 2 no. 9" in page
    assert "no legal advice" in page


def test_who_went_quiet_stands_there_with_its_sentence(owner: Client) -> None:
    base()
    renew()
    page = text(owner)
    quiet = page.split('id="quiet"')[1].split("</section>")[0]
    assert "One of 3 customers is quieter than it usually is." in quiet
    assert "Still KG" in quiet
    assert "Treu GmbH" not in quiet
    assert "Usually every 4 weeks, nothing for 37 weeks" in quiet
    assert "Of 2 more there is too little" in quiet


def test_a_contact_breaks_the_silence_and_a_merged_customer_counts_whole(owner: Client) -> None:
    base()
    take_in([row("Still Kommanditgesellschaft", "x1", "2026-11-01", 500)])
    renew()
    assert "Still KG" in text(owner).split('id="quiet"')[1].split("</section>")[0]
    Mergers().merge(
        customer("Still Kommanditgesellschaft").uuid, customer("Still KG").uuid, by=None, at=AT
    )
    renew()
    assert "Nobody is quieter than usual." in text(owner)


def test_jobs_of_all_and_of_one(owner: Client) -> None:
    base()
    work("Treu GmbH", "Umbau · Abstimmung", 600, billable=False)
    work("Treu GmbH", "Webseite", 300)
    work("Drei AG", "Webseite", 400)
    work("Drei AG", "", 5_000)
    renew()
    page = text(owner)
    assert "The largest is “Umbau · Abstimmung” for Treu GmbH: 10 h" in page
    jobs = page.split('id="jobs"')[1].split("</section>")[0]
    assert [jobs.index(name) for name in ("Umbau", "Drei AG")] == sorted(
        jobs.index(name) for name in ("Umbau", "Drei AG")
    )
    page = text(owner, f"{reverse('portfolio_jobs')}?customer={customer('Treu GmbH').uuid}")
    assert "2 jobs of Treu GmbH took 15 h" in heading(page)
    assert "Not billable" in page
    assert "Drei AG" not in page


def test_past_years_are_looked_at_as_on_their_last_day(owner: Client) -> None:
    base()
    renew()
    assert set(YearLetter.objects.values_list("year", flat=True)) == {2025}
    then = YearLetter.objects.get(customer=customer("Treu GmbH"))
    assert then.revenue_cents == 12 * 50_000
    assert not YearLetter.objects.filter(customer=customer("Vier")).exists()
    assert "At the end of 2025 the groups looked like this." in text(owner)
    assert house().renew_year_letters() is Step.NOTHING_NEW
    house().set_limits({"late_days": 30}, None)
    assert house().renew_year_letters() is Step.DONE
    Import.objects.update(state="withdrawn")
    assert house().renew_year_letters() is Step.DONE
    assert not YearLetter.objects.exists()


def test_only_the_newest_run_keeps_its_overview() -> None:
    base()
    renew()
    renew()
    kept = ["overview" in run.totals for run in AssessmentRun.objects.order_by("id")]
    assert kept == [False, True]


def test_whether_a_and_b_stayed_is_counted_honestly(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    base()
    renew()
    assert "From the first letter you confirm" in text(owner)
    house().say_word(customer("Treu GmbH").uuid, group="A", reason="", actor=None)
    renew()
    assert "too early to say" in text(owner)
    monkeypatch.setattr(clock, "now", lambda: AT + dt.timedelta(days=100))
    renew()
    assert "1 of 1 A or B customer still buys; that is too few" in text(owner)


def test_without_a_customer(owner: Client) -> None:
    base()
    work("Treu GmbH", "Umbau", 600)
    renew()
    gone = customer("Treu GmbH").uuid
    page = text(owner, f"{reverse('what_if')}?without={gone}")
    assert "Without this customer €5,500.00 would be missing, and 10 h would be free." in page
    assert f'value="{gone}" checked' in page
    assert "No customer carries you" in page or "Your largest customer brings" in page
    everybody = "&".join(f"without={one.uuid}" for one in Customer.objects.all())
    page = text(owner, f"{reverse('what_if')}?{everybody}")
    rest = page.split("The others")[1].split("</tr>")[0]
    assert "€0.00" in rest
    assert not Action.objects.filter(code="what_if").exists()


def test_other_prices_and_what_was_typed_wrong(owner: Client) -> None:
    base()
    renew()
    one = customer("Treu GmbH").uuid
    page = text(owner, f"{reverse('what_if')}?of={one}&more=25&lost=10")
    assert "Even if one in 6 orders stayed away, more would remain than today" in heading(page)
    assert "25 % more, 10 % of the orders lost" in page
    page = text(owner, f"{reverse('what_if')}?more=viel", 422)
    assert "“viel” is no whole number of per cent" in page
    assert 'value="viel"' in page
    for address in ("?without=x", "?of=x&more=5", "?q=treu", "?more=500"):
        assert owner.get(reverse("what_if") + address).status_code in (200, 422)


def test_the_way_leads_from_list_pictures_and_customer(owner: Client) -> None:
    base()
    renew()
    assert PAGE in text(owner, reverse("customers"))
    assert PAGE in text(owner, reverse("pictures"))
    page = text(owner, reverse("customer", args=[customer("Treu GmbH").uuid]))
    assert reverse("portfolio_jobs") in page
    assert reverse("what_if") in page


def test_a_year_a_job_and_then_the_overview() -> None:
    take_in([row(number=str(year), on=f"{year}-03-01") for year in range(2019, 2027)])
    house().assess()
    house().ask_for_overview()
    run_due(handlers(house()), clock.now)
    done = Job.objects.filter(state="done").values_list("kind", flat=True)
    assert list(done).count("year_letters") == 5
    run = AssessmentRun.objects.order_by("-id")[0]
    assert [one["year"] for one in run.totals["overview"]["years"]] == [*range(2021, 2026)]
