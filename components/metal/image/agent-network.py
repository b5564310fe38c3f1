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


def bond(link, members):
    ip("link", "add", link["id"], "type", "bond", "mode", link["bond_mode"], "miimon", "100")
    for member in members:
        ip("link", "set", member, "down")
        ip("link", "set", member, "master", link["id"])


def vlan(link, parent):
    ip("link", "add", "link", parent, "name", link["id"], "type", "vlan", "id", str(link["vlan_id"]))


def devices(data):
    """The devices by the links' ids. What a link stands on comes before it."""
    names = cards()
    found = {}
    for link in data["links"]:
        name = link["id"]
        if link["type"] == "bond":
            bond(link, [found[member] for member in link["bond_links"] if member in found])
        elif link["type"] == "vlan" and link["vlan_link"] in found:
            vlan(link, found[link["vlan_link"]])
        else:
            name = names.get(link.get("ethernet_mac_address", "").lower())
        if name is not None:
            ip("link", "set", name, "up")
            found[link["id"]] = name
    return found


def apply(data):
    links = devices(data)
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


def main():
    data = network_data()
    if data is not None:
        apply(data)
        return
    for card in cards().values():
        if card != "lo":
            ip("link", "set", card, "up")
            subprocess.run(["dhcpcd", "--oneshot", "--timeout", "30", card], check=False)


if __name__ == "__main__":
    main()
