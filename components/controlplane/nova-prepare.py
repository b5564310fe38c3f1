"""Makes Nova's schemas and cells in one process: each start of `nova-manage` costs seconds.

Usage: nova-prepare.py [UUID]. UUID is that of the cell cell1, when there is one already: then what
is kept of its addresses in the database is brought up to date from nova.conf.
"""

import sys

from nova import config, objects
from nova.cmd import common, manage

# Cell 0 takes the rest of its address from nova.conf each time it is used.
CELL0 = "{scheme}://{username}:{password}@{hostname}:{port}/nova_cell0?{query}"
CELL1 = ["create_cell", "--name", "cell1"]
if sys.argv[1:]:
    CELL1 = ["update_cell", "--cell_uuid", sys.argv[1]]

COMMANDS = [
    ["api_db", "sync"],
    ["cell_v2", "map_cell0", "--database_connection", CELL0],
    ["cell_v2", *CELL1],
    ["db", "sync"],
]

# Nova's database connections can be configured only once; the arguments can be read again.
manage.CONF.register_cli_opts([manage.category_opt])
config.parse_args(["nova-manage", *COMMANDS[0]])
objects.register_all()

for command in COMMANDS:
    manage.CONF(command, project="nova")
    action, arguments, options = common.get_action_fn()
    status = action(*arguments, **options)
    if status:
        print(f"nova-manage {command[0]} {command[1]} ended with {status}")
        sys.exit(1)
