"""Keeps the images of all controllers on each: what one has and this one lacks is fetched from it.

  glance-replicate.py once FILE   one round; ends when nothing is missing that a peer could give
  glance-replicate.py serve FILE  a round every few seconds

FILE is JSON: "config" (Glance's own, with the way to the database and its login), "store" (the folder
of the images), "peers" (their image APIs) and "ca" (the certificates to trust). An image that was
deleted by way of another controller is removed here.
"""

import configparser
import hashlib
import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pymysql

PAUSE = 5


class Replica:
    def __init__(self, wanted):
        self.wanted = wanted
        self.store = wanted["store"]
        self.config = configparser.RawConfigParser(strict=False)
        self.config.read(wanted["config"])

    def images(self):
        """Every image that ever was: [id, status, algorithm and value of its checksum]."""
        url = urllib.parse.urlsplit(self.config["database"]["connection"].replace("$$", "$"))
        connection = pymysql.connect(
            host=url.hostname,
            port=url.port,
            user=url.username,
            password=urllib.parse.unquote(url.password),
            database=url.path.strip("/"),
            connect_timeout=10,
            read_timeout=30,
        )
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT id, status, os_hash_algo, os_hash_value FROM images")
                return cursor.fetchall()
        finally:
            connection.close()

    def token(self):
        login = {key: value.replace("$$", "$") for key, value in self.config["keystone_authtoken"].items()}
        user = {
            "name": login["username"],
            "password": login["password"],
            "domain": {"name": login["user_domain_name"]},
        }
        project = {"name": login["project_name"], "domain": {"name": login["project_domain_name"]}}
        auth = {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": project},
        }
        request = urllib.request.Request(
            f"{login['auth_url']}/v3/auth/tokens",
            json.dumps({"auth": auth}).encode(),
            {"Content-Type": "application/json"},
        )
        context = ssl.create_default_context(cafile=self.wanted["ca"])
        with urllib.request.urlopen(request, timeout=60, context=context) as answer:
            return answer.headers["X-Subject-Token"]

    def fetch(self, image, algorithm, value, token):
        """Whether a peer had the image, whole."""
        # Not in the store's own folder: what lies there is an image.
        part = f"{self.store}.part"
        for peer in self.wanted["peers"]:
            request = urllib.request.Request(
                f"{peer}/v2/images/{image}/file", headers={"X-Auth-Token": token}
            )
            digest = hashlib.new(algorithm or "sha512")
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    with open(part, "wb") as file:
                        while block := answer.read(1 << 20):
                            digest.update(block)
                            file.write(block)
                        file.flush()
                        os.fsync(file.fileno())
            except (OSError, urllib.error.URLError):
                continue
            if value in (None, digest.hexdigest()):
                os.chmod(part, 0o640)
                os.rename(part, os.path.join(self.store, image))
                print(f"fetched {image} from {peer}", flush=True)
                return True
        return False

    def round(self):
        here = set(os.listdir(self.store))
        images = self.images()
        for image, status, *_ in images:
            if status == "deleted" and image in here:
                os.remove(os.path.join(self.store, image))
                print(f"removed {image}", flush=True)
        missing = [
            (image, *checksum)
            for image, status, *checksum in images
            if status in ("active", "deactivated") and image not in here
        ]
        if missing:
            token = self.token()
            for image, algorithm, value in missing:
                if not self.fetch(image, algorithm, value, token):
                    print(f"{image} is not on any other controller that answers", flush=True)


def main(command, path):
    with open(path, encoding="utf-8") as file:
        replica = Replica(json.load(file))
    said = None
    while True:
        try:
            replica.round()
            said = None
            if command == "once":
                return
        except (pymysql.MySQLError, OSError) as error:
            # The database or the identity service does not answer yet.
            if str(error) != said:
                said = str(error)
                print(f"waiting: {said}", flush=True)
        time.sleep(PAUSE)


main(*sys.argv[1:])
