"""Median days from a signal to the first motion, with those still waiting censored."""


def model(dbt, session):
    """Return one row per quarter and peer group."""
    import pandas as pd

    from plr.scoring import survival

    dbt.config(materialized="table")
    waits = dbt.ref("int_features__eo_waits").df()
    return pd.DataFrame(
        survival.medians(waits, ["quarter", "peer_group"], "days_waited"),
        columns=["quarter", "peer_group", "cases", "happened", "median_days"],
    ).astype({"cases": "int64", "happened": "int64", "median_days": "float64"})
