"""The conversion score of every row on every scored day, by the model that served then."""


def model(dbt, session):
    """Return one row per thing scored and scored day."""
    from plr.scoring import tables

    dbt.config(materialized="table")
    return tables.scores(
        session,
        tables.CONVERSION,
        dbt.ref("int_features__conversion"),
        dbt.ref("score_features"),
        dbt.ref("conversion_models"),
    )
