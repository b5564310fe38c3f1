"""Settings of services for these tests: those of the host, but for where they keep things.

Usage: prepare.py FOLDER, in which a file metrics.yml is.
"""

import configparser
import sys

from sqlalchemy.engine import make_url

FOLDER = sys.argv[1]


def copy(service, changes):
    config = configparser.ConfigParser(interpolation=None, strict=False)
    config.optionxform = str
    config.read(f"/etc/{service}/{service}.conf")
    for section, values in changes(config).items():
        if section != "DEFAULT" and not config.has_section(section):
            config.add_section(section)
        for name, value in values.items():
            config.set(section, name, value)
    with open(f"{FOLDER}/{service}.conf", "w", encoding="utf-8") as file:
        config.write(file)


def of_tests(url):
    address = make_url(url)
    address = address.set(database=f"{address.database}_test")
    return address.render_as_string(hide_password=False)


copy(
    "gnocchi",
    lambda config: {
        "DEFAULT": {"log_dir": FOLDER},
        "api": {
            "auth_mode": "basic",
            "paste_config": "/etc/gnocchi/api-paste.ini",
        },
        "indexer": {"url": of_tests(config["indexer"]["url"])},
        "metricd": {"metric_processing_delay": "1"},
        "storage": {"file_basepath": f"{FOLDER}/disk/measures"},
    },
)
gnocchi = {
    "gnocchi_auth_type": "basic",
    "gnocchi_user": "admin",
    "gnocchi_endpoint": "http://127.0.0.1:18041",
}
copy(
    "cloudkitty",
    lambda config: {
        "DEFAULT": {
            "log_dir": FOLDER,
            "transport_url": "fake://",
            "api_paste_config": "/etc/cloudkitty/api_paste.ini",
        },
        "collect": {"metrics_conf": f"{FOLDER}/metrics.yml", "period": "3600"},
        "collector_gnocchi": gnocchi,
        "database": {"connection": of_tests(config["database"]["connection"])},
        "fetcher_gnocchi": gnocchi,
        "orchestrator": {"coordination_url": f"file://{FOLDER}/locks"},
        "storage_influxdb": {"database": "cloudkitty_test", "port": "18086"},
        "oslo_concurrency": {"lock_path": FOLDER},
    },
)

with open("/etc/influxdb/influxdb.conf", encoding="utf-8") as file:
    settings = file.read()
for old, new in {
    "/var/lib/influxdb": f"{FOLDER}/disk/influxdb",
    ":8086": ":18086",
    ":8088": ":18088",
    "auth-enabled = true": "auth-enabled = false",
}.items():
    settings = settings.replace(old, new)
with open(f"{FOLDER}/influxdb.conf", "w", encoding="utf-8") as file:
    file.write(settings)
