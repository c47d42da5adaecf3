"""Reads `cargo metadata` and fails when a dependency of the library asks for a newer Rust than the given floor."""

import json
import sys

floor = tuple(map(int, sys.argv[1].split(".")))
metadata = json.load(sys.stdin)
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
reached, waiting = set(), [metadata["resolve"]["root"]]
while waiting:
    package = waiting.pop()
    if package in reached:
        continue
    reached.add(package)
    for dependency in nodes[package]["deps"]:
        if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"]):
            waiting.append(dependency["pkg"])
too_new = []
for package in metadata["packages"]:
    asked = package["rust_version"]
    if package["id"] in reached and asked and tuple(map(int, asked.split(".")))[:2] > floor[:2]:
        too_new.append(f"{package['name']} {package['version']} asks for Rust {asked}")
print(f"{len(reached)} crates, floor {sys.argv[1]}")
if len(reached) < 2 or too_new:
    sys.exit("\n".join(too_new) or "no dependencies were read")
