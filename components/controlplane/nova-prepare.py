"""Makes Nova's schemas and cells in one process: each start of `nova-manage` costs seconds.

Usage: nova-prepare.py [UUID]. UUID is that of the cell cell1, when there is one already: then what
is kept of its addresses in the database is brought up to date from nova.conf.
"""

import sys

from nova.cmd import manage

cell1 = sys.argv[1:]

# Cell 0 takes the rest of its address from nova.conf each time it is used.
CELL0 = "{scheme}://{username}:{password}@{hostname}:{port}/nova_cell0?{query}"


def run(*arguments):
    sys.argv = ["nova-manage", *arguments]
    manage.CONF.reset()
    try:
        status = manage.main()
    except SystemExit as end:
        status = end.code
    if status:
        sys.exit(f"nova-manage {arguments[0]} {arguments[1]} ended with {status}")


run("api_db", "sync")
run("cell_v2", "map_cell0", "--database_connection", CELL0)
if cell1:
    run("cell_v2", "update_cell", "--cell_uuid", cell1[0])
else:
    run("cell_v2", "create_cell", "--name", "cell1")
run("db", "sync")
