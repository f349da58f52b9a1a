"""How near the expected losses of renewals were to what was lost, as of each quarter end."""


def model(dbt, session):
    """Return one row per quarter end and measure."""
    from plr.scoring import tables

    dbt.config(materialized="table")
    return tables.renewal_models(
        dbt.ref("int_features__renewal_losses"),
        dbt.ref("renewal_loss_rates"),
        dbt.ref("int_features__settings"),
        dbt.ref("int_features__as_of_dates"),
    )
