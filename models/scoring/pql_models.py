"""The PQL models of each quarter end: what they are made of, and how they were judged."""


def model(dbt, session):
    """Return one row per model and measure, one of which holds the model's definition."""
    from plr.scoring import tables

    dbt.config(materialized="table")
    return tables.models(
        session,
        tables.PQL,
        dbt.ref("int_features__pql"),
        dbt.ref("score_features"),
        dbt.ref("int_features__settings"),
        dbt.ref("int_features__as_of_dates"),
    )
