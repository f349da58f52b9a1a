"""The last node of the graph: copies the marts to where readers look, once all tests passed."""


def model(dbt, session):
    """Publish every mart listed here, and return one row per published table."""
    import os

    import pyarrow as pa

    from plr import input_files, publish
    from plr.publish import chain, fingerprints

    dbt.config(materialized="incremental", unique_key=["publication_id", "table_name"])
    marts = {
        "architecture_drift": dbt.ref("architecture_drift"),
        "borrowed_nrr": dbt.ref("borrowed_nrr"),
        "bridge_account_identities": dbt.ref("bridge_account_identities"),
        "conversion_black_holes": dbt.ref("conversion_black_holes"),
        "dim_accounts": dbt.ref("dim_accounts"),
        "expansion_orphans": dbt.ref("expansion_orphans"),
        "fct_account_margin_months": dbt.ref("fct_account_margin_months"),
        "fct_account_mrr_months": dbt.ref("fct_account_mrr_months"),
        "fct_action_queue": dbt.ref("fct_action_queue"),
        "fct_attribution_credits": dbt.ref("fct_attribution_credits"),
        "fct_failure_mode_accounts": dbt.ref("fct_failure_mode_accounts"),
        "fct_funnel_workspaces": dbt.ref("fct_funnel_workspaces"),
        "fct_handoffs": dbt.ref("fct_handoffs"),
        "fct_human_touches": dbt.ref("fct_human_touches"),
        "fct_mrr_movements": dbt.ref("fct_mrr_movements"),
        "fct_product_signals": dbt.ref("fct_product_signals"),
        "fct_revenue_event_initiation": dbt.ref("fct_revenue_event_initiation"),
        "fct_revenue_events": dbt.ref("fct_revenue_events"),
        "fct_signal_motions": dbt.ref("fct_signal_motions"),
        "hollow_usage": dbt.ref("hollow_usage"),
        "product_passive_growth": dbt.ref("product_passive_growth"),
        "quarantined_rows": dbt.ref("quarantined_rows"),
        "rpt_board": dbt.ref("rpt_board"),
        "rpt_claimed_vs_observed": dbt.ref("rpt_claimed_vs_observed"),
        "rpt_closed_figures": dbt.ref("rpt_closed_figures"),
        "rpt_cost_reconciliation": dbt.ref("rpt_cost_reconciliation"),
        "rpt_cs_share_sensitivity": dbt.ref("rpt_cs_share_sensitivity"),
        "rpt_durable_nrr": dbt.ref("rpt_durable_nrr"),
        "rpt_evidence_exclusions": dbt.ref("rpt_evidence_exclusions"),
        "rpt_failure_mode_dollars": dbt.ref("rpt_failure_mode_dollars"),
        "rpt_failure_mode_lists": dbt.ref("rpt_failure_mode_lists"),
        "rpt_failure_mode_progress": dbt.ref("rpt_failure_mode_progress"),
        "rpt_funnel_cohorts": dbt.ref("rpt_funnel_cohorts"),
        "rpt_identity_coverage": dbt.ref("rpt_identity_coverage"),
        "rpt_incrementality": dbt.ref("rpt_incrementality"),
        "rpt_initiation_counts": dbt.ref("rpt_initiation_counts"),
        "rpt_initiation_matrix": dbt.ref("rpt_initiation_matrix"),
        "rpt_initiation_reliability": dbt.ref("rpt_initiation_reliability"),
        "rpt_input_counts": dbt.ref("rpt_input_counts"),
        "rpt_input_quality": dbt.ref("rpt_input_quality"),
        "rpt_interventions": dbt.ref("rpt_interventions"),
        "rpt_logging_health": dbt.ref("rpt_logging_health"),
        "rpt_logging_sensitivity": dbt.ref("rpt_logging_sensitivity"),
        "rpt_measurability": dbt.ref("rpt_measurability"),
        "rpt_metrics": dbt.ref("rpt_metrics"),
        "rpt_motion_rules": dbt.ref("rpt_motion_rules"),
        "rpt_nrr_bridge": dbt.ref("rpt_nrr_bridge"),
        "rpt_nrr_dialect_differences": dbt.ref("rpt_nrr_dialect_differences"),
        "rpt_nrr_dialects": dbt.ref("rpt_nrr_dialects"),
        "rpt_parameter_sensitivity": dbt.ref("rpt_parameter_sensitivity"),
        "rpt_parameters": dbt.ref("rpt_parameters"),
        "rpt_passive_growth_explained": dbt.ref("rpt_passive_growth_explained"),
        "rpt_pattern_read": dbt.ref("rpt_pattern_read"),
        "rpt_people_load": dbt.ref("rpt_people_load"),
        "rpt_plg_breakdowns": dbt.ref("rpt_plg_breakdowns"),
        "rpt_plg_fit": dbt.ref("rpt_plg_fit"),
        "rpt_product_share": dbt.ref("rpt_product_share"),
        "rpt_product_share_sensitivity": dbt.ref("rpt_product_share_sensitivity"),
        "rpt_quarantine": dbt.ref("rpt_quarantine"),
        "rpt_quick_test": dbt.ref("rpt_quick_test"),
        "rpt_retention": dbt.ref("rpt_retention"),
        "rpt_retention_cohorts": dbt.ref("rpt_retention_cohorts"),
        "rpt_score_quality": dbt.ref("rpt_score_quality"),
        "rpt_value_cohorts": dbt.ref("rpt_value_cohorts"),
        "rpt_viral": dbt.ref("rpt_viral"),
        "score_conversion": dbt.ref("score_conversion"),
        "score_expansion": dbt.ref("score_expansion"),
        "score_lifetime_value": dbt.ref("score_lifetime_value"),
        "score_pql": dbt.ref("score_pql"),
        "score_renewal_loss": dbt.ref("score_renewal_loss"),
        "score_usage_forecast": dbt.ref("score_usage_forecast"),
    }
    # Read by no mart, but tested: what is tested must have passed before anything is published.
    dbt.ref("int_product__events_read")
    dbt.ref("int_revenue__change_exclusions")
    dbt.ref("int_revenue__usage_exclusions")
    columns = "place, name, size, modified, invocation_id"
    files = dbt.ref("input_files").project(columns).fetchall()
    ((as_of_on,),) = dbt.ref("as_of").project("as_of_on").fetchall()
    schema = pa.schema(
        [
            ("publication_id", pa.string()),
            ("table_name", pa.string()),
            ("as_of_on", pa.date32()),
            ("row_count", pa.int64()),
            ("content_hash", pa.string()),
        ]
    )
    flags = publish.run_flags()
    if publish.why_not_whole(flags):
        return pa.Table.from_pylist([], schema=schema)
    connection = session.cursor()
    noted = connection.execute(
        "select invocation_id, command, is_over from staging.runs_noted order by run_number"
    ).fetchall()
    first = files[0][4] if files else ""
    broken = chain.why_broken(noted, chain.current(), first, chain.last_on_record(flags))
    if broken:  # given up for good: only a build notes its inputs again
        connection.execute("delete from staging.input_files").fetchall()
    publish.refuse(broken)
    found = [input_files.InputFile(*file[:4]) for file in files if file[1]]
    publish.refuse(input_files.why_mixed(input_files.changes(found, input_files.standing())))
    target = publish.place(dbt.config.meta_get("warehouse"), os.environ.get("PLR_PUBLICATION"))
    made_of = fingerprints.read(connection)
    published = publish.publish(connection, list(marts), target, as_of_on, made_of, publish.kept())
    return pa.Table.from_pylist([vars(table) for table in published], schema=schema)
