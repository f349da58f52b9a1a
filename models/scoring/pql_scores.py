"""The PQL score of every lead on every scored day, by the model that served then."""


def model(dbt, session):
    """Return one row per workspace and scored day."""
    from plr.scoring import tables

    dbt.config(materialized="table")
    return tables.scores(
        session,
        tables.PQL,
        dbt.ref("int_features__pql"),
        dbt.ref("score_features"),
        dbt.ref("pql_models"),
    )
