"""The portable macros: the faults of dbt's own forms, as cases with the right answer.

The right answers hold on both engines. On DuckDB they are computed here; of the Spark forms the
text is checked, since no Spark runs in these tests.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import duckdb
import pytest
from conftest import DBT, ROOT, clean_environment


def _at(text: str) -> str:
    return f"cast('{text}' as timestamp)"


def _on(text: str) -> str:
    return f"cast('{text}' as date)"


def _diff(first: str, second: str, part: str) -> str:
    return f'{{{{ dbt.datediff("{first}", "{second}", "{part}") }}}}'


def _add(part: str, count: int | str, moment: str) -> str:
    return f'{{{{ dbt.dateadd("{part}", "{count}", "{moment}") }}}}'


# case -> (expression, its value as text)
CASES = {
    "datediff_hour_counts_boundaries_not_elapsed_time": (
        _diff(_at("2024-01-01 10:10:00"), _at("2024-01-01 10:50:00"), "hour"),
        "0",
    ),
    "datediff_hour_over_a_boundary": (
        _diff(_at("2024-01-01 10:59:59"), _at("2024-01-01 11:00:00"), "hour"),
        "1",
    ),
    "datediff_month_at_the_end_of_february": (
        _diff(_on("2024-02-29"), _on("2025-02-28"), "month"),
        "12",
    ),
    "datediff_month_from_the_31st": (_diff(_on("2024-01-31"), _on("2024-02-01"), "month"), "1"),
    "datediff_quarter_over_a_year": (_diff(_on("2023-12-31"), _on("2024-01-01"), "quarter"), "1"),
    "datediff_year_over_one_night": (_diff(_on("2023-12-31"), _on("2024-01-01"), "year"), "1"),
    "datediff_week_of_one_day_reversed": (
        _diff(_at("2024-01-03 20:00:00"), _at("2024-01-03 08:00:00"), "week"),
        "0",
    ),
    "datediff_week_begins_on_monday": (_diff(_on("2024-01-07"), _on("2024-01-08"), "week"), "1"),
    "datediff_week_sunday_belongs_to_the_week_before": (
        _diff(_on("2024-01-06"), _on("2024-01-07"), "week"),
        "0",
    ),
    "datediff_week_backwards": (_diff(_on("2024-01-08"), _on("2024-01-07"), "week"), "-1"),
    "datediff_day_of_times": (
        _diff(_at("2024-01-01 23:59:59"), _at("2024-01-02 00:00:00"), "day"),
        "1",
    ),
    "datediff_backwards": (_diff(_on("2024-03-01"), _on("2024-01-31"), "month"), "-2"),
    "dateadd_keeps_fractions_of_a_second": (
        _add("day", 1, _at("2024-01-01 10:00:00.123456")),
        "2024-01-02 10:00:00.123456",
    ),
    "dateadd_month_stops_at_the_end_of_the_month": (
        _add("month", 1, _on("2024-01-31")),
        "2024-02-29 00:00:00",
    ),
    "dateadd_quarter": (_add("quarter", -1, _on("2024-05-31")), "2024-02-29 00:00:00"),
    "dateadd_week": (_add("week", 2, _on("2024-01-01")), "2024-01-15 00:00:00"),
    "dateadd_of_an_expression": (_add("day", "1 + 1", _on("2024-01-01")), "2024-01-03 00:00:00"),
    "dateadd_of_no_time": (_add("day", 1, "cast(null as timestamp)"), None),
    "last_day_of_a_quarter": (
        "{{ dbt.last_day(\"cast('2024-02-10' as date)\", 'quarter') }}",
        "2024-03-31",
    ),
    "last_day_of_february": (
        "{{ dbt.last_day(\"cast('2024-02-10' as date)\", 'month') }}",
        "2024-02-29",
    ),
    "safe_cast_of_what_cannot_be_read": (
        "{{ dbt.safe_cast(\"'no number'\", 'bigint') }}",
        None,
    ),
    "safe_cast_of_what_can": ("{{ dbt.safe_cast(\"'12'\", 'bigint') }}", "12"),
    "type_double_is_64_bits_wide": (
        "cast(0.1 as {{ type_double() }}) + cast(0.2 as {{ type_double() }})",
        "0.30000000000000004",
    ),
    "type_timestamp_bears_no_zone": (
        "cast('2024-01-01 10:00:00' as {{ dbt.type_timestamp() }})",
        "2024-01-01 10:00:00",
    ),
    "listagg_is_in_order": (
        "(select {{ dbt.listagg('v', \"','\", 'order by v nulls last') }} from letters)",
        "a,b,b,c",
    ),
    "listagg_distinct": (
        "(select {{ dbt.listagg('distinct v', \"','\", 'order by v nulls last') }} from letters)",
        "a,b,c",
    ),
    "split_part": ("{{ dbt.split_part(\"'ann@x.com'\", \"'@'\", 2) }}", "x.com"),
    "split_part_beyond_the_end": ("{{ dbt.split_part(\"'ann'\", \"'@'\", 2) }}", ""),
}

# what a Spark form must be: the macro's call -> its text, white space folded
SPARK = {
    "plr.spark__type_timestamp()": "timestamp_ntz",
    "plr.spark__dateadd('month', 1, 'd')": (
        "timestampadd( month, cast(1 as int), cast(d as timestamp_ntz))"
    ),
    "plr.spark__datediff('a', 'b', 'hour')": (
        "timestampdiff( hour, date_trunc('hour', a), date_trunc('hour', b))"
    ),
    "plr.spark__datediff('a', 'b', 'month')": (
        "cast((year(b) - year(a)) * 12 + month(b) - month(a) as bigint)"
    ),
    "plr.spark__datediff('a', 'b', 'week')": (
        "cast(floor(datediff( trunc(b, 'week'), trunc(a, 'week')) / 7) as bigint)"
    ),
    "plr.spark__safe_cast('a', 'bigint')": "try_cast(a as bigint)",
    "plr.spark__listagg('a', \"','\", 'order by a', none)": (
        "listagg(a, ',') within group (order by a)"
    ),
    "plr.spark__split_part('a', \"','\", 2)": "split_part(a, ',', 2)",
}


def compiled(inline: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Compile a text with the project's macros, on an empty warehouse."""
    command = [*DBT, "--quiet", "--no-use-colors", "compile", "--inline", inline]
    command += ["--output", "json", "--target-path", str(folder / "target")]
    command += ["--log-path", str(folder / "logs")]
    environment = clean_environment(PLR_WAREHOUSE=str(folder / "plr.duckdb"))
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the project is parsed once for this module."""
    return tmp_path_factory.mktemp("macros")


@pytest.fixture(scope="module")
def texts(place: Path) -> list[str]:
    """All cases, compiled in one go."""
    parts = [expression for expression, _ in CASES.values()] + [
        f"{{{{ {call} }}}}" for call in SPARK
    ]
    done = compiled(" ;;; ".join(parts), place)
    assert done.returncode == 0, done.stdout + done.stderr
    text = json.loads(done.stdout[done.stdout.index("{") :])["compiled"]
    return [" ".join(part.split()) for part in text.split(";;;")]


@pytest.mark.parametrize("case", CASES)
def test_value_on_duckdb(texts: list[str], case: str) -> None:
    """The macro's SQL yields the right answer."""
    expression = texts[list(CASES).index(case)]
    letters = "with letters as (select * from (values ('b'), ('a'), (null), ('c'), ('b')) as l(v))"
    with duckdb.connect() as connection:
        query = f"{letters} select cast({expression} as varchar)"
        assert connection.execute(query).fetchall() == [(CASES[case][1],)]


@pytest.mark.parametrize("call", SPARK)
def test_text_on_spark(texts: list[str], call: str) -> None:
    """The Spark form is the one that was found equal on that engine."""
    assert texts[len(CASES) + list(SPARK).index(call)] == SPARK[call]


@pytest.mark.parametrize(
    ("inline", "message"),
    [
        ("{{ dbt.datediff('a', 'b', 'century') }}", "is none of"),
        ("{{ dbt.listagg('a', \"','\") }}", "give an order, and no limit"),
        ("{{ dbt.listagg('a', \"','\", 'order by a', 3) }}", "give an order, and no limit"),
    ],
)
def test_what_has_no_portable_form_is_refused(place: Path, inline: str, message: str) -> None:
    """A part, an order or a limit that the engines treat differently stops the compilation."""
    done = compiled(inline, place)
    assert done.returncode != 0
    assert message in done.stdout + done.stderr
