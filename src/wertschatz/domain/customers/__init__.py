"""Chapter 1: the customer base under the magnifying glass."""
