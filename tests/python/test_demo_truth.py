"""The planted truth: enough cases of every kind, and a ledger that a second reading agrees with."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from reference import ledger as reference

from plr import demo
from plr.demo import STANDARD_SEEDS, Scale, simulate, small, write

AT_LEAST = 60
STATES = {
    "expansion_orphans": {
        "none", "fresh", "emerging", "orphan", "worked", "excluded", "not_assessable",
    },
    "conversion_black_holes": {
        "none", "fresh", "black_hole", "black_hole_weak", "lost_in_hole", "prompted_no_convert",
        "rescued_by_human", "converted_by_product", "converted_other", "dormant", "not_assessable",
    },
    "hollow_usage": {
        "hollow_diverging", "hollow_unproven", "proven", "steady", "declining", "unmeasured",
    },
    "borrowed_nrr": {"none", "borrowed", "not_assessable"},
    "architecture_drift": {"fits", "over_served", "under_served", "not_assessable"},
    "product_passive_growth": {"none", "passive_account", "not_assessable"},
}  # fmt: skip
INITIATORS = {"product", "human", "customer", "contract", "marketing", "unknown"}
CLASSES = {
    "product_performed_prompted", "product_performed_unprompted", "product_started_human_run",
    "human_started_product_informed", "human_started", "customer_inbound", "contractual",
    "marketing_started", "unknown",
}  # fmt: skip
EVENTS = {
    "account_created", "conversion", "expansion_seats", "expansion_tier", "expansion_usage",
    "expansion_addon", "price_increase", "renewal", "save", "reactivation",
}  # fmt: skip
TRIGGERS = {
    "prompt", "delivered_signal", "hard_limit", "invite", "exposure", "outbound_touch",
    "human_opportunity", "success_activity", "inbound_touch", "ticket", "form", "contract",
    "campaign", "none",
}  # fmt: skip
UNJUDGED = {"metered_usage", "price_policy", "agreed_before", "auto_renewal"}
"""Cases in which no threshold of the specification plays a part."""

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def planted() -> tuple[Rows, Rows]:
    """Starts and states of the standard seeds at the default scale."""
    starts: Rows = []
    states: Rows = []
    for seed in STANDARD_SEEDS:
        truth = simulate(Scale(seed=seed), is_truth_only=True).truth
        starts += truth.rows["initiation"]
        states += truth.rows["modes"]
    return starts, states


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small company once."""
    folder = tmp_path_factory.mktemp("little_truth")
    write(folder / "in", folder / "truth", small())
    return folder


def rows(path: Path) -> Rows:
    """Read a Parquet file as mappings."""
    return pq.read_table(path).to_pylist()


def scarce(found: Counter, wanted: set[str]) -> dict[str, int]:
    """Which of the wanted kinds are planted too seldom."""
    return {kind: found[kind] for kind in wanted if found[kind] < AT_LEAST}


def test_every_initiator_class_trigger_and_event_is_planted_often(
    planted: tuple[Rows, Rows],
) -> None:
    """At least sixty of each over the standard seeds."""
    starts, _ = planted
    for column, wanted in (
        ("initiated_by", INITIATORS), ("initiation", CLASSES), ("event_type", EVENTS),
        ("trigger_kind", TRIGGERS),
    ):  # fmt: skip
        assert not scarce(Counter(r[column] for r in starts), wanted), column


def test_every_case_of_the_classifier_is_planted_often(planted: tuple[Rows, Rows]) -> None:
    """Each scripted way to start an order, the ambiguous ones aside."""
    starts, _ = planted
    clear = Counter(r["case_name"] for r in starts if not r["is_ambiguous"])
    cases = {r["case_name"] for r in starts} - {"paid_late", "acquired_provisioned"}
    odd = {c for c in cases if all(r["is_ambiguous"] for r in starts if r["case_name"] == c)}
    assert not scarce(clear, cases - odd)


@pytest.mark.parametrize("mode", sorted(STATES))
def test_every_state_of_every_mode_is_planted_often(planted: tuple[Rows, Rows], mode: str) -> None:
    """At least sixty accounts in each state over the standard seeds, and no state unheard of."""
    _, states = planted
    found = Counter(r["state"] for r in states if r["failure_mode"] == mode)
    assert set(found) == STATES[mode]
    assert not scarce(found, STATES[mode])


def test_a_fifth_of_the_cases_is_near_a_threshold(planted: tuple[Rows, Rows]) -> None:
    """Within fifteen hundredths of a number in the specification, on either side."""
    starts, states = planted
    judged = [
        r for r in starts if r["event_type"] != "account_created" and r["case_name"] not in UNJUDGED
    ]
    for cases in (judged, states):
        near = sum(r["is_near_threshold"] for r in cases)
        assert near >= 0.20 * len(cases)


def test_few_cases_are_ambiguous(planted: tuple[Rows, Rows]) -> None:
    """At most one in twenty cannot be decided from the specification."""
    for cases in planted:
        assert sum(r["is_ambiguous"] for r in cases) <= 0.05 * len(cases)


def test_every_order_has_one_start(planted: tuple[Rows, Rows]) -> None:
    """Events of one order share who started it."""
    starts, _ = planted
    by_order = defaultdict(set)
    for row in starts:
        by_order[row["order_id"], row["company_id"], row["ordered_at"]].add(row["initiation"])
    assert all(len(found) == 1 for found in by_order.values())


