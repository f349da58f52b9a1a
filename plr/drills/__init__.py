"""Drills: what the project promises about a bad day, tried on purpose and counted."""
