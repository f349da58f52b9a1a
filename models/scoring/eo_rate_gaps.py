"""How much more often a ready account expands when it is raised, per month and peer group."""


def model(dbt, session):
    """Return one row per month and peer group, from cases of the past that have matured."""
    import pandas as pd

    from plr.scoring import expansion_gaps

    dbt.config(materialized="table")
    frame = dbt.ref("int_features__eo_rates").df()
    cells = {
        (row.as_of_month, row.peer_group): expansion_gaps.Cell(
            row.trials, row.wins, row.untreated, row.untreated_expanded
        )
        for row in frame.itertuples()
    }
    rows = []
    for row in frame.head(1).itertuples():
        given = expansion_gaps.Assumptions(
            float(row.win_prior),
            float(row.prior_strength),
            int(row.min_cell_n),
            float(row.interval_level),
        )
        rows = expansion_gaps.table(cells, given)
    return pd.DataFrame(rows, columns=list(expansion_gaps.COLUMNS)).astype(expansion_gaps.COLUMNS)
