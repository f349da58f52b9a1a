"""The planted truth: what the scripts decided, written apart from the exports.

companies      one row per simulated company, with the top of its group
identity       one row per source record and the company it truly belongs to; ``basis`` says by what
               it can be recognised (explicit id, domain, single = nobody else's, none = by nothing)
movements      one row per group, line, day, movement type and driver; reporting currency per month
               at the plan rate (the last rate before the fiscal year of the end date)
closing_mrr    closing MRR per group and month with a balance
initiation     one row per revenue event: who started it, by which class and trigger, and whether
               the human or customer evidence that decides it was not logged (Scale.logging)
modes          one row per planted account, mode, line and month end, with the state it is in
patterns       one row per failure mode: whether it holds for the company as a whole; no rows
               for the mixture of the demo company, of which no script decided it
roles          one row per account and scripted role, with the parameters of the script
dirt           one row per row that was spoiled after the truth was fixed: table, key, kind
"""

from __future__ import annotations

TRUTH: dict[str, str] = {
    "companies": "company_id:s root_company_id:s name:s kind:s domain:s",
    "identity": (
        "source_system:s source_id:s company_id:s root_company_id:s basis:s is_recoverable:b "
        "is_conflict:b"
    ),
    "movements": (
        "company_id:s product_line:s moved_on:d movement_type:s driver:s arr_basis:s mrr_delta:n"
    ),
    "closing_mrr": "company_id:s month:d closing_mrr:n",
    "initiation": (
        "order_id:s company_id:s product_line:s event_type:s stage:s ordered_at:t effective_on:d "
        "event_arr:n initiation:s initiated_by:s trigger_kind:s trigger_id:s triggered_at:t "
        "case_name:s is_near_threshold:b is_ambiguous:b is_deciding_evidence_lost:b"
    ),
    "modes": (
        "failure_mode:s company_id:s product_line:s workspace_id:s as_of_month:d state:s "
        "onset_on:d case_name:s is_near_threshold:b is_ambiguous:b"
    ),
    "patterns": "failure_mode:s is_present:b",
    "roles": "company_id:s role:s value:s",
    "dirt": "input_table:s row_key:s kind:s note:s is_quarantined:b",
}
