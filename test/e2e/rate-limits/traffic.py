"""Traffic from where it runs: floods of requests, of connections, and a tenant's ordinary calls.

Reads {what, seconds, ...} as JSON from its argument, prints what came of it as JSON.
"""
import collections
import http.client
import json
import resource
import socket
import ssl
import sys
import threading
import time

wanted = json.loads(sys.argv[1])
context = ssl.create_default_context(cadata=wanted["ca"])
until = time.monotonic() + wanted.get("seconds", 3600)


def call(connection, method, path, body=None, headers=None):
    headers = dict(headers or {}, **({"Content-Type": "application/json"} if body else {}))
    connection.request(method, path, body=json.dumps(body) if body else None, headers=headers)
    answer = connection.getresponse()
    return answer, answer.read()


def connect(port):
    return http.client.HTTPSConnection(wanted["host"], port, timeout=60, context=context)


def requests():
    """The same requests again and again by several connections, so many times or seconds."""
    statuses, retry_after, errors = collections.Counter(), set(), collections.Counter()
    left = iter(range(wanted.get("times", sys.maxsize)))
    lock = threading.Lock()

    def work():
        connection = connect(wanted["port"])
        while time.monotonic() < until:
            with lock:
                if next(left, None) is None:
                    return
            try:
                answer, _ = call(connection, wanted["method"], wanted["path"], wanted.get("body"))
                statuses[str(answer.status)] += 1
                if answer.status == 429:
                    retry_after.add(answer.headers["Retry-After"])
            except (OSError, http.client.HTTPException) as error:
                errors[type(error).__name__] += 1
                connection.close()

    threads = [threading.Thread(target=work) for _ in range(wanted["connections"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"statuses": statuses, "retryAfter": sorted(retry_after), "errors": errors}


def connections():
    """Connections that say nothing. Tells how many of them are left."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted["connections"] + 100,) * 2)
    kept = []
    for _ in range(wanted["connections"]):
        try:
            connection = socket.create_connection((wanted["host"], wanted["port"]), timeout=60)
        except ConnectionResetError:
            continue
        connection.setblocking(False)
        kept.append(connection)
    time.sleep(max(0, until - time.monotonic()))

    def is_open(connection):
        try:
            return connection.recv(1) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    return {"open": sum(is_open(connection) for connection in kept)}


def calls():
    """A login, and the lists that a program of a tenant asks for."""
    statuses, took = collections.Counter(), []
    methods = {"methods": ["application_credential"], "application_credential": wanted["credential"]}
    answer, _ = call(connect(5000), "POST", "/v3/auth/tokens", {"auth": {"identity": methods}})
    statuses[f"login {answer.status}"] += 1
    headers = {"X-Auth-Token": answer.headers.get("X-Subject-Token", "")}
    while time.monotonic() < until:
        for name, port, path in (
            ("networks", 9696, "/v2.0/networks"),
            ("servers", 8774, "/v2.1/servers"),
            ("images", 9292, "/v2/images"),
        ):
            began = time.monotonic()
            answer, _ = call(connect(port), "GET", path, headers=headers)
            took.append(time.monotonic() - began)
            statuses[f"{name} {answer.status}"] += 1
            # A tenant at work, not a flood: six calls a second are well within the limits.
            time.sleep(0.15)
    return {"statuses": statuses, "median": sorted(took)[len(took) // 2], "longest": max(took)}


print(json.dumps({"requests": requests, "connections": connections, "calls": calls}[wanted["what"]]()))
