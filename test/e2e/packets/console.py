"""Types a command into the serial console of each machine in JOBS, and prints as JSON what they answered."""

import concurrent.futures
import json
import os
import select
import subprocess
import sys
import time
import tty


def ask(job):
    """What the command printed, between two lines that nothing else prints."""
    path = subprocess.check_output(["virsh", "ttyconsole", job["instance"]], text=True).strip()
    console = os.open(path, os.O_RDWR | os.O_NOCTTY)
    try:
        tty.setraw(console)
        token = os.urandom(4).hex()
        line = f"echo; echo begin '{token}'; {job['command']}; echo; echo end '{token}'\n"
        os.write(console, line.encode())
        begin, end = f"begin {token}", f"end {token}"
        text = ""
        until = time.monotonic() + job["seconds"]
        while f"\n{end}\r" not in text:
            if not select.select([console], [], [], max(0, until - time.monotonic()))[0]:
                return {"error": f"{job['name']} did not answer: {text}"}
            text += os.read(console, 65536).decode(errors="replace")
        lines = text.replace("\r", "").split("\n")
        return {"text": "\n".join(lines[lines.index(begin) + 1 : lines.index(end)]).strip()}
    finally:
        os.close(console)


with concurrent.futures.ThreadPoolExecutor(16) as pool:
    json.dump(list(pool.map(ask, JOBS)), sys.stdout)
