"""Mutants: one-line changes of the rules, each of which must be noticed by a test named for it."""
