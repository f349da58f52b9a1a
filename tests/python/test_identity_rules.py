"""Every rule of identity on one small company whose ids spell the case.

One build of the project's own models on hand-written inputs; each test names what must hold.
"""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest
from conftest import DBT

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-03-31"
WORKSPACE = ("workspace_id", "email_domain", "crm_account_id", "customer_id")
CUSTOMER = ("customer_id", "email", "email_domain", "crm_account_id", "workspace_id")
CRM = ("crm_account_id", "parent_crm_account_id", "domain", "created_at")

WORKSPACES = [
    ("w_named_crm", "gmail.com", "a_acme", ""),
    ("w_named_customer", "", "", "c_acme"),
    ("w_named_by_customer", "", "", ""),
    ("w_acme_mail", "acme.com", "", ""),
    ("w_acme_sub_domain", "eu.mail.acme.com", "", ""),
    ("w_acme_country", "acme.co.uk", "", ""),
    ("w_acme_general_ending", "acme.io", "", ""),
    ("w_acme_lookalike", "notacme.com", "", ""),
    ("w_subsidiary", "grandchild.com", "", ""),
    ("w_free_1", "gmail.com", "", ""),
    ("w_free_2", "gmail.com", "", ""),
    ("w_free_country", "mail.yahoo.co.uk", "", ""),
    ("w_disposable_1", "mailinator.com", "", ""),
    ("w_disposable_2", "mailinator.com", "", ""),
    ("w_internal_1", "ourselves.com", "", ""),
    ("w_internal_2", "eu.ourselves.com", "", ""),
    ("w_number_1", "10.0.0.1", "", ""),
    ("w_number_2", "10.0.0.1", "", ""),
    ("w_suffix_1", "co.uk", "", ""),
    ("w_suffix_2", "co.uk", "", ""),
    ("w_uk_company_1", "first.co.uk", "", ""),
    ("w_uk_company_2", "second.co.uk", "", ""),
    ("w_hosted_1", "first.uk.com", "", ""),
    ("w_hosted_2", "second.uk.com", "", ""),
    ("w_shared_1", "nocrm.example", "", ""),
    ("w_shared_2", "nocrm.example", "", ""),
    ("w_contested_mail", "contested.com", "", ""),
    ("w_two_names", "twins.fr", "", ""),
    ("w_ids_disagree", "", "a_acme", "c_globex"),
    ("w_dead_id", "acme.com", "a_deleted", ""),
    ("w_dead_beside_live", "", "a_deleted", "c_acme"),
    ("w_id_against_domain", "globex.com", "a_acme", ""),
    ("w_linked_away", "acme.com", "a_acme", ""),
    ("w_linked_to_crm", "acme.com", "", ""),
    ("w_named_by_two", "", "", ""),
    ("w_nothing", "", "", ""),
    ("w_chain_1", "", "", "c_chain"),
    ("w_chain_2", "", "", "c_chain"),
    ("w_used_domain", "quiet.com", "a_quiet", ""),
    ("w_used_domain_2", "quiet.com", "", ""),
    ("w_address", "https://www.Acme.com/contact", "", ""),
    ("w_users_only", "", "", ""),
    ("w_torn", "globex.com", "", ""),
    ("w_relative", "", "", ""),
]
CUSTOMERS = [
    ("c_acme", "", "", "a_acme", ""),
    ("c_globex", "", "", "a_globex", ""),
    ("c_by_domain", "", "globex.com", "", ""),
    ("c_names_workspace", "", "", "a_acme", "w_named_by_customer"),
    ("c_by_address", "pay@acme.com", "", "", ""),
    ("c_two_1", "", "", "a_acme", "w_named_by_two"),
    ("c_two_2", "", "", "a_globex", "w_named_by_two"),
    ("c_chain", "", "", "", ""),
    ("c_free", "me@gmail.com", "", "", ""),
    ("c_torn", "", "acme.com", "", "w_torn"),
    ("c_relative", "", "acme.com", "", "w_relative"),
]
CRM_ACCOUNTS = [
    ("a_acme", "", "acme.com", "2024-01-01 00:00:00"),
    ("a_globex", "", "www.globex.com", "2024-01-01 00:00:00"),
    ("a_parent", "", "parent.com", "2024-01-01 00:00:00"),
    ("a_child", "a_parent", "child.com", "2024-01-01 00:00:00"),
    ("a_grandchild", "a_child", "grandchild.com", "2024-01-01 00:00:00"),
    ("a_round_1", "a_round_2", "round1.com", "2024-01-01 00:00:00"),
    ("a_round_2", "a_round_1", "round2.com", "2024-01-01 00:00:00"),
    ("a_orphan", "a_deleted", "orphan.com", "2024-01-01 00:00:00"),
    ("a_contested_1", "", "contested.com", "2024-01-01 00:00:00"),
    ("a_contested_2", "", "contested.com", "2024-01-01 00:00:00"),
    ("a_twins_us", "", "twins.com", "2024-01-01 00:00:00"),
    ("a_twins_de", "", "twins.de", "2024-01-01 00:00:00"),
    ("a_quiet", "", "", "2024-01-01 00:00:00"),
    ("a_merged_1", "", "merged-one.com", "2024-01-01 00:00:00"),
    ("a_merged_2", "", "merged-two.com", "2024-01-01 00:00:00"),
    ("a_linked_orphan", "a_deleted", "linked-orphan.com", "2024-01-01 00:00:00"),
    ("a_free", "", "gmail.com", "2024-01-01 00:00:00"),
    ("a_after", "", "acme.com", "2026-06-01 00:00:00"),
]
LINKS = [
    ("workspace", "w_linked_away", "agency"),
    ("workspace", "w_linked_to_crm", "a_globex"),
    ("crm_account", "a_merged_1", "merger"),
    ("crm_account", "a_merged_2", "merger"),
    ("crm_account", "a_linked_orphan", "merger"),
]


