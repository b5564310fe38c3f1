"""CloudKitty's API on 127.0.0.1:18889 and its processor in one process, which does what it is told, also with
the disk on which things are kept. And Gnocchi's process that works samples in.

Usage: rating.py FOLDER. A JSON object a line comes in, and one with its result goes out.
"""

import configparser
import datetime
import decimal
import errno
import json
import logging
import os
import pathlib
import subprocess
import sys
import threading
import time
import types
from wsgiref import simple_server

import sqlalchemy
from cloudkitty import service
from oslo_config import cfg

FOLDER = sys.argv[1]
FULL = f"{FOLDER}/disk/full"
GNOCCHI = ["--config-file", f"{FOLDER}/gnocchi.conf"]
STUCK = pathlib.Path(FOLDER, "influxdb-is-stuck")
service.prepare_service(["rating", "--config-file", f"{FOLDER}/cloudkitty.conf"])

# After the settings are read, as the services themselves do it.
from cloudkitty import dataframe, orchestrator  # noqa: E402
from cloudkitty.api import app  # noqa: E402
from cloudkitty.db import api as db_api  # noqa: E402
from cloudkitty.rating.hash.db import api as rules_api  # noqa: E402

CONF = cfg.CONF


class Quiet(simple_server.WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Broken:
    """Storage that fails after it took what is rated, as if the process were killed there."""

    def __init__(self, storage):
        self._storage = storage

    def push(self, *args):
        self._storage.push(*args)
        raise RuntimeError("killed")

    def __getattr__(self, name):
        return getattr(self._storage, name)


class Errors(logging.Handler):
    """What is logged of errors, and once."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.texts = {}

    def emit(self, record):
        self.texts[record.getMessage()] = True


def rate(until, broken=False):
    """Rates what ended before an instant, as if the processor had been started anew then. It tells what it
    logs of errors."""
    errors = Errors()
    logging.getLogger().addHandler(errors)
    now = datetime.datetime.now(datetime.timezone.utc)
    past = (now - datetime.datetime.fromisoformat(until)).total_seconds()
    CONF.set_override("wait_periods", int(past // CONF.collect.period) + 1, "collect")
    storage = processor.storage
    processor.storage = Broken(storage) if broken else storage
    try:
        processor.internal_run()
    finally:
        processor.storage = storage
        logging.getLogger().removeHandler(errors)
    return list(errors.texts)


def fill(room=0):
    """Leaves room for so many blocks on the disk."""
    try:
        with open(FULL, "ab", buffering=0) as full:
            while True:
                full.write(bytes(2**20))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
    os.truncate(FULL, os.path.getsize(FULL) - room * 4096)


def free():
    """There is room again. It tells whether InfluxDB had to be started anew for it, which is waited for."""
    pid = pathlib.Path(FOLDER, "influx.pid")
    stuck = STUCK.exists()
    before = pid.read_text()
    os.unlink(FULL)
    until = time.monotonic() + 60
    while stuck and (STUCK.exists() or pid.read_text() == before):
        if time.monotonic() > until:
            raise RuntimeError("InfluxDB was not started anew")
        time.sleep(0.1)
    return stuck


def start_working():
    global metricd
    command = ["gnocchi-metricd", *GNOCCHI]
    metricd = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    with open(f"{FOLDER}/pids", "a", encoding="utf-8") as pids:
        print(metricd.pid, file=pids)


def stop_working():
    """Gnocchi takes samples, and works none of them in."""
    metricd.terminate()
    metricd.wait()


def work_in():
    """Works in what it took with no room on the disk, and then a bit more and more. It tells how often it failed."""
    fill()
    cook = [sys.executable, f"{FOLDER}/cook.py", FULL, *GNOCCHI]
    done = subprocess.run(cook, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    free()
    start_working()
    return int(done.stdout.split()[-1])


def revise(resources):
    """Sets when the revisions of resources were: [[start, end], ...] by resource, the last one without end."""
    config = configparser.ConfigParser(interpolation=None, strict=False)
    config.read(f"{FOLDER}/gnocchi.conf")
    stamp = lambda text: datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    engine = sqlalchemy.create_engine(config["indexer"]["url"])
    with engine.begin() as database:
        run = lambda sql, **values: database.execute(sqlalchemy.text(sql), values)
        for resource, revisions in resources.items():
            number = resource.replace("-", "")
            history = [
                row[0]
                for row in run(
                    "SELECT revision FROM resource_history WHERE id = UNHEX(:id) ORDER BY revision",
                    id=number,
                )
            ]
            for revision, (start, end) in zip(history, revisions[:-1], strict=True):
                run(
                    "UPDATE resource_history SET started_at = :first, revision_start = :start,"
                    " revision_end = :end WHERE revision = :revision",
                    first=stamp(revisions[0][0]),
                    start=stamp(start),
                    end=stamp(end),
                    revision=revision,
                )
            run(
                "UPDATE resource SET started_at = :first, revision_start = :start WHERE id = UNHEX(:id)",
                first=stamp(revisions[0][0]),
                start=stamp(revisions[-1][0]),
                id=number,
            )
    engine.dispose()


def rules(wanted):
    """Makes rules of the module hashmap: one rule's service, field and group are made where they lack."""
    db_api.get_instance().get_module_info().set_state("hashmap", True)
    api = rules_api.get_instance()
    known = {}

    def of(kind, name, make):
        if (kind, name) not in known:
            known[kind, name] = make()
        return known[kind, name]

    for rule in wanted:
        name = rule["service"]
        parent = of("service", name, lambda: api.create_service(name).service_id)
        place = {"service_id": parent}
        if "field" in rule:
            field = rule["field"]
            make = lambda: api.create_field(parent, field).field_id
            place = {"field_id": of("field", (name, field), make)}
        group = rule.get("group")
        if group is not None:
            place["group_id"] = of("group", group, lambda: api.create_group(group).group_id)
        more = {**place, "map_type": rule["type"], "tenant_id": rule.get("tenant")}
        if "level" in rule:
            level = decimal.Decimal(rule["level"])
            api.create_threshold(level=level, cost=decimal.Decimal(rule["cost"]), **more)
        else:
            api.create_mapping(
                value=rule.get("value"), cost=decimal.Decimal(rule["cost"]), **more
            )


def price(tenant, points):
    """What points cost one by one, with all digits, by what the processor rates with."""
    worker = orchestrator.BaseWorker(tenant)
    start = datetime.datetime(2025, 3, 29, tzinfo=datetime.timezone.utc)
    amounts = []
    for point in points:
        given = dataframe.DataPoint("", point["quantity"], 0, point["attributes"], {})
        frame = dataframe.DataFrame(
            start, start + datetime.timedelta(hours=1), {point["service"]: [given]}
        )
        for module in worker._processors:
            frame = module.obj.process(frame)
        [(_, rated)] = frame.iterpoints()
        amounts.append(format(rated.price, "f"))
    return amounts


orchestrator.time = types.SimpleNamespace(sleep=lambda seconds: None)
processor = orchestrator.CloudKittyProcessor(0)
server = simple_server.make_server("127.0.0.1", 18889, app.load_app(), handler_class=Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()

start_working()

ORDERS = [rate, fill, free, stop_working, work_in, revise, rules, price]
DO = {order.__name__: order for order in ORDERS}
print(json.dumps({"result": "ready"}), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    try:
        answer = {"result": DO[order.pop("do")](**order)}
    except Exception as error:
        answer = {"error": repr(error)}
    print(json.dumps(answer), flush=True)
stop_working()
