"""The checks of the house: what no single test sees, read from the code, manifest and catalogue.

``python -m plr.checks`` runs them all (see ``__main__``). Each module is a pure function from what
dbt wrote (manifest, catalogue, compiled SQL) to findings; an empty list is a pass.
"""
