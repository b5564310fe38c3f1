"""Counts the frames on the devices in DEVICES, by what they are, until it is ended; then prints them as JSON lines."""

import collections
import ipaddress
import json
import select
import signal
import socket
import struct
import sys
import time

PROTOCOLS = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6"}
VXLAN = 4789
NEIGHBOUR_ADVERTISEMENT = 136


def mac(octets):
    return octets.hex(":")


def address(octets):
    return str(ipaddress.ip_address(octets))


def frame(octets):
    (kind,) = struct.unpack_from("!H", octets, 12)
    found = {"destination": mac(octets[0:6]), "source": mac(octets[6:12]), "type": f"{kind:04x}"}
    body = octets[14:]
    if kind == 0x0806 and len(body) >= 28:
        found["type"] = {1: "arp request", 2: "arp reply"}.get(body[7], "arp")
        found.update(senderMac=mac(body[8:14]), sender=address(body[14:18]), target=address(body[24:28]))
    elif kind == 0x0800 and len(body) >= 20:
        packet = body[(body[0] & 15) * 4 :]
        found["type"] = PROTOCOLS.get(body[9], f"ip {body[9]}")
        found.update({"from": address(body[12:16]), "to": address(body[16:20])})
        transport(found, packet)
    elif kind == 0x86DD and len(body) >= 40:
        found["type"] = PROTOCOLS.get(body[6], f"ipv6 {body[6]}")
        found.update({"from": address(body[8:24]), "to": address(body[24:40])})
        transport(found, body[40:])
    return found


def transport(found, packet):
    kind = found["type"]
    if kind in ("icmp", "icmpv6") and len(packet) >= 1:
        found["message"] = packet[0]
        if packet[0] == NEIGHBOUR_ADVERTISEMENT and len(packet) >= 24:
            found["target"] = address(packet[8:24])
    elif kind in ("tcp", "udp") and len(packet) >= 14 - (kind == "udp") * 6:
        found["fromPort"], found["toPort"] = struct.unpack_from("!HH", packet)
        if kind == "tcp":
            # Who opens a connection sends SYN without ACK.
            found["opens"] = packet[13] & 0x12 == 0x02
        elif found["toPort"] == VXLAN and len(packet) >= 30:
            found["vni"] = int.from_bytes(packet[12:15], "big")
            found["inner"] = frame(packet[16:])


def stop(*_):
    raise KeyboardInterrupt


signal.signal(signal.SIGTERM, stop)
sockets = {}
for device in DEVICES:
    listener = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    listener.bind((device, 0))
    sockets[listener] = device
counts = collections.Counter()
# A run of the tests that was killed does not come back for this.
until = time.monotonic() + 180
print("listening", flush=True)
try:
    while time.monotonic() < until:
        for listener in select.select(list(sockets), [], [], 1)[0]:
            octets, (_, _, direction, _, _) = listener.recvfrom(2048)
            if len(octets) >= 14:
                way = "sent" if direction == socket.PACKET_OUTGOING else "received"
                seen = {"device": sockets[listener], "way": way, **frame(octets)}
                counts[json.dumps(seen)] += 1
except KeyboardInterrupt:
    pass
for text, count in counts.items():
    print(json.dumps({**json.loads(text), "count": count}))
