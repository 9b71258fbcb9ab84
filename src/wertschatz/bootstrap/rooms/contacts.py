"""Contacts: logged, timed, promised; and how the other side wants to be reached."""

from __future__ import annotations

from wertschatz.bootstrap.ground import Ground


class ContactsRoom(Ground):
    """Contacts: logged, timed, promised; and how the other side wants to be reached."""
