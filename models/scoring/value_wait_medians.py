"""Median days from value to the first commercial event, with those still waiting censored."""


def model(dbt, session):
    """Return one row per kind of period, period and peer group."""
    from plr.scoring import survival

    dbt.config(materialized="table")
    return survival.arrow(dbt.ref("int_features__value_waits").df())
