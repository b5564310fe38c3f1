"""Makes the archive policies that a JSON file names, where Gnocchi does not have them.

Usage: archive-policies.py GNOCCHI_CONF CA FILE. It logs in as Gnocchi's own user, and changes nothing
that is there but how long is kept: what a metric's policy keeps cannot be changed otherwise.

Gnocchi may answer while the load balancer, or Keystone through it, does not yet know: both say 503 then,
which is asked again for two minutes.
"""

import configparser
import json
import sys

from keystoneauth1 import adapter, session
from keystoneauth1.identity import v3

config = configparser.ConfigParser(interpolation=None, strict=False)
config.read(sys.argv[1])
login = config["keystone_authtoken"]
with open(sys.argv[3], encoding="utf-8") as file:
    wanted = json.load(file)

auth = v3.Password(
    auth_url=login["auth_url"].rstrip("/") + "/v3",
    username=login["username"],
    password=login["password"],
    user_domain_name=login["user_domain_name"],
    project_name=login["project_name"],
    project_domain_name=login["project_domain_name"],
)
gnocchi = adapter.Adapter(
    session.Session(auth, verify=sys.argv[2]),
    service_type="metric",
    interface="internal",
    connect_retries=120,
    connect_retry_delay=1,
    status_code_retries=120,
    status_code_retry_delay=1,
    retriable_status_codes=[503],
)
there = {policy["name"]: policy for policy in gnocchi.get("/v1/archive_policy").json()}
for policy in wanted:
    if policy["name"] not in there:
        gnocchi.post("/v1/archive_policy", json=policy)
        print(f"made archive policy {policy['name']}")
        continue
    kept = [(part["granularity"], part["timespan"]) for part in there[policy["name"]]["definition"]]
    gnocchi.patch(
        f"/v1/archive_policy/{policy['name']}", json={"definition": policy["definition"]}
    )
    now = gnocchi.get(f"/v1/archive_policy/{policy['name']}").json()["definition"]
    if [(part["granularity"], part["timespan"]) for part in now] != kept:
        print(f"changed archive policy {policy['name']}")
