"""Which recorded time counts: somebody was there, the page was in front, nothing counts twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wertschatz.integrations.files.logs.activity import AFK, WEB, WINDOW, Bucket, Seen
from wertschatz.integrations.files.logs.spans import Bounds, Span, bounds, inside, once
from wertschatz.integrations.files.progress import PROGRESS

_BROWSER = re.compile(
    "firefox|chrom|safari|edge|opera|vivaldi|brave|browser|librewolf|waterfox", re.IGNORECASE
)


def counted(buckets: Sequence[Bucket]) -> tuple[list[Span[Seen]], list[Span[Seen]]]:
    """Spans of windows and spans of pages, each in order and without overlaps of one computer.

    A page counts while a browser is in front; without a record of windows, all the time.
    """
    hosts = sorted({bucket.host for bucket in buckets if bucket.kind == WINDOW})
    windows = {host: _present(buckets, WINDOW, host) for host in hosts}
    pages: list[Span[Seen]] = []
    for host in sorted({bucket.host for bucket in buckets if bucket.kind == WEB}):
        spans = _present(buckets, WEB, host)
        shown = windows.get(host) or [span for host in hosts for span in windows[host]]
        if hosts:
            browsers = bounds(span for span in shown if _BROWSER.search(span.what.app))
            spans = inside(spans, browsers)
        pages += spans
    return [span for host in hosts for span in windows[host]], once(pages)


def _present(buckets: Sequence[Bucket], kind: str, host: str) -> list[Span[Seen]]:
    """Spans of one kind and computer while somebody was there."""
    spans = once(_spans(buckets, kind, host))
    PROGRESS.step(0)
    there = _there(buckets, host)
    return spans if there is None else inside(spans, there)


def _spans(buckets: Sequence[Bucket], kind: str, host: str | None) -> Iterable[Span[Seen]]:
    for bucket in buckets:
        if bucket.kind == kind and host in (None, bucket.host):
            yield from bucket.spans


def _there(buckets: Sequence[Bucket], host: str) -> Bounds | None:
    """When somebody was at this computer, else at any; None when nothing watched for that."""
    watched = {bucket.host for bucket in buckets if bucket.kind == AFK}
    if not watched:
        return None
    spans = _spans(buckets, AFK, host if host in watched else None)
    return bounds(span for span in spans if span.what.status == "not-afk")
