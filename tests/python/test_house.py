"""The house is in order, and each check of it fails where it should."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import dbt.jsonschemas.jsonschemas as schemas
import pytest
from conftest import LONGEST_FIRST, ROOT, SLOW_A_DAY, Built, of_the_day

from plr.checks import documentation, layers, project, style
from plr.checks.__main__ import TIMED, house
from plr.checks.project import Project
from plr.contract import load
from plr.summary import figures, layer_times, timing_lines


def node(path: str, sql: str = "select 1 as a", **more: Any) -> dict[str, Any]:
    """Return a model of a manifest that lies at ``path`` below models/."""
    name = Path(path).stem
    return {
        "unique_id": f"model.plr.{name}",
        "name": name,
        "resource_type": "model",
        "package_name": "plr",
        "language": "python" if path.endswith(".py") else "sql",
        "original_file_path": f"models/{path}",
        "patch_path": f"plr://models/{Path(path).with_suffix('.yml').as_posix()}",
        "schema": path.split("/")[0],
        "raw_code": sql,
        "compiled_code": sql,
        "columns": {},
        "description": "A model.",
        "config": {"meta": {}},
        "depends_on": {"nodes": []},
    } | more


def small(*nodes: dict[str, Any], edges: tuple[tuple[str, str], ...] = (), **more: Any) -> Project:
    """Return a project of these nodes; ``edges`` are (child, parent) by name."""
    by_name = {one["name"]: one for one in nodes}
    for child, parent in edges:
        by_name[child]["depends_on"]["nodes"].append(by_name[parent]["unique_id"])
    manifest = {
        "nodes": {one["unique_id"]: one for one in nodes if one["resource_type"] != "source"},
        "sources": {one["unique_id"]: one for one in nodes if one["resource_type"] == "source"},
        "macros": {},
        "exposures": {},
    }
    return Project(manifest=manifest | more, catalog={})


SOURCE = {
    "unique_id": "source.plr.billing.payments",
    "name": "payments",
    "source_name": "billing",
    "resource_type": "source",
    "package_name": "plr",
    "original_file_path": "models/staging/billing/billing__sources.yml",
    "columns": {"payment_id": {"description": "Key."}},
    "description": "Payments.",
}
LAYERED = {
    "base": "staging/billing/base_billing__payments.sql",
    "stg": "staging/billing/stg_billing__payments.sql",
    "int": "intermediate/revenue/int_revenue__payments.sql",
    "mart": "marts/revenue/fct_payments.sql",
    "later": "marts/board/rpt_payments.sql",
    "guard": "guards/guard_billing.py",
    "last": "publication/publication.py",
}


@pytest.mark.parametrize(
    ("child", "parent"),
    [
        ("stg", "int"),
        ("int", "base_of_source"),
        ("int", "mart"),
        ("int", "guard"),
        ("stg", "source"),
        ("mart", "stg"),
        ("mart", "source"),
        ("mart", "later"),
        ("mart", "guard"),
        ("last", "stg"),
    ],
)
def test_wrong_edge_names_both_nodes(child: str, parent: str) -> None:
    """Every edge against the flow is found, and the finding names both its ends."""
    nodes = {key: node(path) for key, path in LAYERED.items()} | {"source": dict(SOURCE)}
    nodes["base_of_source"] = nodes["source"]
    below, above = nodes[child], nodes[parent]
    found = layers.edges(
        small(
            *{one["unique_id"]: one for one in nodes.values()}.values(),
            edges=((below["name"], above["name"]),),
        )
    )
    assert len(found) == 1
    assert below["name"] in found[0].where
    assert above["name"] in found[0].message


def test_right_edges_are_left_alone() -> None:
    """The flow itself has no finding, nor has a mart that reads one of an earlier room."""
    nodes = {key: node(path) for key, path in LAYERED.items()}
    chain = ["base", "stg", "int", "mart", "later", "last"]
    edges = tuple(
        (nodes[child]["name"], nodes[parent]["name"])
        for parent, child in zip(chain, chain[1:], strict=False)
    )
    edges += ((nodes["base"]["name"], "payments"), (nodes["base"]["name"], "guard_billing"))
    assert layers.edges(small(*nodes.values(), dict(SOURCE), edges=edges)) == []


@pytest.mark.parametrize(
    "sql",
    ["select {{ target.type }} as a", "{% if target['name'] == 'x' %} select 1 as a {% endif %}"],
)
def test_engine_switch_in_a_model_is_found(sql: str) -> None:
    """A model may not ask which engine it runs on."""
    assert layers.engine_switches(small(node("intermediate/revenue/int_revenue__x.sql", sql)))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("staging/billing/base_billing__x.sql", "select current_date as a"),
        ("marts/revenue/fct_x.sql", "select now() as a"),
        ("marts/revenue/fct_x.sql", "select '{{ run_started_at }}' as a"),
        ("guards/guard_x.py", "def model(dbt, session):\n    return datetime.now()"),
        ("guards/guard_x.py", "def model(dbt, session):\n    return dt.date.today()"),
    ],
)
def test_wall_clock_is_found(path: str, code: str) -> None:
    """No model reads a clock, base views and Python models included."""
    assert layers.clocks(small(node(path, code)))


def test_clock_behind_a_python_model_is_found(tmp_path: Path) -> None:
    """Nor does a function of the package, save in commands that time themselves."""
    (tmp_path / "plr" / "bench").mkdir(parents=True)
    (tmp_path / "plr" / "as_of.py").write_text("found = date.today()\n", encoding="utf-8")
    (tmp_path / "plr" / "bench" / "run.py").write_text("begun = time.time()\n", encoding="utf-8")
    found = layers.python_clocks(tmp_path, TIMED)
    assert [finding.where for finding in found] == ["plr/as_of.py"]


def current_state_of(room: str, sql: str, reason: str = "") -> list[str]:
    """Return what the check says of a model over staged subscriptions."""
    staged = node("staging/billing/stg_billing__subscriptions.sql")
    staged["columns"] = {name: {} for name in ("subscription_id", "status", "created_at")}
    relation = '"plr"."staging"."stg_billing__subscriptions"'
    model = node(f"intermediate/{room}/int_{room}__x.sql", sql.replace("STAGED", relation))
    model["config"]["meta"]["current_state"] = reason
    parsed = small(staged, model, edges=((model["name"], staged["name"]),))
    return [finding.message for finding in layers.current_state(parsed, load(ROOT))]


IMPORT = "with s as (select * from STAGED) "


def test_current_state_in_history_is_found() -> None:
    """A column that holds only today's state is found wherever it matters, declared or not."""
    for sql in (
        IMPORT + "select s.subscription_id, s.status from s",
        IMPORT + "select subscription_id from s where status = 'active'",
        IMPORT + ", t as (select *, status as was from s) select subscription_id, was from t",
    ):
        assert current_state_of("revenue", sql), sql
        assert current_state_of("revenue", sql, "because"), sql
        assert current_state_of("identity", sql), sql
        assert not current_state_of("identity", sql, "because"), sql


