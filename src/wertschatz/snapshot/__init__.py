"""What the telephone gate reads and writes: two small files that are swapped, and its journal.

No Django and no main database: the telephone must be answered while both are away.
"""
