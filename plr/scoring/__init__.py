"""Pure functions behind the Python models: what is learnt, with its uncertainty."""