def test_unused_current_state_is_left_alone() -> None:
    """An import CTE that carries the column along without using it is no use of it."""
    assert not current_state_of("revenue", IMPORT + "select s.subscription_id from s")


def test_history_may_not_read_what_shows_today() -> None:
    """A historical model may not stand on a model that was allowed to show today's state."""
    today = node("intermediate/identity/int_identity__names.sql")
    today["config"]["meta"]["current_state"] = "names are shown as of today"
    told = node("intermediate/revenue/int_revenue__x.sql")
    parsed = small(today, told, edges=((told["name"], today["name"]),))
    found = layers.current_state(parsed, load(ROOT))
    assert ["int_identity__names" in finding.message for finding in found] == [True]


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("moved_at", "DATE"),
        ("moved_on", "TIMESTAMP"),
        ("closing_mrr", "DOUBLE"),
        ("order_count", "DECIMAL(38,0)"),
        ("is_paying", "VARCHAR"),
        ("paying", "BOOLEAN"),
        ("signup", "DATE"),
        ("account_id", "BIGINT"),
    ],
)
def test_name_and_type_that_disagree_are_found(column: str, kind: str) -> None:
    """The endings of column names promise types."""
    model = node("marts/revenue/fct_x.sql")
    catalog = {"nodes": {model["unique_id"]: {"columns": {column: {"type": kind}}}}}
    assert style.naming(Project(manifest=small(model).manifest, catalog=catalog))


