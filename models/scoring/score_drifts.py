"""How far the things scored have moved from those that the models learnt from."""


def model(dbt, session):
    """Return one row per score, scored day and measure of drift."""
    import pyarrow as pa

    from plr.scoring import tables

    dbt.config(materialized="table")
    seed = dbt.ref("score_features")
    found = [
        *tables.drifts(
            session, tables.PQL, dbt.ref("int_features__pql"), seed, dbt.ref("pql_models")
        ),
    ]
    return pa.Table.from_pylist(found, schema=tables.DRIFT_SCHEMA)
