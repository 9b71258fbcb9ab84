"""The rules as sentences: in their order, examined, changed, and asked what if."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.examine import Finding
from wertschatz.domain.rules.rule import Rule, Verdict, When
from wertschatz.ports.seen import ChangedMeanwhile
from wertschatz.storage.queries.actions import newest_change
from wertschatz.storage.queries.callers import caller_names
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.say_the_rules import VERSION, Wish
from wertschatz.web.ask_the_rules import ask
from wertschatz.web.both import Versions, both, read_seen, seen_text
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.web.rule_form import form_of, typed_wish
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.examined import FindingText, finding_text, findings_text
from wertschatz.wording.rules import rule_sentence

CODES = (
    "rule_added", "rule_changed", "rule_moved", "rule_switched_on", "rule_switched_off",
    "rule_deleted", "rules_ready_made", "telephone_hours_said",
)  # fmt: skip
PRESSES = {
    "up": N_("move it up"), "down": N_("move it down"), "on": N_("switch it on"),
    "off": N_("switch it off"), "delete": N_("delete it"),
}  # fmt: skip
RULE = N_("Rule {place}")
THE_READY_MADE, YOUR_RULES = N_("the ready-made rules"), N_("Your rules")
CHANGED_RULES, GONE = N_("rules of your own, changed since"), N_("deleted")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of the list."""

    rule: Rule
    place: int
    sentence: str
    first: bool
    last: bool
    found: bool
    """The examination has something to say of it."""


def listing(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    """All rules, what was found in them, and what they would say."""
    language, setup = language_for(request), house().setup()
    names = _names(setup.rules)
    findings = house().examined()
    about = {one.rules[0] for one in findings if one.rules}
    lines = [
        RuleLine(
            rule, place, rule_sentence(rule, language, names), place == 1,
            place == len(setup.rules), rule.id in about,
        )
        for place, rule in enumerate(setup.rules, 1)
    ]  # fmt: skip
    context = {
        "lines": lines, "on": sum(line.rule.on for line in lines), "problem": problem,
        "findings": _told(findings, setup.rules, language),
        "found": findings_text(findings, language), "asked": ask(request, setup, language),
        "seen": seen_text({VERSION: house().rules_version()}),
        "last": newest_change(CODES, None), "page": "list",
    }  # fmt: skip
    return render(request, "rules/list.html", context, status=422 if problem else 200)


def new(request: HttpRequest) -> HttpResponse:
    """A rule of one's own."""
    wish = Wish(When(), Verdict.NOT_NOW)
    return _edit(request, None, wish)


def edit(request: HttpRequest, rule: int) -> HttpResponse:
    """One rule, with its parts to choose."""
    there = next((one for one in house().setup().rules if one.id == rule), None)
    if there is None:
        raise Http404("rule")
    return _edit(request, there, Wish(there.when, there.verdict, there.until))


def _edit(request: HttpRequest, there: Rule | None, wish: Wish) -> HttpResponse:
    language, setup = language_for(request), house().setup()
    problem, looked = None, False
    if request.method == "POST":
        try:
            wish = typed_wish(request.POST, setup.area_code)
            looked = "look" in request.POST
            if not looked:
                return _kept(request, there, wish)
        except Refused as refused:
            problem = refused
        except ChangedMeanwhile as changed:
            return _both(request, changed, there, rule_sentence(_as_rule(there, wish), language))
    rule = _as_rule(there, wish)
    rules = _with(setup.rules, there, rule)
    findings = [one for one in house().examined(rules) if rule.id in one.rules]
    names = _names([rule])
    seen = read_seen(request) or {VERSION: house().rules_version()}
    context = {
        "there": there, "place": [one.id for one in rules].index(rule.id) + 1,
        "sentence": rule_sentence(rule, language, names) if there or looked else "",
        "form": form_of(wish, language, names), "problem": problem, "looked": looked,
        "findings": _told(findings, rules, language) if there or looked else [],
        "typed": request.POST if problem else {}, "seen": seen_text(seen),
    }  # fmt: skip
    return render(request, "rules/rule.html", context, status=422 if problem else 200)


def _kept(request: HttpRequest, there: Rule | None, wish: Wish) -> HttpResponse:
    if there is None:
        rule = house().add_rule(wish, actor(request))
    else:
        rule = there.id
        house().change_rule(rule, wish, actor(request), _version(request))
    return redirect(f"{reverse('rules')}#rule-{rule}")


def _as_rule(there: Rule | None, wish: Wish) -> Rule:
    if there is not None:
        return replace(there, when=wish.when, verdict=wish.verdict, until=wish.until)
    return Rule(max((one.id for one in house().setup().rules), default=0) + 1, *wish)


def _with(rules: tuple[Rule, ...], there: Rule | None, rule: Rule) -> list[Rule]:
    """All rules with this one in its place; a new one where it will stand."""
    if there is not None:
        return [rule if one.id == there.id else one for one in rules]
    place = house().place_of_new_rule()
    return [*rules[:place], rule, *rules[place:]]


@require_POST
def press(request: HttpRequest, rule: int) -> HttpResponse:
    """Up, down, on, off or deleted."""
    act, by, seen = request.POST.get("act", ""), actor(request), _version(request)
    acts: dict[str, Callable[[], object]] = {
        "up": lambda: house().move_rule(rule, -1, by, seen),
        "down": lambda: house().move_rule(rule, 1, by, seen),
        "on": lambda: house().switch_rule(rule, True, by, seen),
        "off": lambda: house().switch_rule(rule, False, by, seen),
        "delete": lambda: house().delete_rule(rule, by, seen),
    }
    try:
        acts.get(act, lambda: None)()
    except Refused as refused:
        return listing(request, refused)
    except ChangedMeanwhile as changed:
        there = next((one for one in house().setup().rules if one.id == rule), None)
        return _both(request, changed, there, translate(PRESSES[act], language_for(request)))
    anchor = "" if act == "delete" else f"#rule-{rule}"
    return redirect(f"{reverse('rules')}{anchor}")


@require_POST
def ready_made(request: HttpRequest) -> HttpResponse:
    """Back to the house's own rules."""
    try:
        house().ready_made_rules(actor(request), _version(request))
    except Refused as refused:
        return listing(request, refused)
    except ChangedMeanwhile as changed:
        language = language_for(request)
        words = (translate(one, language) for one in (YOUR_RULES, CHANGED_RULES, THE_READY_MADE))
        return both(request, changed, [Versions(*words)], codes=CODES, back=reverse("rules"))
    return redirect("rules")


def _both(
    request: HttpRequest, changed: ChangedMeanwhile, there: Rule | None, mine: str
) -> HttpResponse:
    language, rules = language_for(request), house().setup().rules
    now = next((rule for rule in rules if there is not None and rule.id == there.id), None)
    theirs = translate(GONE, language)
    label = translate(YOUR_RULES, language)
    if now is not None:
        theirs = rule_sentence(now, language, _names([now]))
        label = translate(RULE, language).format(place=rules.index(now) + 1)
    versions = [Versions(label, theirs, mine)]
    return both(request, changed, versions, codes=CODES, back=reverse("rules"))


def _version(request: HttpRequest) -> int | None:
    version = (read_seen(request) or {}).get(VERSION)
    return version if isinstance(version, int) else None


def _told(findings: Iterable[Finding], rules: Iterable[Rule], language: str) -> list[FindingText]:
    every = list(rules)
    names = _names(every)
    return [finding_text(one, every, language, names) for one in findings]


def _names(rules: Iterable[Rule]) -> dict[str, str]:
    return caller_names({key for rule in rules for key in rule.when.callers or ()})
