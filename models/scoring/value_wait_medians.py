"""Median days from value to the first commercial event, with those still waiting censored."""


def model(dbt, session):
    """Return one row per kind of period, period and peer group."""
    import pandas as pd

    from plr.scoring import survival

    dbt.config(materialized="table")
    waits = dbt.ref("int_features__value_waits").df()
    return pd.DataFrame(
        survival.medians(waits, ["period_kind", "period", "peer_group"], "days_waited"),
        columns=["period_kind", "period", "peer_group", "cases", "happened", "median_days"],
    ).astype({"cases": "int64", "happened": "int64", "median_days": "float64"})
