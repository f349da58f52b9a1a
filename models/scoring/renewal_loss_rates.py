"""What share of renewing ARR is lost, per month, peer group, usage and class of Hollow Usage."""


def model(dbt, session):
    """Return one row per month and cell, from renewals that had matured by then alone."""
    import pandas as pd

    from plr.scoring import renewal_loss

    dbt.config(materialized="table")
    renewals = renewal_loss.read_renewals(dbt.ref("int_features__renewal_losses").df())
    settings = renewal_loss.read_settings(dbt.ref("int_failure_modes__hu_settings").df())
    months = dbt.ref("int_failure_modes__months").df()[["as_of_month", "as_of_on"]]
    rows = renewal_loss.table(renewals, months.itertuples(index=False, name=None), settings)
    return pd.DataFrame(rows, columns=list(renewal_loss.COLUMNS)).astype(renewal_loss.COLUMNS)
