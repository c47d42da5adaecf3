#!/usr/bin/env python3
"""Prints how npm ends each script of scripts.jsonl: `ok` or `fails`, one a line.

Each line of scripts.jsonl is an object with the files of a package by path (a value {"link": target} is a link, a path
with a `*` before it is executable) and the name of the script to run: python3 record.py < scripts.jsonl > scripts.txt
"""
import json, os, subprocess, sys, tempfile

for line in sys.stdin.readlines():
    case = json.loads(line)
    with tempfile.TemporaryDirectory() as root:
        for name, content in case["files"].items():
            path = os.path.join(root, name.lstrip("*"))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if isinstance(content, dict):
                os.symlink(content["link"], path)
                continue
            with open(path, "w", newline="", encoding="utf-8") as file:
                file.write(content)
            if name.startswith("*"):
                os.chmod(path, 0o755)
        environment = {"PATH": os.environ["PATH"], "HOME": root, "npm_config_offline": "true"}
        command = ["npm", "--no-update-notifier", "run", case["script"]]
        if case["script"] in ("start", "stop"):
            command = ["npm", "--no-update-notifier", case["script"]]
        ended = subprocess.run(command, cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        print("ok" if ended.returncode == 0 else "fails")
