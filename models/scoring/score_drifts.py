"""How far the things scored have moved from those that the models learnt from."""


def model(dbt, session):
    """Return one row per score, scored day and measure of drift."""
    import pyarrow as pa

    from plr.scoring import tables

    dbt.config(materialized="table")
    seed = dbt.ref("score_features")
    read = [
        (tables.PQL, dbt.ref("int_features__pql"), dbt.ref("pql_models")),
        (tables.EXPANSION, dbt.ref("int_features__expansion"), dbt.ref("expansion_models")),
        (tables.CONVERSION, dbt.ref("int_features__conversion"), dbt.ref("conversion_models")),
        (
            tables.LIFETIME_VALUE,
            dbt.ref("int_features__lifetime_value"),
            dbt.ref("lifetime_value_models"),
        ),
    ]
    found = [
        row
        for score, rows, models in read
        for row in tables.drifts(session, score, rows, seed, models)
    ]
    return pa.Table.from_pylist(found, schema=tables.DRIFT_SCHEMA)
