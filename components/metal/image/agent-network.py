"""Gives the agent's cards the addresses that the boot medium's network data names, by MAC address.

Ironic puts the node's network_data beside the kernel, on a volume called config-2. Without it every
card asks by DHCP.
"""

import glob
import ipaddress
import json
import os
import subprocess
import tempfile

NAME = "openstack/latest/network_data.json"
# Where a medium's files are when the kernel cannot mount it.
SEED = "/var/lib/cloud/seed/config_drive"


def network_data():
    if os.path.exists(f"{SEED}/{NAME}"):
        with open(f"{SEED}/{NAME}") as file:
            return json.load(file)
    for device in glob.glob("/dev/disk/by-label/config-2"):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["mount", "-o", "ro", device, folder], check=True)
            try:
                if os.path.exists(f"{folder}/{NAME}"):
                    with open(f"{folder}/{NAME}") as file:
                        return json.load(file)
            finally:
                subprocess.run(["umount", folder], check=True)
    return None


def cards():
    """The names of the network cards by MAC address."""
    found = {}
    for path in glob.glob("/sys/class/net/*/address"):
        with open(path) as file:
            found[file.read().strip().lower()] = path.split("/")[4]
    return found


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def apply(data):
    names = cards()
    links = {
        link["id"]: names[link["ethernet_mac_address"].lower()]
        for link in data["links"]
        if link.get("ethernet_mac_address", "").lower() in names
    }
    for link, card in links.items():
        ip("link", "set", card, "up")
    for network in data["networks"]:
        card = links.get(network["link"])
        if card is None or "ip_address" not in network:
            continue
        mask = network.get("netmask", "")
        address = network["ip_address"]
        if "/" not in address:
            address += f"/{ipaddress.ip_network(f'0.0.0.0/{mask}').prefixlen}"
        ip("address", "replace", address, "dev", card)
        for route in network.get("routes", []):
            target = ipaddress.ip_network(f"{route['network']}/{route['netmask']}")
            ip("route", "replace", str(target), "via", route["gateway"], "dev", card)


data = network_data()
if data is not None:
    apply(data)
else:
    for card in cards().values():
        if card != "lo":
            ip("link", "set", card, "up")
            subprocess.run(["dhcpcd", "--oneshot", "--timeout", "30", card], check=False)
