"""Erasing a person: by address or id, from inputs, warehouse, publication and logs, with proof."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Built, built_from, contents
from conftest import SALT as SALT_OF_DEMO

from plr import erase, publish
from plr.drills._kit import faults
from plr.inputs import DEFAULT_LOCATION

SALT = "a salt"
JANE = "jane.doe@customer.example"
HASH = erase.hashed(JANE, SALT)
USERS = """user_id,workspace_id,email,created_at
u_000017,w1, Jane.Doe@customer.example ,2025-01-01
u_000018,w1,john@customer.example,2025-01-02
"""
EVENTS = f"""
    select 'e' || i as event_id, case when i % 4 = 0 then 'u_000017' else 'u_000018' end as user_id,
        case when i = 8 then 'mail to {JANE}, please' else 'opened' end as event_name, i as quantity
    from range(1000) as all_(i)
"""


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write inputs, a warehouse with a roll-up, a publication with a Parquet copy, and a log."""
    folder = tmp_path / "in's"
    folder.mkdir()
    (folder / "product_users.csv").write_text(USERS, encoding="utf-8")
    (folder / "contacts.csv").write_text(
        f"contact_id,crm_account_id,email,title\nc_000001,a,{JANE.upper()},Head of Everything\n"
        "c_000002,a,,Clerk\n",
        encoding="utf-8",
    )
    published = tmp_path / "publication"
    with duckdb.connect(str(tmp_path / "plr.duckdb")) as own:
        own.execute(f"copy ({EVENTS}) to '{tmp_path}/events.parquet'")
        own.execute("create schema intermediate")
        own.execute(f"create table intermediate.rolled as {EVENTS}")
        own.execute("create view intermediate.seen as select * from intermediate.rolled")
        own.execute(f"create table intermediate.hashes as select '{HASH}' as email_hash, 1 as n")
        own.execute(
            """create table intermediate.evidence as
            select '{"user_id":"u_000017","n":3}' as payload, 'u_0000171' as other"""
        )
    (folder / "product_events").mkdir()
    (tmp_path / "events.parquet").rename(folder / "product_events" / "day.parquet")
    with duckdb.connect() as marts:
        marts.execute("create schema marts")
        for number in range(
            2
        ):  # two publications; the Parquet copies of one are links to the other
            marts.execute(
                "create or replace table marts.evidence as "
                f"select 'u_000017' as user_id, '{HASH}' as h, {number} as n"
            )
            publish.publish(
                marts, ["evidence"], published / "plr.duckdb", date(2026, 1, 1 + number)
            )
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "dbt.log").write_text(f"example user_id='u_000017' {JANE}\n")
    monkeypatch.setenv("PLR_INPUTS", str(folder))
    monkeypatch.setenv("PLR_WAREHOUSE", str(tmp_path / "plr.duckdb"))
    monkeypatch.setenv("PLR_SALT", SALT)
    return tmp_path


def run(places: Path, key: str, *more: str) -> int:
    """Run the command on the places."""
    target, logs = places / "target", places / "logs"
    return erase.main([key, "--target", str(target), "--logs", str(logs), *more])


def rows(path: Path, query: str) -> list:
    """Run a query on a database, read only."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def assert_stated_as_found(places: Path) -> None:
    """Every kept publication states the hash of what is in it, and of those before it likewise."""
    kept = sorted((places / "publication" / "plr_versions").glob("0*/plr.duckdb"))
    assert len(kept) == 2
    histories = []
    for number, one in enumerate(kept, 1):
        assert faults(one) == []
        stated = "select number, content_hash from {} order by number"
        histories.append(rows(one, stated.format("marts.publication_history")))
        copied = one.parent / "parquet" / "publication_history.parquet"
        assert rows(one, stated.format(f"'{copied}'")) == histories[-1]
        assert [row[0] for row in histories[-1]] == list(range(1, number + 1))
    assert histories[1][:1] == histories[0], "the second tells of the first as it is now"


def test_hashes_are_stated_anew_though_it_was_interrupted(
    places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the first publication and the second, the next run finishes what was begun."""
    done, refresh = [], publish.Store.refresh

    def killed(store: publish.Store, number: int) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(number)
        refresh(store, number)

    monkeypatch.setattr(publish.Store, "refresh", killed)
    with pytest.raises(KeyboardInterrupt):
        run(places, JANE)
    monkeypatch.setattr(publish.Store, "refresh", refresh)
    assert run(places, "u_000018") == 0
    assert_stated_as_found(places)
    assert publish.describe_again(places / "publication" / "plr.duckdb") == []


