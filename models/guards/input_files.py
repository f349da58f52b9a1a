"""The input files as this build found them: before anything else is read."""


def model(dbt, session):
    """Return one row per file of a table of the contract, or one without a name."""
    import pyarrow as pa

    from plr import input_files
    from plr.publish import chain

    dbt.config(materialized="table")
    schema = pa.schema(
        [
            ("place", pa.string()),
            ("name", pa.string()),
            ("size", pa.int64()),
            ("modified", pa.int64()),
            ("invocation_id", pa.string()),
        ]
    )
    rows = [vars(file) | {"invocation_id": chain.current()} for file in input_files.standing()]
    return pa.Table.from_pylist(rows or [{"invocation_id": chain.current()}], schema=schema)
