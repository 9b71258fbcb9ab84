"""Chapter 2: analyse working time (METHOD 2.1 to 2.5)."""