def write(folder: Path, table: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Write one input table as CSV."""
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        writer.writerows(rows)


def inputs(folder: Path, *, is_reversed: bool) -> None:
    """Write the company; reversed, every table has its rows in the other order."""
    step = -1 if is_reversed else 1
    folder.mkdir(exist_ok=True)
    write(
        folder,
        "workspaces",
        (*WORKSPACE, "created_at", "entry_model"),
        [(*row, "2025-01-01 10:00:00", "freemium") for row in WORKSPACES][::step],
    )
    write(
        folder,
        "billing_customers",
        (*CUSTOMER, "created_at"),
        [(*row, "2025-02-01 10:00:00") for row in CUSTOMERS][::step],
    )
    write(
        folder,
        "crm_accounts",
        (*CRM, "account_name"),
        [(*row, row[0]) for row in CRM_ACCOUNTS][::step],
    )
    write(folder, "account_links", ("source_system", "source_id", "account_key"), LINKS[::step])
    write(folder, "internal_domains", ("email_domain",), [("ourselves.com",)])
    write(
        folder,
        "product_users",
        ("user_id", "workspace_id", "email", "created_at"),
        [
            ("u_first", "w_users_only", "ann@acme.com", "2025-01-01 10:00:00"),
            ("u_second", "w_users_only", "bob@globex.com", "2025-01-02 10:00:00"),
        ][::step],
    )


Row = Mapping[str, object]


def build(folder: Path, *, is_reversed: bool = False) -> dict[str, Row]:
    """Build the bridge on the company and return its rows by source id."""
    inputs(folder / "inputs", is_reversed=is_reversed)
    environment = os.environ | {
        "PLR_INPUTS": str(folder / "inputs"),
        "PLR_WAREHOUSE": str(folder / "plr.duckdb"),
        "PLR_SALT": "identity",
    }
    command = [*DBT, "build", "--vars"]
    command += [f"as_of_date: '{DAY}'", "--select", "+bridge_account_identities"]
    command += ["--exclude-resource-type", "unit_test"]
    command += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
    with duckdb.connect(str(folder / "plr.duckdb"), read_only=True) as connection:
        result = connection.execute("select * from marts.bridge_account_identities")
        names = [column[0] for column in result.description]
        return {str(row[1]): dict(zip(names, row, strict=True)) for row in result.fetchall()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that the company is built in."""
    return tmp_path_factory.mktemp("identity")


@pytest.fixture(scope="module")
def bridge(folder: Path) -> dict[str, Row]:
    """Build the company once."""
    return build(folder)


@pytest.fixture(scope="module")
def claims(folder: Path, bridge: dict[str, Row]) -> Iterator[dict[str, list[tuple[str, ...]]]]:
    """Give the claims of each record: source, value, claimed account, outcome."""
    found: dict[str, list[tuple[str, ...]]] = {}
    with duckdb.connect(str(folder / "plr.duckdb"), read_only=True) as connection:
        for source_id, *claim in connection.execute(
            "select source_id, claim_source, claimed_value, claimed_account_id, outcome"
            " from intermediate.int_identity__claims order by all"
        ).fetchall():
            found.setdefault(source_id, []).append(tuple(claim))
    yield found


def account(bridge: Mapping[str, Row], source_id: str) -> object:
    """Give the account of a record."""
    return bridge[source_id]["account_id"]


@pytest.mark.parametrize(
    ("record", "other", "rule"),
    [
        ("w_named_crm", "a_acme", "explicit_id"),
        ("w_named_customer", "c_acme", "explicit_id"),
        ("w_named_by_customer", "a_acme", "named_by_other"),
        ("w_acme_mail", "a_acme", "domain_listed"),
        ("w_acme_sub_domain", "a_acme", "domain_listed"),
        ("w_address", "a_acme", "domain_listed"),
        ("w_users_only", "a_acme", "domain_listed"),
        ("c_by_address", "a_acme", "domain_listed"),
        ("c_by_domain", "a_globex", "domain_listed"),
        ("w_acme_country", "a_acme", "domain_country"),
        ("a_child", "a_parent", "parent"),
        ("a_grandchild", "a_parent", "parent"),
        ("w_subsidiary", "a_parent", "domain_listed"),
        ("w_shared_1", "w_shared_2", "domain_unowned"),
        ("w_chain_1", "w_chain_2", "explicit_id"),
        ("w_used_domain_2", "a_quiet", "domain_used"),
        ("w_dead_beside_live", "a_acme", "explicit_beside_dead_id"),
        ("w_id_against_domain", "a_acme", "explicit_against_domain"),
        ("w_linked_to_crm", "a_globex", "account_link"),
        ("a_merged_1", "a_merged_2", "account_link"),
        ("a_linked_orphan", "a_merged_1", "account_link"),
        ("c_relative", "a_acme", "domain_listed"),
        ("w_relative", "a_acme", "domain_of_relative"),
    ],
)
def test_record_is_merged_by_its_rule(
    bridge: dict[str, Row], record: str, other: str, rule: str
) -> None:
    """The record is one account with the other, and the rule that says so is named."""
    assert account(bridge, record) == account(bridge, other)
    assert bridge[record]["match_rule"] == rule
    assert not bridge[record]["is_quarantined"]


@pytest.mark.parametrize(
    ("record", "other"),
    [
        ("w_free_1", "w_free_2"),
        ("w_free_1", "a_free"),
        ("c_free", "a_free"),
        ("w_free_1", "w_named_crm"),
        ("w_disposable_1", "w_disposable_2"),
        ("w_internal_1", "w_internal_2"),
        ("w_number_1", "w_number_2"),
        ("w_suffix_1", "w_suffix_2"),
        ("w_uk_company_1", "w_uk_company_2"),
        ("w_hosted_1", "w_hosted_2"),
        ("w_acme_general_ending", "a_acme"),
        ("w_acme_lookalike", "a_acme"),
        ("w_two_names", "a_twins_us"),
        ("w_two_names", "a_twins_de"),
        ("a_twins_us", "a_twins_de"),
        ("w_linked_away", "a_acme"),
        ("a_acme", "a_globex"),
    ],
)
def test_records_are_never_merged(bridge: dict[str, Row], record: str, other: str) -> None:
    """What they share does not make them one company."""
    assert account(bridge, record) != account(bridge, other)
    assert not bridge[record]["is_quarantined"]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("w_ids_disagree", "its own ids lead to different accounts"),
        ("w_dead_id", "points to nothing: crm_account_id a_deleted"),
        ("w_named_by_two", "records of different accounts name it"),
        ("w_contested_mail", "claim its domain contested.com"),
        ("a_contested_1", "claim its domain contested.com"),
        ("a_contested_2", "claim its domain contested.com"),
        ("a_round_1", "chain of parents does not end"),
        ("a_round_2", "chain of parents does not end"),
        ("a_orphan", "points to nothing: parent_crm_account_id a_deleted"),
    ],
)
def test_conflict_is_quarantined_as_its_own_account(
    bridge: dict[str, Row], record: str, words: str
) -> None:
    """The reason is in words, and the record is in nobody else's account."""
    row = bridge[record]
    assert row["is_quarantined"] and row["match_method"] == "quarantined"
    assert words in str(row["quarantine_reason"])
    assert [one for one in bridge if account(bridge, one) == row["account_id"]] == [record]


