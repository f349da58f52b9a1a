"""Small inputs for the tests of the guards: a clean company in every table of the contract."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from plr import contract

ROOT = Path(__file__).resolve().parents[2]
TABLES = contract.load(ROOT)
AS_OF = dt.date(2025, 6, 30)
DAY = AS_OF - dt.timedelta(days=2)
ARROW = {
    "string": pa.string(),
    "int": pa.int64(),
    "decimal": pa.decimal128(28, 10),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}
Rows = list[dict[str, Any]]

# Values that the rules of the contract ask for, beyond type, enumeration and reference.
STATED: dict[str, dict[str, Any]] = {
    "workspaces": {"crm_account_id": "@crm_accounts.crm_account_id"},
    "product_events": {
        "user_id": "@product_users.user_id",
        "workspace_id": "@workspaces.workspace_id",
        "is_bot": False,
    },
    "in_product_prompts": {"action": "shown"},
    "outcome_readings": {"crm_account_id": "@crm_accounts.crm_account_id", "is_verified": False},
    "product_signals": {"crm_account_id": "@crm_accounts.crm_account_id"},
    "billing_customers": {"crm_account_id": "@crm_accounts.crm_account_id"},
    "subscriptions": {"status": "active"},
    "subscription_changes": {"unit_price_after": Decimal(10), "change_type": "start"},
    "subscription_snapshots": {"billing_interval": "month", "status": "active"},
    "invoice_lines": {"product_line": "@product_lines.product_line", "line_type": "one_time"},
    "payments": {"status": "open", "invoice_id": "@invoice_lines.invoice_id"},
    "opportunities": {"is_won": None},
    "commercial_touches": {"topic": "commercial"},
    "tickets": {"crm_account_id": "@crm_accounts.crm_account_id"},
    "surveys": {"crm_account_id": "@crm_accounts.crm_account_id"},
    "event_catalog": {
        "is_value_event": True,
        "product_line": "@product_lines.product_line",
        "is_vanity": False,
    },
    "parameters": {"parameter": ["window_days", "prompt_match_days"], "value": ["60", "2"]},
    "policy_switches": {"policy": ["trial", "paused"], "choice": ["zero", "full"]},
    "design_targets": {"stage": ["acquisition", "conversion"], "target_share": Decimal("0.5")},
    "signal_catalog": {"stage": "conversion"},
    "account_links": {"source_system": "workspace"},
    "quick_test_answers": {"question_number": [1, 2], "score": 2},
    "interventions": {"failure_mode": "hollow_usage", "segment": "smb"},
    "initiation_reviews": {"initiated_by": "product"},
    "health_snapshots": {"colour": "green"},
    "target_market": {"segment": "enterprise"},
}


def clean(count: int = 40) -> dict[str, Rows]:
    """Return rows for every table of the contract that break no rule; count of them in most."""
    return {
        name: [_row(table, i) for i in range(_size(table, count))] for name, table in TABLES.items()
    }


def _size(table: contract.Table, count: int) -> int:
    stated = [len(v) for v in STATED.get(table.name, {}).values() if isinstance(v, list)]
    return min(stated) if stated else count


def _row(table: contract.Table, i: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    stated = STATED.get(table.name, {})
    references = {r.column: r for r in table.references}
    for column in table.columns:
        name = column.name
        if name in stated:
            value = stated[name]
            if isinstance(value, list):
                value = value[i]
            elif isinstance(value, str) and value.startswith("@"):
                target, key = value[1:].split(".")
                value = _value(TABLES[target].column(key), TABLES[target], i)
            row[name] = value
        elif name not in table.key and not column.is_required:
            row[name] = None
        elif name in references:
            target = TABLES[references[name].table]
            row[name] = _value(target.column(references[name].to), target, i)
        else:
            row[name] = _value(column, table, i)
    return row


def _value(column: contract.Column, table: contract.Table, i: int) -> Any:
    stated = STATED.get(table.name, {}).get(column.name)
    if isinstance(stated, list):
        return stated[i % len(stated)]
    reference = next((r for r in table.references if r.column == column.name), None)
    if reference and column.name in table.key:
        target = TABLES[reference.table]
        return _value(target.column(reference.to), target, i)
    if column.enum:
        return column.enum[0]
    if column.name == "currency":
        return f"{chr(65 + i // 26)}{chr(65 + i % 26)}C"
    if column.data_type == "string":
        return f"{column.name}_{i}"
    if column.data_type == "int":
        return i + 1
    if column.data_type in ("decimal", "float"):
        return Decimal(1) if column.data_type == "decimal" else 1.0
    if column.data_type == "bool":
        return False
    if column.name == "valid_from":
        return DAY - dt.timedelta(days=i)
    at = dt.datetime.combine(DAY, dt.time(12))
    if column.name in ("month", "rate_date"):
        first = AS_OF.replace(day=1)
        year, month = divmod(first.year * 12 + first.month - 1 - i, 12)
        return dt.date(year, month + 1, 1)
    return at if column.data_type == "timestamp" else DAY


def write(folder: Path, rows: dict[str, Rows]) -> Path:
    """Write tables as Parquet in the contract's types; columns that no row has are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, items in rows.items():
        if not items:
            continue
        pq.write_table(frame(name, items), folder / f"{name}.parquet")
    return folder


def frame(name: str, items: Rows) -> pa.Table:
    """Return rows of an input table as an Arrow table in the contract's types."""
    there = dict.fromkeys(key for item in items for key in item)
    schema = pa.schema([(key, ARROW[TABLES[name].column(key).data_type]) for key in there])
    return pa.Table.from_pylist(items, schema=schema)
