"""Brings domains, projects, roles, users and the catalogue to what a JSON file says.

Usage: identity.py FILE. It adds and corrects, and removes nothing but endpoints that stand twice.
It speaks to Keystone by HTTP: one connection does in a moment what the `openstack` command needs
seconds for.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

with open(sys.argv[1], encoding="utf-8") as file:
    wanted = json.load(file)

URL = wanted["url"]
token = None


def call(method, path, body=None, allow=()):
    """One request; the answer as JSON, or None for a status in `allow`."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token:
        headers["X-Auth-Token"] = token
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
            return (json.loads(text) if text else {}), answer.headers
    except urllib.error.HTTPError as error:
        if error.code in allow:
            return None, error.headers
        # The body of the request holds passwords, the answer's does not.
        sys.exit(f"{method} {path}: {error.code} {error.read().decode(errors='replace')[:500]}")
    except OSError as error:
        sys.exit(f"{method} {URL}{path}: no answer: {error}")


def log_in(user, allow=()):
    """A token for a user of a domain, without scope unless it names a project."""
    domain = {"name": user["domain"]}
    auth = {
        "identity": {
            "methods": ["password"],
            "password": {
                "user": {"name": user["name"], "domain": domain, "password": user["password"]}
            },
        }
    }
    if "project" in user:
        auth["scope"] = {"project": {"name": user["project"], "domain": domain}}
    answer, headers = call("POST", "/auth/tokens", {"auth": auth}, allow)
    return answer and headers["X-Subject-Token"]


def listed(kind, **query):
    return call("GET", f"/{kind}?{urllib.parse.urlencode(query)}")[0][kind]


def ensure(kind, singular, found, body):
    """The id of the thing whose values `found` tells apart, made when it is not there."""
    for thing in listed(kind, **found):
        if all(thing.get(key) == value for key, value in found.items()):
            stale = {key: value for key, value in body.items() if thing.get(key) != value}
            if stale:
                call("PATCH", f"/{kind}/{thing['id']}", {singular: stale})
            return thing["id"], False
    made = call("POST", f"/{kind}", {singular: {**found, **body}})[0][singular]
    print(f"made {singular} {found}")
    return made["id"], True


def ensure_user(user):
    domain = domains[user["domain"]]
    found = {"name": user["name"], "domain_id": domain}
    body = {"enabled": True, "options": user["options"]}
    if not listed("users", **found):
        body["password"] = user["password"]
    user_id, made = ensure("users", "user", found, body)
    if not made and log_in({k: user[k] for k in ("name", "domain", "password")}, (401,)) is None:
        call("PATCH", f"/users/{user_id}", {"user": {"password": user["password"]}})
        print(f"set the password of {user['name']}")
    project = projects[user["project"]]
    for role in user["roles"]:
        call("PUT", f"/projects/{project}/users/{user_id}/roles/{roles[role]}")


def ensure_admin(admin):
    """The administrator is there since bootstrap; only the options are set here."""
    domain = listed("domains", name=admin["domain"])[0]["id"]
    found = {"name": admin["name"], "domain_id": domain}
    ensure("users", "user", found, {"options": admin["options"]})


def ensure_service(service):
    found = {"type": service["type"], "name": service["name"]}
    service_id, _ = ensure("services", "service", found, {"description": service["description"]})
    present = listed("endpoints", service_id=service_id)
    for interface, url in service["urls"].items():
        same = [
            endpoint
            for endpoint in present
            if (endpoint["interface"], endpoint["region_id"]) == (interface, wanted["region"])
        ]
        for extra in same[1:]:
            call("DELETE", f"/endpoints/{extra['id']}")
        if not same:
            body = {
                "service_id": service_id,
                "interface": interface,
                "url": url,
                "region_id": wanted["region"],
            }
            call("POST", "/endpoints", {"endpoint": body})
        elif same[0]["url"] != url:
            call("PATCH", f"/endpoints/{same[0]['id']}", {"endpoint": {"url": url}})


token = log_in(wanted["admin"])
with ThreadPoolExecutor(max_workers=4) as pool:
    services = pool.map(ensure_service, wanted["services"])
    ensure_admin(wanted["admin"])
    domains = {
        domain["name"]: ensure(
            "domains", "domain", {"name": domain["name"]}, {"description": domain["description"]}
        )[0]
        for domain in wanted["domains"]
    }
    roles = {role["name"]: role["id"] for role in listed("roles")}
    for role in wanted["roles"]:
        if role not in roles:
            roles[role] = ensure("roles", "role", {"name": role}, {})[0]
    projects = {
        project["name"]: ensure(
            "projects",
            "project",
            {"name": project["name"], "domain_id": domains[project["domain"]]},
            {"description": project["description"]},
        )[0]
        for project in wanted["projects"]
    }
    list(pool.map(ensure_user, wanted["users"]))
    list(services)