def test_group_whose_domains_disagree_stays_together_and_alone(bridge: dict[str, Row]) -> None:
    """Ids tie the two, their domains speak for different accounts: neither account gets them."""
    assert account(bridge, "c_torn") == account(bridge, "w_torn")
    assert len([one for one in bridge if account(bridge, one) == account(bridge, "w_torn")]) == 2
    for record in ("c_torn", "w_torn"):
        assert bridge[record]["is_quarantined"]
        assert "domains of its records lead to different accounts" in str(
            bridge[record]["quarantine_reason"]
        )


def test_both_claims_are_kept(
    bridge: dict[str, Row], claims: dict[str, list[tuple[str, ...]]]
) -> None:
    """Of a conflict both sides stay readable, with the account that each leads to."""
    acme, globex = account(bridge, "a_acme"), account(bridge, "a_globex")
    assert {(c[0], c[2], c[3]) for c in claims["w_ids_disagree"]} == {
        ("crm_account_id", acme, "unsettled"),
        ("customer_id", globex, "unsettled"),
    }
    assert {c[2] for c in claims["w_contested_mail"]} == {
        account(bridge, "a_contested_1"),
        account(bridge, "a_contested_2"),
    }
    assert {(c[0], c[2], c[3]) for c in claims["w_id_against_domain"]} == {
        ("crm_account_id", acme, "agrees"),
        ("email_domain", globex, "overruled_by_explicit_id"),
    }
    assert ("crm_account_id", "a_acme", acme, "overruled_by_link") in claims["w_linked_away"]


def test_nothing_is_dropped(bridge: dict[str, Row]) -> None:
    """Every record that had arrived by the day is there once; what came later is not."""
    expected = {row[0] for row in (*WORKSPACES, *CUSTOMERS, *CRM_ACCOUNTS)} - {"a_after"}
    assert set(bridge) == expected
    assert bridge["w_nothing"]["match_method"] == "single_source"


def test_order_of_rows_changes_nothing(bridge: dict[str, Row], folder: Path) -> None:
    """The same company with every file upside down has the same bridge, ids included."""
    assert build(folder, is_reversed=True) == bridge