def test_movements_add_up_to_the_closing_balance(little: Path) -> None:
    """The true movements of an account sum to what it pays at the end."""
    moved: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows(little / "truth" / "movements.parquet"):
        moved[row["company_id"]] += row["mrr_delta"]
    closing = rows(little / "truth" / "closing_mrr.parquet")
    last = max(row["month"] for row in closing)
    paying = {r["company_id"]: r["closing_mrr"] for r in closing if r["month"] == last}
    assert {k: v for k, v in moved.items() if v} == paying


def test_reference_ledger_reads_the_exports_as_the_truth_has_them(little: Path) -> None:
    """Movement by movement, from the clean rows: the exports tell what the scripts did."""
    dirt = defaultdict(set)
    for row in rows(little / "truth" / "dirt.parquet"):
        if row["kind"] not in ("exact_duplicate", "exported_again", "changed_address"):
            dirt[row["input_table"]].add(row["row_key"])
    as_of = small().end_date
    tables: dict[str, Rows] = {"fx_rates": rows(little / "in" / "fx_rates.parquet")}
    for name, key in (
        ("subscriptions", "subscription_id"), ("subscription_changes", "change_id"),
        ("invoice_lines", "invoice_line_id"), ("payments", "invoice_id"),
        ("billing_customers", "customer_id"),
    ):  # fmt: skip
        once = {r[key]: r for r in reversed(rows(little / "in" / f"{name}.parquet"))}
        tables[name] = [r for k, r in once.items() if k not in dirt[name]]
    roots = {
        r["source_id"]: r["root_company_id"]
        for r in rows(little / "truth" / "identity.parquet")
        if r["source_system"] == "customer"
    }
    columns = ("product_line", "moved_on", "movement_type", "driver", "arr_basis")
    read = reference.ledger(tables, reference.Settings(as_of=as_of), roots).movements
    found = {(m["account_id"], *(m[c] for c in columns)): m["mrr_delta"] for m in read}
    truth = {
        (m["company_id"], *(m[c] for c in columns)): m["mrr_delta"]
        for m in rows(little / "truth" / "movements.parquet")
    }
    cent = Decimal("0.01")
    wrong = {
        key: (found.get(key), truth.get(key))
        for key in found.keys() | truth.keys()
        if abs(found.get(key, Decimal(0)) - truth.get(key, Decimal(0))) >= cent
    }
    assert not wrong


def test_dirt_is_listed_and_bounded(little: Path) -> None:
    """Every listed key is in its table, and unusable rows are less than a twentieth of it."""
    listed: dict[str, set[str]] = defaultdict(set)
    unusable: Counter = Counter()
    for row in rows(little / "truth" / "dirt.parquet"):
        listed[row["input_table"]].add(row["row_key"])
        unusable[row["input_table"]] += row["is_quarantined"]
    keys = {
        "product_users": "user_id", "product_events": "event_id", "workspaces": "workspace_id",
        "in_product_prompts": "prompt_id", "invites": "invite_id", "contacts": "contact_id",
        "subscriptions": "subscription_id", "subscription_changes": "change_id",
        "invoice_lines": "invoice_line_id", "billing_customers": "customer_id",
        "commercial_touches": "touch_id", "crm_accounts": "crm_account_id",
        "opportunities": "opportunity_id", "tickets": "ticket_id", "surveys": "survey_id",
    }  # fmt: skip
    for name, found in listed.items():
        table = rows(little / "in" / f"{name}.parquet")
        assert found <= {r[keys[name]] for r in table}, name
        assert unusable[name] < max(2, 0.05 * len(table)), name


# What is planted can be seen in the exports: the events of each planted account beside its state.
DEMO = Path(demo.__file__).parent
SEEN = f"""
    with planted as (
        select modes.*, identity.source_id as place
        from read_parquet('{DEMO}/truth/modes.parquet') as modes
        inner join read_parquet('{DEMO}/truth/identity.parquet') as identity
            on identity.source_system = 'workspace'
                and identity.root_company_id = modes.company_id
                and coalesce(modes.workspace_id, identity.source_id) = identity.source_id
    ),
    seen as (
        select planted.*, events.event_id, events.event_name, cast(occurred_at as date) as day,
            last_day(planted.as_of_month) as last_on
        from planted
        inner join read_parquet('{DEMO}/inputs/product_events.parquet') as events
            on planted.place = events.workspace_id
    )
"""


def test_steady_accounts_do_as_much_in_either_window() -> None:
    """Ninety days and the ninety before, to an event that may have been lost on the way."""
    with duckdb.connect() as connection:
        found = connection.execute(
            SEEN
            + """
            select company_id,
                count(distinct case when last_on - day < 90 then event_id end) as recent,
                count(distinct case when last_on - day between 90 and 179 then event_id end)
            from seen
            where failure_mode = 'hollow_usage' and state = 'steady' and day <= last_on
            group by company_id
            """
        ).fetchall()
    assert len(found) >= 10
    assert [row for row in found if abs(row[1] - row[2]) > 1] == []


def test_value_is_reached_on_the_day_that_the_truth_names() -> None:
    """The third day of value lies in the exports, however late its event arrived."""
    with duckdb.connect() as connection:
        found = connection.execute(
            SEEN
            + """
            select workspace_id, state,
                count(distinct case when day <= onset_on then day end) as days
            from seen
            where failure_mode = 'conversion_black_holes'
                and state in ('fresh', 'black_hole', 'black_hole_weak', 'lost_in_hole', 'dormant')
                and event_name in ('plan_published', 'review_approved')
            group by workspace_id, state
            """
        ).fetchall()
    assert len(found) >= 50
    assert [row for row in found if row[2] != 3] == []
