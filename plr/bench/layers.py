"""Seconds of `dbt build` per layer, read from the results that dbt leaves behind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from plr.bench import processes

ORDER = ["seeds", "guards", "staging", "intermediate", "scoring", "marts", "publication"]


@dataclass(frozen=True)
class Node:
    """One node of a run: its name, its layer, and when it was worked on (seconds of the clock)."""

    name: str
    layer: str
    kind: str
    started: float
    ended: float


def read(target: Path) -> list[Node]:
    """Read the nodes of the last run from `target`; skipped nodes and hooks are left out."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    every = manifest["nodes"] | manifest.get("unit_tests", {})
    nodes = []
    for result in results:
        spans = [t for t in result["timing"] if t["name"] == "execute" and t.get("started_at")]
        if not spans or result["unique_id"] not in every:
            continue
        found = every[result["unique_id"]]
        if found["resource_type"] == "operation":
            continue
        nodes.append(
            Node(
                found["name"],
                layer_of(found),
                found["resource_type"],
                _clock(spans[0]["started_at"]),
                _clock(spans[0]["completed_at"]),
            )
        )
    return nodes


def layer_of(node: Mapping[str, Any]) -> str:
    """Name the layer of a node; a test belongs to the layer of what it is about."""
    if node["resource_type"] == "seed":
        return "seeds"
    if node["resource_type"] in ("test", "unit_test"):
        return "tests"
    return Path(node["original_file_path"]).parts[1]


def _clock(text: str) -> float:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def wall(nodes: Iterable[Node]) -> float:
    """Seconds from the start of the first node to the end of the last."""
    some = list(nodes)
    return max(n.ended for n in some) - min(n.started for n in some) if some else 0.0


def by_layer(nodes: Iterable[Node]) -> dict[str, dict[str, float]]:
    """Count nodes and add up their seconds per layer, in the order of the flow, tests last."""
    layers: dict[str, dict[str, float]] = {}
    for node in nodes:
        entry = layers.setdefault(node.layer, {"nodes": 0, "seconds": 0.0})
        entry["nodes"] += 1
        entry["seconds"] = round(entry["seconds"] + node.ended - node.started, 2)
    return _in_order(layers)


def added(
    one: Mapping[str, Mapping[str, float]], two: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Add up two runs, layer by layer."""
    nothing = {"nodes": 0, "seconds": 0.0}
    return _in_order(
        {
            layer: {
                name: round(one.get(layer, nothing)[name] + two.get(layer, nothing)[name], 2)
                for name in nothing
            }
            for layer in {*one, *two}
        }
    )


def _in_order(layers: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    order = [*ORDER, *sorted(set(layers) - set(ORDER) - {"tests"}), "tests"]
    return {layer: layers[layer] for layer in order if layer in layers}


def as_text(layers: Mapping[str, Mapping[str, float]]) -> str:
    """Lay the layers out to be read."""
    lines = [f"{'layer':14} {'nodes':>6} {'seconds':>9}"]
    lines += [f"{k:14} {v['nodes']:6.0f} {v['seconds']:9.2f}" for k, v in layers.items()]
    return "\n".join(lines)


def main(work: Path) -> int:
    """Build the demo company twice (cold, then with the project parsed) and print both."""
    environment = {"PLR_WAREHOUSE": str(work / "plr.duckdb"), "PLR_TEMP": str(work / "tmp")}
    for name in ("cold parse", "parsed"):
        (work / "plr.duckdb").unlink(missing_ok=True)
        done = processes.dbt(["build"], work, environment)
        if done.code != 0:
            print(done.output)
            return done.code
        nodes = read(work / "target")
        print(f"dbt build of the demo company, {name}: {done.seconds:.1f} s, {len(nodes)} nodes")
        print(f"peak memory {done.peak_bytes / 2**30:.2f} GiB; seconds of work (two at a time):")
        print(as_text(by_layer(nodes)) + "\n")
    return 0
