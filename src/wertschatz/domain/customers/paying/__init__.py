"""Payments find their invoices, and from them follows how late customers pay."""
