"""Whether a request comes from whom it says: name and password (RFC 7617), and signatures."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping


def same(given: str, wanted: str) -> bool:
    """Compared in the same time however many characters agree."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))


def named_rightly(headers: Mapping[str, str], user: str, password: str) -> bool:
    """The request names user and password; where none is agreed, everybody does.

    `headers` have their names in lower case.
    """
    if not user and not password:
        return True
    wanted = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "basic" and same(given.strip(), wanted)
