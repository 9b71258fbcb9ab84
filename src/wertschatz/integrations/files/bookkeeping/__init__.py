"""How a file for the tax adviser becomes invoices, payments and customers."""
