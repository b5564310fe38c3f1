"""Runs `keystone-manage bootstrap` with the password of a file.

The command takes the password as an argument or from the environment, where other processes could
see it. Here it is set inside the process, after its start.
"""

import json
import os
import sys

from keystone.cmd.manage import main

with open(sys.argv[1], encoding="utf-8") as file:
    wanted = json.load(file)

os.environ["OS_BOOTSTRAP_PASSWORD"] = wanted["password"]
sys.argv = ["keystone-manage", "bootstrap", *wanted["arguments"]]
sys.exit(main())
