"""Chapter 3: set rules and keep them: who gets through, when, and why."""
