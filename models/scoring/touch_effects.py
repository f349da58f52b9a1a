"""What each kind of touch adds to the conversion of journeys, by chain and by game."""


def model(dbt, session):
    """Return one row per model and kind of touch: its effect, and what it was learnt on."""
    import pandas as pd

    from plr.attribution import effects, journeys, shapley

    dbt.config(materialized="table")
    relation = dbt.ref("int_features__journeys")
    session.register("journeys_to_learn_from", relation)
    found = effects.of_journeys(
        journeys.read(session, "journeys_to_learn_from"),
        met=shapley.read(session, "journeys_to_learn_from"),
    )
    session.unregister("journeys_to_learn_from")
    return pd.DataFrame(
        {
            "attribution_model": pd.Series([e.attribution_model for e in found], dtype="str"),
            "touch_type": pd.Series([e.touch_type for e in found], dtype="str"),
            "effect": pd.Series([e.effect for e in found], dtype="float64"),
            "reason": pd.Series([e.reason for e in found], dtype="str"),
        }
    )
