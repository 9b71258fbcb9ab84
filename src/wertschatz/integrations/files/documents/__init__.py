"""What invoices as XML say, in either of the two languages of EN 16931, and what we make of it."""
