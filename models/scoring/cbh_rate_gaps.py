"""What a commercial step after value is worth in paid shares, per month and peer group."""


def model(dbt, session):
    """Return one row per month and peer group, from matured cases of the past alone."""
    from plr.scoring import value_gaps

    dbt.config(materialized="table")
    cells = value_gaps.read_cells(dbt.ref("int_features__cbh_rates").df())
    trials = value_gaps.read_experiments(dbt.ref("int_features__cbh_experiments").df())
    return value_gaps.arrow(value_gaps.table(cells, trials))
