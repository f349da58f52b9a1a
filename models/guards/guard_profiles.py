"""Counts per landing day of the input tables that are too large to be loaded."""


def model(dbt, session):
    """Return the kept profiles; only new and changed landing days are counted."""
    from plr.guards import run

    dbt.config(materialized="table")
    return run.profile_model(dbt, session)
