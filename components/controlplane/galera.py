"""Says whether this host's database node can be used, and decides how it starts.

  galera.py serve FILE   answers HTTP: 200 when the node is part of the cluster and in step with it,
                         else 503; with what it knows of its own data either way
  galera.py start FILE   run before the database starts: returns when the node may join a running
                         cluster, or has found itself to be the one that must form it anew

FILE is JSON: "address" of this host, "port" of the answers, "peers" (name: address) in the order of
the environment, this host's "name" and its "rank" among all.

Where no node runs, after a loss of power everywhere, the one with the newest data starts the cluster.
Which that is can only be said when all nodes were heard: one alone that has not left the others last
waits for them, because it may lack what they wrote.
"""

import concurrent.futures
import http.client
import http.server
import json
import os
import re
import subprocess
import sys
import threading
import time

STATE = "/var/lib/mysql/grastate.dat"
FOLDER = "/run/openstack-environment-galera"
POSITION = f"{FOLDER}/position"
# Debian's unit reads it; galera_new_cluster writes the same.
NEW_CLUSTER = "/run/mariadb-wsrep-new-cluster"
EMPTY = ["00000000-0000-0000-0000-000000000000", -1]


def position():
    """[cluster, number of the last transaction] of a node that does not run, None when unknown."""
    if not os.path.exists(STATE):
        return EMPTY
    try:
        with open(POSITION, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


class Node:
    """This host's database, asked over one connection that stays."""

    def __init__(self):
        self.lock = threading.Lock()
        self.connection = None

    def ready(self):
        import pymysql

        with self.lock:
            try:
                if self.connection is None:
                    self.connection = pymysql.connect(
                        unix_socket="/run/mysqld/mysqld.sock",
                        user="mysql",
                        connect_timeout=2,
                        read_timeout=2,
                        autocommit=True,
                    )
                with self.connection.cursor() as cursor:
                    cursor.execute(
                        "SHOW GLOBAL STATUS WHERE Variable_name IN"
                        " ('wsrep_ready', 'wsrep_local_state')"
                    )
                    found = dict(cursor.fetchall())
            except (pymysql.MySQLError, OSError):
                self.connection = None
                return False
        # 2: gives its data to another one, 4: in step.
        return found.get("wsrep_ready") == "ON" and found.get("wsrep_local_state") in ("2", "4")


def serve(wanted):
    node = Node()

    class Answer(http.server.BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self):
            ready = node.ready()
            body = json.dumps({"ready": ready, "position": position()}).encode()
            try:
                self.send_response(200 if ready else 503)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # Load balancers look at the status and leave.

        def log_message(self, *_):
            pass

    address = (wanted["address"], wanted["port"])
    http.server.ThreadingHTTPServer(address, Answer).serve_forever()


def ask(address, port):
    """What a peer says of its node, None when it does not answer."""
    connection = http.client.HTTPConnection(address, port, timeout=3)
    try:
        connection.request("GET", "/")
        return json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def left_last():
    """Whether this node was stopped in good order after all others were."""
    try:
        with open(STATE, encoding="utf-8") as file:
            return re.search(r"^safe_to_bootstrap:\s*1", file.read(), re.MULTILINE) is not None
    except OSError:
        return False


def recover():
    if not os.path.exists(STATE):
        return EMPTY
    said = subprocess.run(["galera_recovery"], stdout=subprocess.PIPE, text=True, check=True).stdout
    cluster, number = said.strip().split("=", 1)[1].rsplit(":", 1)
    return [cluster, int(number)]


def newest(positions):
    """The index of the newest of [cluster, number], the first of equals; None for two clusters."""
    used = {cluster for cluster, number in positions if number >= 0}
    if len(used) > 1:
        return None
    numbers = [number for _, number in positions]
    return numbers.index(max(numbers))


def form_cluster():
    if os.path.exists(STATE):
        with open(STATE, encoding="utf-8") as file:
            text = file.read()
        # Written in place: the file stays its owner's.
        with open(STATE, "w", encoding="utf-8") as file:
            file.write(re.sub(r"(?m)^safe_to_bootstrap:.*$", "safe_to_bootstrap: 1", text))
    with open(NEW_CLUSTER, "w", encoding="utf-8") as file:
        file.write("_WSREP_NEW_CLUSTER=--wsrep-new-cluster\n")


def start(wanted):
    # Read by the other half, which runs as another user; Debian's unit would hide it from that.
    os.umask(0o022)
    os.makedirs(FOLDER, exist_ok=True)
    for file in (NEW_CLUSTER, POSITION):
        if os.path.exists(file):
            os.remove(file)
    peers, own, told = wanted["peers"], None, ""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        while True:
            answers = list(pool.map(lambda peer: ask(peer, wanted["port"]), peers.values()))
            if any(answer and answer["ready"] for answer in answers):
                return
            if not peers or left_last():
                print("This node forms the cluster: no other node can have newer data.", flush=True)
                return form_cluster()
            if own is None:
                own = recover()
                with open(POSITION + ".new", "w", encoding="utf-8") as file:
                    json.dump(own, file)
                os.rename(POSITION + ".new", POSITION)
            others = [answer and answer["position"] for answer in answers]
            silent = [name for name, other in zip(peers, others) if other is None]
            if silent:
                saying = (
                    f"No database node runs. This one is at {own[0]}:{own[1]} and waits to hear from"
                    f" {', '.join(silent)}. If they are lost for good and this node has the newest"
                    f" data, set safe_to_bootstrap to 1 in {STATE}: it then goes on by itself."
                )
            else:
                positions = others[: wanted["rank"]] + [own] + others[wanted["rank"] :]
                best = newest(positions)
                if best == wanted["rank"]:
                    print("This node forms the cluster: it has the newest data.", flush=True)
                    return form_cluster()
                saying = "Another node has newer data: waiting until it runs."
                if best is None:
                    saying = (
                        f"The nodes belong to different clusters: {positions}. Empty /var/lib/mysql on"
                        " those whose data is not wanted, and start mariadb there."
                    )
            if saying != told:
                print(saying, flush=True)
                told = saying
            time.sleep(1)


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as config:
        {"serve": serve, "start": start}[sys.argv[1]](json.load(config))
