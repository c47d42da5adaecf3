"""Reads the listing of `cargo public-api -s` and fails on a type that a program would trip over.

Every public type is `Send`, `Sync` and `Debug`; errors are `core::error::Error`; and nothing of another crate shows but
serde's traits.
"""

import re
import sys

KNOWN = {"core", "alloc", "std", "cloudapp", "serde", "serde_core"}
# `pub fn u8::from(…)`: the implementation of a conversion into a number.
KNOWN |= {"u8", "u16", "u32", "u64"}

types, traits, faults = set(), {}, []
for line in sys.stdin.read().splitlines():
    for crate in re.findall(r"(?<![\w:])([a-z_]\w*)::", line):
        if crate not in KNOWN and not line.startswith("pub mod"):
            faults.append(f"`{crate}` shows in {line}")
    if found := re.match(r"(?:#\[non_exhaustive\] )?pub (?:struct|enum|union) (cloudapp::[\w:]+)", line):
        types.add(found[1])
    elif found := re.match(r"(?:unsafe )?impl(?:<.*?>)? ([\w:]+)(?:<.*>)? for (cloudapp::[\w:]+)", line):
        traits.setdefault(found[2], set()).add(found[1].rsplit("::", 1)[-1])
for name in sorted(types):
    for trait in ("Send", "Sync", "Debug"):
        if trait not in traits.get(name, ()):
            faults.append(f"{name} is not {trait}")
    if name.endswith("Error") and "Error" not in traits.get(name, ()):
        faults.append(f"{name} is not an error")
print(f"{len(types)} public types")
if not types:
    faults.append("nothing was listed")
sys.exit("\n".join(dict.fromkeys(faults)) or None)
