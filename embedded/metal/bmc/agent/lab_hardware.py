"""What the agent has to know of a machine that is a container: its disk is the one loop device that
it has a node of, and what else the kernel shows is another's."""

import glob
import os
import stat

from ironic_python_agent import hardware
from ironic_python_agent import netutils
from ironic_python_agent import utils


def is_block_device(path):
    return os.path.exists(path) and stat.S_ISBLK(os.stat(path).st_mode)


def size_of(path):
    return int(utils.execute("blockdev", "--getsize64", path)[0])


def device(path):
    return hardware.BlockDevice(
        name=path,
        model="Lab disk",
        size=size_of(path),
        rotational=False,
        serial="lab",
    )


class LabHardwareManager(hardware.GenericHardwareManager):
    HARDWARE_MANAGER_NAME = "LabHardwareManager"
    HARDWARE_MANAGER_VERSION = "1"

    def evaluate_hardware_support(self):
        return hardware.HardwareSupport.SERVICE_PROVIDER

    def wait_for_disks(self):
        pass

    def list_block_devices(self, include_partitions=False, all_serial_and_wwn=False):
        paths = sorted(path for path in glob.glob("/dev/loop*") if is_block_device(path))
        disks = [path for path in paths if "p" not in path.removeprefix("/dev/loop")]
        return [device(path) for path in (paths if include_partitions else disks)]

    def get_os_install_device(self, permit_refresh=False):
        return self.list_block_devices()[0].name

    def list_network_interfaces(self):
        # The generic manager looks for cards with a bus address, which cables of containers lack.
        names = sorted(name for name in os.listdir("/sys/class/net") if name != "lo")
        return [
            hardware.NetworkInterface(
                name=name,
                mac_addr=netutils.get_mac_addr(name),
                ipv4_address=self.get_ipv4_addr(name),
                has_carrier=netutils.interface_has_carrier(name),
            )
            for name in names
        ]

    def get_bmc_address(self):
        return None

    def get_bmc_mac(self):
        return None

    def get_bmc_v6address(self):
        return None
