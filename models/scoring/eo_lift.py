"""Whether ready accounts expanded more often than their peers: the back-test of readiness."""


def model(dbt, session):
    """Return one row: counts, rates, lift and its interval."""
    import pandas as pd

    from plr.scoring import expansion_gaps

    dbt.config(materialized="table")
    frame = dbt.ref("int_features__eo_verdicts").df()
    strata = sorted(
        (int(row.flagged), int(row.flagged_expanded), int(row.other), int(row.other_expanded))
        for row in frame.itertuples()
    )
    level = float(frame["interval_level"].iloc[0]) if len(frame) else 0.8
    rows = [expansion_gaps.lift_row(strata, level)]
    return pd.DataFrame(rows, columns=list(expansion_gaps.LIFT_COLUMNS)).astype(
        expansion_gaps.LIFT_COLUMNS
    )
