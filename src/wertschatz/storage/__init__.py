"""What is kept: tables, queries, the undo journal and the database engine."""
