"""What arrived in the config domain, held against the contract; one row per expectation."""


def model(dbt, session):
    """Return the report of the domain's guard."""
    from plr.guards import run

    dbt.config(materialized="table")
    dbt.ref("as_of")
    dbt.ref("guard_profiles")
    return run.model(dbt, session, "config")
