"""How a table in a text file becomes rows: bytes, lines, dialect, header words, columns, values."""
