"""What each paying account is still worth on every scored day, by the churn known then."""


def model(dbt, session):
    """Return one row per account and scored day."""
    from plr.scoring import tables

    dbt.config(materialized="table")
    return tables.lifetimes(
        dbt.ref("int_features__lifetime_value"),
        dbt.ref("int_features__account_margins"),
        dbt.ref("score_features"),
        dbt.ref("int_features__settings"),
        dbt.ref("lifetime_value_models"),
    )
