"""How much more hollow accounts lost at their renewals than proven ones that were used as much."""


def model(dbt, session):
    """Return one row over all renewals of the past."""
    import pandas as pd

    from plr.scoring import renewal_loss

    dbt.config(materialized="table")
    renewals = renewal_loss.read_renewals(dbt.ref("int_features__renewal_losses").df())
    settings = renewal_loss.read_settings(dbt.ref("int_failure_modes__hu_settings").df())
    row = renewal_loss.lift_row(renewals, settings)
    columns = renewal_loss.LIFT_COLUMNS
    return pd.DataFrame([row], columns=list(columns)).astype(columns)
