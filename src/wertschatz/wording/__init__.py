"""Sentences in German and English for every reason, problem and figure."""
