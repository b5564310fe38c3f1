"""Prints the files below a folder as JSON: by their paths, the digest of each, and what texts hold."""

import hashlib
import json
import os
import sys

files = {}
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        path = os.path.join(folder, name)
        if os.path.islink(path):
            continue
        with open(path, "rb") as file:
            content = file.read()
        files[os.path.relpath(path, sys.argv[1])] = {
            "digest": hashlib.sha256(content).hexdigest(),
            "text": content.decode("latin1" if name.endswith(".pdf") else "utf-8"),
        }
print(json.dumps(files))
