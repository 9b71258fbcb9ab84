"""The process that answers telephones: plain asyncio, no Django, no main database."""
