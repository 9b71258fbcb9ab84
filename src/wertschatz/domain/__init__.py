"""The method as a book: five chapters of pure rules, values in, decisions and reasons out."""
