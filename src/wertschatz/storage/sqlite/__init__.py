"""The database engine: SQLite with a core of our own, because the system's may lose data."""
