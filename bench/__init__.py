"""Figures, measured against peers or floors side by side in one run."""