def test_style_findings() -> None:
    """Length, name, YAML and Jinja are each found."""
    long = node("intermediate/revenue/int_revenue__long.sql", "select 1 as a\n" * 151)
    misnamed = node("intermediate/revenue/revenue_thing.sql", "select 1 as a\n" * 30)
    alone = node("marts/revenue/fct_alone.sql", "select 1 as a\n" * 30, patch_path=None)
    clever = node("marts/revenue/fct_clever.sql", "{% if x %}\n" * 30)
    rules = {finding.rule for finding in style.check(small(long, misnamed, alone, clever))}
    assert rules == {"model_lines", "model_name", "yaml_beside", "jinja_share"}


def test_documentation_findings() -> None:
    """What is not described, what is not documented and what is not there are each found."""
    model = node(
        "marts/revenue/fct_x.sql", description="", columns={"gone": {"description": "It."}}
    )
    macro = {
        "name": "m",
        "package_name": "plr",
        "description": "",
        "arguments": [{"name": "b", "description": ""}],
        "macro_sql": "{% macro m(a, b=1) %}{% endmacro %}",
    }
    source = SOURCE | {"columns": {"payment_id": {"description": ""}}}
    parsed = small(model, source, macros={"macro.plr.m": macro})
    catalog = {"nodes": {model["unique_id"]: {"columns": {"new": {"type": "DATE"}}}}}
    found = documentation.check(Project(manifest=parsed.manifest, catalog=catalog))
    assert {(finding.where, finding.message) for finding in found} == {
        ("fct_x", "model is not described"),
        ("fct_x.new", "is built but not documented"),
        ("fct_x.gone", "is documented but not built"),
        ("fct_x (revenue)", "mart stands in no exposure (models/exposures.yml)"),
        ("billing.payments.payment_id", "column is not described"),
        ("macro m", "macro is not described"),
        ("macro m", "documents arguments ['b'], takes ['a', 'b']"),
        ("macro m(b)", "argument is not described"),
    }


def test_house_is_in_order(demo_warehouse: Built) -> None:
    """The project itself has no finding of any check."""
    assert [str(finding) for finding in house(demo_warehouse.target)] == []


def test_checks_see_the_whole_project(demo_warehouse: Built) -> None:
    """The checks above looked at something: every file of SQL is a model in the manifest."""
    written = {path.relative_to(ROOT).as_posix() for path in (ROOT / "models").rglob("*.sql")}
    models = project.load(demo_warehouse.target).sql_models()
    assert written == {one["original_file_path"] for one in models}


def test_strict_parse_still_reaches_its_switch() -> None:
    """The private list of adapters that strict parsing adds to is still where it was."""
    assert "snowflake" in schemas._JSONSCHEMA_SUPPORTED_ADAPTERS


