"""Chapter 4½: kind words in time, what was noticed, and small gifts with their limits."""
