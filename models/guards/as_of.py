"""One row: the day that this build stands on. Reads the inputs before any guard."""


def model(dbt, session):
    """Return as_of_on, as_of_at, basis and reason."""
    from datetime import date

    import pandas as pd

    from plr import inputs

    dbt.config(materialized="table")
    dbt.ref("input_files")  # written down before anything is read
    asked = dbt.config.meta_get("asked").partition("=")[2]  # a bare date would not stay text
    found = inputs.as_of(
        session,
        None if asked in ("", "None") else date.fromisoformat(asked),
        float(dbt.config.meta_get("min_volume_share")),
        int(dbt.config.meta_get("median_days")),
    )
    return pd.DataFrame(
        {
            "as_of_on": pd.Series([found.on], dtype="object"),
            "as_of_at": pd.Series(
                [pd.Timestamp(found.on) + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)]
            ).astype("datetime64[us]"),
            "basis": [found.basis],
            "reason": [found.reason],
        }
    )