def test_strict_parse_fails_on_a_deprecation(tmp_path: Path) -> None:
    """YAML that plain dbt accepts on duckdb without a word stops a strict parse."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "a.sql").write_text("select 1 as a\n", encoding="utf-8")
    (tmp_path / "models" / "a.yml").write_text(
        "version: 2\nmodels:\n  - name: a\n    no_such_key: 1\n", encoding="utf-8"
    )
    (tmp_path / "dbt_project.yml").write_text(
        "name: small\nversion: '1.0'\nprofile: small\n", encoding="utf-8"
    )
    (tmp_path / "profiles.yml").write_text(
        "small: {target: a, outputs: {a: {type: duckdb, path: ':memory:'}}}\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "plr.checks.strict_parse", "--project-dir", str(tmp_path)]
    command += ["--profiles-dir", str(tmp_path), "--target-path", str(tmp_path / "target")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "no_such_key" in done.stdout


def test_lock_for_pip_agrees_with_the_lock() -> None:
    """requirements.lock names the packages and versions of uv.lock, with their hashes.

    What only an extra asks for (the peers of a benchmark) is locked but not installed.
    """
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    needs: dict[str, list[str]] = {}
    for one in locked:
        asked = [*one.get("dependencies", ()), *one.get("dev-dependencies", {}).get("dev", ())]
        for extra in one.get("optional-dependencies", {}).values() if one["name"] != "plr" else ():
            asked += extra
        needs.setdefault(one["name"], []).extend(other["name"] for other in asked)
    reached, waiting = set(), ["plr"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += needs[name]
    versions = {one["name"]: one["version"] for one in locked if one["name"] in reached - {"plr"}}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    exported = dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE))
    assert exported == versions
    hashes = {
        file["hash"]
        for one in locked
        for file in [*one.get("wheels", ()), one.get("sdist", {})]
        if file
    }
    assert set(re.findall(r"--hash=(sha256:[0-9a-f]{64})", text)) <= hashes
    assert "dbt-core-experimental-parser" not in exported


def test_wanted_packages_are_locked() -> None:
    """Every package that pyproject.toml asks for is in the lock."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*stated["project"]["dependencies"], *stated["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=!~ ]", one)[0].lower() for one in wanted}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert names <= {
        match.lower() for match in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)
    }


def test_targets_of_make_name_commands_that_exist() -> None:
    """Every `python -m` of the Makefile is a module of the project."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    for module in re.findall(r"python -m (plr[a-z_.]*)", text):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


def test_summary_is_for_a_person(demo_warehouse: Built) -> None:
    """Accounts, ARR, retention, movements, quarantine and seconds per layer are all said."""
    import duckdb

    with duckdb.connect(str(demo_warehouse.warehouse), read_only=True) as connection:
        said = "\n".join(figures(connection))
    for word in ("As of", "accounts", "paying", "ARR", "NRR", "GRR", "churn", "quarantine"):
        assert word in said, word
    ((arr,),) = demo_warehouse.rows(
        "select sum(closing_mrr) * 12 from marts.fct_account_mrr_months"
        " where month = (select max(month) from marts.fct_account_mrr_months)"
    )
    assert f"{arr:,.0f}" in said
    times = layer_times(demo_warehouse.run_results, demo_warehouse.project.manifest)
    names = [time.name for time in times]
    layers = ["seed", "guards", "staging", "intermediate", "scoring", "marts"]
    assert names[: len(layers)] == layers
    assert sum(time.nodes for time in times) == len(
        [
            one
            for one in demo_warehouse.run_results["results"]
            if not _is_hook(one) and not one["unique_id"].startswith("exposure.")
        ]
    )
    assert "by the clock" in timing_lines(times, 30.0)[-1]


def _is_hook(result: dict[str, Any]) -> bool:
    return str(result["unique_id"]).startswith("operation.")


def test_every_slow_test_has_its_day():
    """A run of days covers them all, each day the same number."""
    names = [f"test_{n}" for n in range(13)]
    days = [of_the_day(names, date.fromordinal(740_000 + n)) for n in range(13)]
    assert set().union(*days) == set(names)
    assert {len(day) for day in days} == {SLOW_A_DAY}
    assert of_the_day([], date.fromordinal(1)) == set()


def test_modules_that_begin_first_are_there():
    """A module that was renamed does not go to the end unseen."""
    here = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    assert set(LONGEST_FIRST) <= here and len(set(LONGEST_FIRST)) == len(LONGEST_FIRST)
