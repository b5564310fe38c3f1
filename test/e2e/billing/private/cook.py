"""Works in the samples that Gnocchi has while its disk has room for no block, for one, for two and so on, until
there is room enough. It prints how often it failed.

Usage: cook.py FULL --config-file CONFIG; FULL is the file that fills the disk.
"""

import os
import sys
import uuid

from gnocchi import chef, incoming, indexer, service, storage
from gnocchi.cli import metricd

FULL = sys.argv[1]
BLOCK = 4096

conf = service.prepare_service(args=sys.argv[2:])
coordinator = metricd.get_coordinator_and_start(uuid.uuid4().bytes, conf.coordination_url)
samples = incoming.get_driver(conf)
cook = chef.Chef(coordinator, samples, indexer.get_driver(conf), storage.get_driver(conf))
failed = 0
while samples.measures_report(details=False)["summary"]["measures"]:
    for sack in samples.iter_sacks():
        try:
            cook.process_new_measures_for_sack(sack, blocking=True, sync=True)
        except OSError as error:
            if "No space left" not in str(error) or os.path.getsize(FULL) == 0:
                raise
            failed += 1
    os.truncate(FULL, max(0, os.path.getsize(FULL) - BLOCK))
coordinator.stop()
print(failed)
