"""What each lever of growth adds, against units left without it, and in words where it refuses."""


def model(dbt, session):
    """Return one row per lever and method."""
    import pandas as pd

    from plr.scoring import levers

    dbt.config(materialized="table")
    names = (
        "incrementality_level, incrementality_power, incrementality_min_effect, "
        "incrementality_min_arm, causal_haircut"
    )
    ((level, power, min_effect, min_arm, haircut),) = (
        dbt.ref("int_growth__settings").project(names).fetchall()
    )
    rows = (
        dbt.ref("int_growth__experiment_units")
        .project(
            "lever, experiment_key, is_randomised, is_treated, stratum, has_outcome, "
            "had_outcome_before, baseline_share"
        )
        .order("all")
        .fetchall()
    )
    units = [levers.Unit(*row) for row in rows]
    found = levers.read(units, levers.Settings(level, power, min_effect, min_arm, haircut))
    number = {
        "treated_share": [r.treated_share for r in found],
        "control_share": [r.control_share for r in found],
        "effect": [r.effect and r.effect.mean for r in found],
        "low": [r.effect and r.effect.low for r in found],
        "high": [r.effect and r.effect.high for r in found],
        "incremental_share": [r.incremental and r.incremental.mean for r in found],
        "incremental_low": [r.incremental and r.incremental.low for r in found],
        "incremental_high": [r.incremental and r.incremental.high for r in found],
        "power_before": [r.power for r in found],
        "detectable_effect": [r.detectable for r in found],
    }
    return pd.DataFrame(
        {
            "lever": pd.Series([r.lever for r in found], dtype="str"),
            "method": pd.Series([r.method for r in found], dtype="str"),
            "experiments": pd.Series([r.experiments for r in found], dtype="str"),
            "treated_units": pd.Series([r.treated for r in found], dtype="int64"),
            "control_units": pd.Series([r.control for r in found], dtype="int64"),
            **{name: pd.Series(values, dtype="float64") for name, values in number.items()},
            "is_powered": pd.Series([r.is_powered for r in found], dtype="bool"),
            "verdict": pd.Series([r.verdict for r in found], dtype="str"),
        }
    )
