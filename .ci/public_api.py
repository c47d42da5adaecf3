"""Reads the listing of `cargo public-api -s`, prints it with the traits of each type on the type's line, and fails on a
type that a program would trip over.

Every public type is `Send`, `Sync` and `Debug`; errors are `core::error::Error`; and nothing of another crate shows but
serde's traits.
"""

import re
import sys

KNOWN = {"core", "alloc", "std", "cloudapp", "serde", "serde_core"}
# `pub fn u8::from(…)`: the implementation of a conversion into a number.
KNOWN |= {"u8", "u16", "u32", "u64"}

# Traits whose implementation says nothing beside their name.
PLAIN = "Clone Copy Debug Default Deserialize Display Eq Error Hash Ord PartialEq PartialOrd Serialize".split()
# What the compiler adds to each type by itself, and marks of derived ones.
SILENT = "Freeze RefUnwindSafe Send StructuralPartialEq Sync Unpin UnsafeUnpin UnwindSafe".split()

types, traits, faults, kept, folded = set(), {}, [], [], None
for line in sys.stdin.read().splitlines():
    for crate in re.findall(r"(?<![\w:])([a-z_]\w*)::", line):
        if crate not in KNOWN and not line.startswith("pub mod"):
            faults.append(f"`{crate}` shows in {line}")
    if found := re.match(r"(?:#\[non_exhaustive\] )?pub (?:struct|enum|union) (cloudapp::[\w:]+)", line):
        types.add(found[1])
    elif found := re.match(r"(?:unsafe )?impl(?:<.*?>)? ([\w:]+)(?:<.*>)? for (cloudapp::[\w:]+)", line):
        traits.setdefault(found[2], set()).add(found[1].rsplit("::", 1)[-1])
        folded = found[1].rsplit("::", 1)[-1] in PLAIN + SILENT and found[2]
        if folded:
            continue
    # The items of an implementation stand below it.
    if folded and re.match(rf"pub (?:const )?(?:fn|type) {re.escape(folded)}\b(?:<.*?>)?::", line):
        continue
    folded = None
    kept.append(line)
for name in sorted(types):
    for trait in ("Send", "Sync", "Debug"):
        if trait not in traits.get(name, ()):
            faults.append(f"{name} is not {trait}")
    if name.endswith("Error") and "Error" not in traits.get(name, ()):
        faults.append(f"{name} is not an error")
for line in kept:
    found = re.match(r"(?:#\[non_exhaustive\] )?pub (?:struct|enum|union) (cloudapp::[\w:]+)", line)
    plain = sorted(traits.get(found[1], set()) & set(PLAIN)) if found else []
    print(line + (" // " + " ".join(plain) if plain else ""))
print(f"{len(types)} public types", file=sys.stderr)
if not types:
    faults.append("nothing was listed")
sys.exit("\n".join(dict.fromkeys(faults)) or None)
