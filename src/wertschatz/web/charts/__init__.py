"""The pictures of the customer base: figures in, SVG text out; no decision is made in here."""
