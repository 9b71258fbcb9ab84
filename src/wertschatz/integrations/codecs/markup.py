"""XML documents as telephone services want them as an answer."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from wertschatz.integrations.codecs.lines import spoken

Element = ET.Element


def element(name: str, attributes: Mapping[str, str] | None = None, text: str = "") -> Element:
    """An element with its attributes; those without a value are left out."""
    found = ET.Element(name, {key: value for key, value in (attributes or {}).items() if value})
    if text:
        found.text = spoken(text)
    return found


def inside(parent: Element, *children: Element) -> Element:
    """The parent, with these below it in their order."""
    parent.extend(children)
    return parent


def document(root: Element) -> bytes:
    """The whole document with its declaration, UTF-8."""
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written
