"""How much of each limit every account is expected to use, and how many users it will have."""


def model(dbt, session):
    """Return one row per account, limit and scored day."""
    from plr.scoring import tables

    dbt.config(materialized="table")
    return tables.forecasts(
        dbt.ref("int_features__usage_forecast"), dbt.ref("usage_forecast_models")
    )