@pytest.mark.parametrize("key", [JANE, "u_000017"])
def test_nothing_of_a_person_is_left(
    places: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither address nor hash nor id is in any byte or any text; the other person is as before."""
    assert run(places, key) == 0
    told = capsys.readouterr().out
    assert "found in 0" in told and "1 address(es) and" in told
    every = b"".join(path.read_bytes() for path in places.rglob("*") if path.is_file()).lower()
    for text in (JANE, HASH, "u_000017,", "c_000001" if key == JANE else "u_000017,"):
        assert text.encode() not in every
    users = (places / "in's" / "product_users.csv").read_text().splitlines()
    assert users[2] == "u_000018,w1,john@customer.example,2025-01-02"
    token = users[1].split(",")[0]
    assert token.isdigit() and users[1] == f"{token},w1,{token}@customer.example,2025-01-01"
    counted = rows(
        places / "plr.duckdb",
        "select user_id, count(*), sum(quantity) from intermediate.seen group by 1 order by 2",
    )
    assert [(row[1], row[2]) for row in counted] == [(250, 124500), (750, 375000)]
    assert counted[0][0] == token
    assert rows(places / "plr.duckdb", "select * from intermediate.hashes") == [(None, 1)]
    assert rows(places / "plr.duckdb", "select * from intermediate.evidence") == [
        (f'{{"user_id":"{token}","n":3}}', "u_0000171")
    ]
    for number, folder in enumerate(("000001", "000002")):
        one = places / "publication" / "plr_versions" / folder / "plr.duckdb"
        assert rows(one, "select * from marts.evidence") == [(token, None, number)]
        assert one.stat().st_mode & 0o777 == 0o444
        written = "select tags['storage_version'] from duckdb_databases() where path is not null"
        assert rows(one, written) == [(f"{publish.STORAGE_VERSION}+",)]
    read = places / "publication" / "plr.duckdb"
    assert rows(read, "select n from marts.evidence") == [(1,)]
    assert_stated_as_found(places)
    assert JANE not in (places / "logs" / "dbt.log").read_text()


def test_the_search_finds_a_person_that_is_there(
    places: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dry run names every place and changes nothing: the proof can fail."""
    before = {p: p.read_bytes() for p in places.rglob("*") if p.is_file()}
    assert run(places, JANE, "--dry-run") == 0
    told = capsys.readouterr().out
    for place in ("product_users.csv", "day.parquet", "contacts.csv", '"rolled"', '"hashes"',
                  "evidence.parquet", '"marts"."evidence"', "dbt.log"):  # fmt: skip
        assert place in told
    assert {p: p.read_bytes() for p in places.rglob("*") if p.is_file()} == before


def test_plain_ids_are_looked_for_where_persons_stand(
    places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An id such as 17 is taken out of columns of persons alone, whatever their type."""
    folder = places / "in's"
    text = "user_id,workspace_id,email,created_at\n17,17,jo@x.example,2025-01-01\n"
    (folder / "product_users.csv").write_text(text, encoding="utf-8")
    with duckdb.connect() as own:
        query = "select 17 as user_id, 17 as quantity, '17' as event_name"
        own.execute(f"copy ({query}) to '{str(folder).replace(chr(39), chr(39) * 2)}/e.parquet'")
    assert run(places, "jo@x.example") == 0
    with duckdb.connect() as own:
        path = str(folder / "e.parquet").replace("'", "''")
        (row,) = own.execute(f"select * from '{path}'").fetchall()
    assert row[0] > 10**16 and row[1:] == (17, "17")
    assert ",17,," in (folder / "product_users.csv").read_text()


def test_an_id_of_two_persons_is_asked_about(
    places: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """17 the user and 17 the contact are two: nothing is touched until it is said who is meant."""
    folder = places / "in's"
    users, contacts = folder / "product_users.csv", folder / "contacts.csv"
    users.write_text("user_id,workspace_id,email,created_at\n17,w1,jo@x.example,2025-01-01\n")
    contacts.write_text("contact_id,crm_account_id,email,title\n17,a,,Clerk\n18,a,,Chief\n")
    before = users.read_text(), contacts.read_text()
    assert run(places, "17") == 2
    assert "--table product_users or --table contacts" in capsys.readouterr().err
    assert (users.read_text(), contacts.read_text()) == before
    assert run(places, "17", "--table", "contacts") == 0
    assert users.read_text() == before[0]
    assert "17,a" not in contacts.read_text() and "18,a,,Chief" in contacts.read_text()
    contacts.write_text("contact_id,crm_account_id,email,title\n17,a,JO@x.example,Clerk\n")
    assert run(places, "17") == 0, "one address makes them one"
    assert ",JO" not in contacts.read_text() and "17,w1" not in users.read_text()
    assert run(places, "17") == 0, "who is in no table any more is looked for all the same"


@pytest.mark.slow
def test_marts_are_what_they_were_but_for_the_person(
    demo_warehouse: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the busiest user, an employee and a contact are gone, every figure is as before."""
    folder = tmp_path / "inputs"
    shutil.copytree(ROOT / DEFAULT_LOCATION, folder)
    users, events = folder / "product_users.parquet", folder / "product_events.parquet"
    with duckdb.connect() as exports:
        ((busiest,),) = exports.execute(
            f"select user_id from '{events}' inner join (select user_id from '{users}')"
            " using (user_id) group by user_id order by count(*) desc, user_id limit 1"
        ).fetchall()
        ((employee,),) = exports.execute(
            f"select min(user_id) from '{users}' where split_part(email, '@', 2)"
            f" in (select email_domain from '{folder / 'internal_domains.parquet'}')"
        ).fetchall()
        ((contact,),) = exports.execute(
            f"select min(email) from '{folder / 'contacts.parquet'}' where title is not null"
        ).fetchall()
    monkeypatch.setenv("PLR_INPUTS", str(folder))
    monkeypatch.setenv("PLR_WAREHOUSE", str(tmp_path / "none" / "plr.duckdb"))
    monkeypatch.setenv("PLR_SALT", SALT_OF_DEMO)
    for key in (busiest, employee, contact):
        assert (
            erase.main([key, "--target", str(tmp_path / "t"), "--logs", str(tmp_path / "l")]) == 0
        )
    named = {
        "fct_product_signals.resulting_user_id", "rpt_input_quality.example",
        "quarantined_rows.row_key", "quarantined_rows.payload",
    }  # fmt: skip
    before = contents(demo_warehouse, without=named)
    after = contents(built_from(folder, tmp_path / "again"), without=named)
    assert before.pop("publication") and after.pop("publication")
    assert before == after


@pytest.mark.parametrize(
    ("table", "header", "row"),
    [
        ("workspaces", "workspace_id,email_domain", "17,X.example"),
        ("crm_accounts", "crm_account_id,domain", "a1,https://www.x.example/about"),
        ("billing_customers", "customer_id,email", "c1,other@x.example"),
    ],
)
def test_the_domain_of_a_company_stays(places: Path, table: str, header: str, row: str) -> None:
    """Where a company, or somebody else, has the domain, it still says whose workspace it is."""
    folder = places / "in's"
    text = "user_id,workspace_id,email,created_at\n17,17,jo@x.example,2025-01-01\n"
    (folder / "product_users.csv").write_text(text, encoding="utf-8")
    (folder / f"{table}.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert run(places, "jo@x.example") == 0
    user = (folder / "product_users.csv").read_text().splitlines()[1].split(",")
    assert user[2] == f"{user[0]}@x.example" and user[0].isdigit() and len(user[0]) == 18
    assert (folder / f"{table}.csv").read_text().splitlines()[1] == row


@pytest.mark.parametrize("key", ["old@x.example", "new@x.example"])
def test_a_person_with_two_addresses(places: Path, key: str) -> None:
    """Whichever address is given the other ones follow; a contact with the id of a user stays."""
    folder = places / "in's"
    (folder / "product_users.csv").write_text(
        "user_id,workspace_id,email,created_at\n19,w1,old@x.example,2025-01-01\n"
        "19,w2,new@x.example,2025-02-01\n20,w2,NEW@x.example,2025-03-01\n",
        encoding="utf-8",
    )
    (folder / "contacts.csv").write_text(
        "contact_id,crm_account_id,email,title\n9,a,new@x.example,Clerk\n"
        "20,a,other@x.example,Head\n",
        encoding="utf-8",
    )
    (folder / "billing_customers.csv").write_text("customer_id,email\nc1,old@x.example\n")
    assert run(places, key) == 0
    users = [row.split(",") for row in (folder / "product_users.csv").read_text().splitlines()]
    ((token,),) = {(row[0],) for row in users[1:]}
    assert {row[2] for row in users[1:]} == {f"{token}@x.example"}
    billing = (folder / "billing_customers.csv").read_text().splitlines()
    assert billing[1] == f"c1,{token}@x.example"
    contacts = (folder / "contacts.csv").read_text().splitlines()
    assert contacts[1:] == [f"{token},a,{token}@x.example,", "20,a,other@x.example,Head"]


def test_without_the_salt_nothing_is_touched(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash could not be looked for, so nothing begins."""
    monkeypatch.setenv("PLR_SALT", "")
    assert run(places, JANE) == 2
    assert "u_000017" in (places / "in's" / "product_users.csv").read_text()
