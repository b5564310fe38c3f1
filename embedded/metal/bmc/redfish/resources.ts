import { RESETS } from "../power";
import type { BareMachine } from "../plan";
import { BOOT_TARGETS, DRIVES, OVERRIDES, type Drive, type Settings } from "../settings";
import type { Json } from "./answer";
import { SESSION_TIMEOUT, type Session } from "./sessions";

/** All that a controller's answers depend on. */
export interface View {
  machine: BareMachine;
  on: boolean;
  settings: Settings;
  sessions: Session[];
  subscriptions: Subscription[];
}

export interface Subscription {
  id: string;
  destination: string;
  context: string;
}

export const ROOT = "/redfish/v1";
export const SYSTEM = `${ROOT}/Systems/1`;
export const MANAGER = `${ROOT}/Managers/1`;
export const SESSIONS = `${ROOT}/SessionService/Sessions`;
export const SUBSCRIPTIONS = `${ROOT}/EventService/Subscriptions`;

const GIB = 2 ** 30;
const WELL = { State: "Enabled", Health: "OK" };
const link = (path: string): Json => ({ "@odata.id": path });

/** A resource with what every one has. */
const resource = (path: string, type: string, id: string, name: string, rest: Json): Json => ({
  "@odata.id": path,
  "@odata.type": `#${type}`,
  Id: id,
  Name: name,
  ...rest,
});

const collection = (path: string, type: string, members: string[]): Json => ({
  "@odata.id": path,
  "@odata.type": `#${type}Collection.${type}Collection`,
  Name: `${type} Collection`,
  "Members@odata.count": members.length,
  Members: members.map((member) => link(`${path}/${member}`)),
});

/** The resource at a path (without a slash at its end), or undefined. Pure. */
export function resourceAt(path: string, view: View): Json | undefined {
  return Object.hasOwn(FIXED, path) ? FIXED[path]?.(view) : memberAt(path, view);
}

const FIXED: Record<string, (view: View) => Json> = {
  "/redfish": () => ({ v1: `${ROOT}/` }),
  [ROOT]: ({ machine }) =>
    resource(ROOT, "ServiceRoot.v1_15_0.ServiceRoot", "RootService", "Root Service", {
      RedfishVersion: "1.15.0",
      UUID: machine.uuid,
      Systems: link(`${ROOT}/Systems`),
      Managers: link(`${ROOT}/Managers`),
      Chassis: link(`${ROOT}/Chassis`),
      Tasks: link(`${ROOT}/TaskService`),
      SessionService: link(`${ROOT}/SessionService`),
      EventService: link(`${ROOT}/EventService`),
      Links: { Sessions: link(SESSIONS) },
    }),
  [`${ROOT}/Systems`]: () => collection(`${ROOT}/Systems`, "ComputerSystem", ["1"]),
  [SYSTEM]: system,
  [`${SYSTEM}/SecureBoot`]: ({ machine: { kind } }) =>
    resource(`${SYSTEM}/SecureBoot`, "SecureBoot.v1_1_0.SecureBoot", "SecureBoot", "Secure Boot", {
      SecureBootEnable: kind === "virtual",
      SecureBootCurrentBoot: kind === "virtual" ? "Enabled" : "Disabled",
      SecureBootMode: "UserMode",
    }),
  [`${SYSTEM}/Processors`]: () => collection(`${SYSTEM}/Processors`, "Processor", ["CPU1"]),
  [`${SYSTEM}/Processors/CPU1`]: ({ machine: { hardware } }) =>
    resource(`${SYSTEM}/Processors/CPU1`, "Processor.v1_18_0.Processor", "CPU1", "Processor", {
      ProcessorType: "CPU",
      ProcessorArchitecture: "x86",
      InstructionSet: "x86-64",
      Manufacturer: "Lab",
      Model: "Lab processor",
      MaxSpeedMHz: 3000,
      TotalCores: hardware.cpus,
      TotalThreads: hardware.cpus,
      Status: WELL,
    }),
  [`${SYSTEM}/Memory`]: () => collection(`${SYSTEM}/Memory`, "Memory", ["DIMM1"]),
  [`${SYSTEM}/Memory/DIMM1`]: ({ machine: { hardware } }) =>
    resource(`${SYSTEM}/Memory/DIMM1`, "Memory.v1_17_0.Memory", "DIMM1", "DIMM 1", {
      CapacityMiB: hardware.memoryGiB * 1024,
      MemoryDeviceType: "DDR5",
      Status: WELL,
    }),
  [`${SYSTEM}/Storage`]: () => collection(`${SYSTEM}/Storage`, "Storage", ["1"]),
  [`${SYSTEM}/Storage/1`]: () =>
    resource(`${SYSTEM}/Storage/1`, "Storage.v1_15_0.Storage", "1", "Disk controller", {
      Drives: [link(`${SYSTEM}/Storage/1/Drives/Disk1`)],
      Volumes: link(`${SYSTEM}/Storage/1/Volumes`),
      Status: WELL,
    }),
  [`${SYSTEM}/Storage/1/Drives/Disk1`]: ({ machine }) =>
    resource(`${SYSTEM}/Storage/1/Drives/Disk1`, "Drive.v1_17_0.Drive", "Disk1", "sda", {
      CapacityBytes: machine.hardware.diskGiB * GIB,
      MediaType: "SSD",
      Protocol: "SATA",
      Manufacturer: "Lab",
      Model: "Lab disk",
      SerialNumber: `${machine.serial}-1`,
      Status: WELL,
    }),
  [`${SYSTEM}/Storage/1/Volumes`]: () => collection(`${SYSTEM}/Storage/1/Volumes`, "Volume", ["1"]),
  [`${SYSTEM}/Storage/1/Volumes/1`]: ({ machine }) =>
    resource(`${SYSTEM}/Storage/1/Volumes/1`, "Volume.v1_9_0.Volume", "1", "sda", {
      CapacityBytes: machine.hardware.diskGiB * GIB,
      RAIDType: "None",
      Links: { Drives: [link(`${SYSTEM}/Storage/1/Drives/Disk1`)] },
      Status: WELL,
    }),
  [`${SYSTEM}/EthernetInterfaces`]: ({ machine }) =>
    collection(
      `${SYSTEM}/EthernetInterfaces`,
      "EthernetInterface",
      machine.cards.map(({ device }) => device),
    ),
  [`${ROOT}/Managers`]: () => collection(`${ROOT}/Managers`, "Manager", ["1"]),
  [MANAGER]: ({ machine }) =>
    resource(MANAGER, "Manager.v1_18_0.Manager", "1", "BMC", {
      ManagerType: "BMC",
      UUID: machine.uuid,
      Model: "Lab BMC",
      FirmwareVersion: "1.0",
      PowerState: "On",
      VirtualMedia: link(`${MANAGER}/VirtualMedia`),
      Links: {
        ManagerForServers: [link(SYSTEM)],
        ManagerForChassis: [link(`${ROOT}/Chassis/1`)],
      },
      Actions: {
        "#Manager.Reset": {
          target: `${MANAGER}/Actions/Manager.Reset`,
          "ResetType@Redfish.AllowableValues": ["GracefulRestart", "ForceRestart"],
        },
      },
      Status: WELL,
    }),
  [`${MANAGER}/VirtualMedia`]: () =>
    collection(`${MANAGER}/VirtualMedia`, "VirtualMedia", [...DRIVES]),
  [`${ROOT}/Chassis`]: () => collection(`${ROOT}/Chassis`, "Chassis", ["1"]),
  [`${ROOT}/Chassis/1`]: ({ machine, on }) =>
    resource(`${ROOT}/Chassis/1`, "Chassis.v1_24_0.Chassis", "1", machine.name, {
      ChassisType: "RackMount",
      Manufacturer: "Lab",
      SerialNumber: machine.serial,
      PowerState: on ? "On" : "Off",
      Links: { ComputerSystems: [link(SYSTEM)], ManagedBy: [link(MANAGER)] },
      Status: WELL,
    }),
  [`${ROOT}/SessionService`]: () =>
    resource(
      `${ROOT}/SessionService`,
      "SessionService.v1_1_9.SessionService",
      "SessionService",
      "Session Service",
      {
        ServiceEnabled: true,
        SessionTimeout: SESSION_TIMEOUT,
        Sessions: link(SESSIONS),
        Status: WELL,
      },
    ),
  [SESSIONS]: ({ sessions }) =>
    collection(
      SESSIONS,
      "Session",
      sessions.map(({ id }) => id),
    ),
  [`${ROOT}/TaskService`]: () =>
    resource(`${ROOT}/TaskService`, "TaskService.v1_2_1.TaskService", "TaskService", "Tasks", {
      ServiceEnabled: true,
      Tasks: link(`${ROOT}/TaskService/Tasks`),
      Status: WELL,
    }),
  // Whatever this controller does is done when it answers: there is never a task.
  [`${ROOT}/TaskService/Tasks`]: () => collection(`${ROOT}/TaskService/Tasks`, "Task", []),
  [`${ROOT}/EventService`]: () =>
    resource(
      `${ROOT}/EventService`,
      "EventService.v1_10_2.EventService",
      "EventService",
      "Events",
      {
        ServiceEnabled: true,
        EventTypesForSubscription: ["Alert"],
        Subscriptions: link(SUBSCRIPTIONS),
        Actions: {},
        Status: WELL,
      },
    ),
  [SUBSCRIPTIONS]: ({ subscriptions }) =>
    collection(
      SUBSCRIPTIONS,
      "EventDestination",
      subscriptions.map(({ id }) => id),
    ),
};

function system({ machine, on, settings: { boot } }: View): Json {
  return resource(SYSTEM, "ComputerSystem.v1_20_1.ComputerSystem", "1", machine.name, {
    UUID: machine.uuid,
    SystemType: "Physical",
    Manufacturer: "Lab",
    Model: "Lab machine",
    SerialNumber: machine.serial,
    BiosVersion: "1.0",
    PowerState: on ? "On" : "Off",
    Boot: {
      BootSourceOverrideTarget: boot.target,
      "BootSourceOverrideTarget@Redfish.AllowableValues": BOOT_TARGETS,
      BootSourceOverrideEnabled: boot.override,
      "BootSourceOverrideEnabled@Redfish.AllowableValues": OVERRIDES,
      BootSourceOverrideMode: "UEFI",
      "BootSourceOverrideMode@Redfish.AllowableValues": ["UEFI"],
    },
    ProcessorSummary: { Count: 1, CoreCount: machine.hardware.cpus, Status: WELL },
    MemorySummary: { TotalSystemMemoryGiB: machine.hardware.memoryGiB, Status: WELL },
    Processors: link(`${SYSTEM}/Processors`),
    Memory: link(`${SYSTEM}/Memory`),
    Storage: link(`${SYSTEM}/Storage`),
    EthernetInterfaces: link(`${SYSTEM}/EthernetInterfaces`),
    SecureBoot: link(`${SYSTEM}/SecureBoot`),
    Links: { Chassis: [link(`${ROOT}/Chassis/1`)], ManagedBy: [link(MANAGER)] },
    Actions: {
      "#ComputerSystem.Reset": {
        target: `${SYSTEM}/Actions/ComputerSystem.Reset`,
        "ResetType@Redfish.AllowableValues": RESETS,
      },
    },
    Status: WELL,
  });
}

/** Members of collections, whose paths are not known beforehand. */
function memberAt(path: string, view: View): Json | undefined {
  const at = path.lastIndexOf("/");
  const [folder, id] = [path.slice(0, at), path.slice(at + 1)];
  switch (folder) {
    case `${SYSTEM}/EthernetInterfaces`:
      return ethernetInterface(path, id, view.machine);
    case `${MANAGER}/VirtualMedia`:
      return DRIVES.some((drive) => drive === id)
        ? virtualMedia(path, id as Drive, view.settings)
        : undefined;
    case SESSIONS: {
      const session = view.sessions.find((found) => found.id === id);
      return session && sessionResource(session);
    }
    case SUBSCRIPTIONS: {
      const subscription = view.subscriptions.find((found) => found.id === id);
      return subscription && subscriptionResource(subscription);
    }
  }
  return undefined;
}

function ethernetInterface(path: string, id: string, machine: BareMachine): Json | undefined {
  const card = machine.cards.find(({ device }) => device === id);
  return (
    card &&
    resource(path, "EthernetInterface.v1_10_0.EthernetInterface", id, id, {
      MACAddress: card.mac,
      PermanentMACAddress: card.mac,
      InterfaceEnabled: true,
      LinkStatus: "LinkUp",
      SpeedMbps: 10_000,
      MTUSize: card.mtu,
      Status: WELL,
    })
  );
}

const MEDIA_TYPES: Record<Drive, string[]> = { Cd: ["CD", "DVD"], Usb: ["USBStick"] };

function virtualMedia(path: string, id: Drive, { media }: Settings): Json {
  const inserted = media[id];
  return resource(path, "VirtualMedia.v1_6_2.VirtualMedia", id, `Virtual ${id}`, {
    MediaTypes: MEDIA_TYPES[id],
    Image: inserted?.url ?? null,
    ImageName: inserted?.url.split("/").pop() ?? null,
    Inserted: inserted !== undefined,
    ConnectedVia: inserted ? "URI" : "NotConnected",
    WriteProtected: true,
    Actions: {
      "#VirtualMedia.InsertMedia": { target: `${path}/Actions/VirtualMedia.InsertMedia` },
      "#VirtualMedia.EjectMedia": { target: `${path}/Actions/VirtualMedia.EjectMedia` },
    },
  });
}

export const sessionResource = ({ id, user }: Session): Json =>
  resource(`${SESSIONS}/${id}`, "Session.v1_7_1.Session", id, `Session ${id}`, { UserName: user });

export const subscriptionResource = ({ id, destination, context }: Subscription): Json =>
  resource(
    `${SUBSCRIPTIONS}/${id}`,
    "EventDestination.v1_14_1.EventDestination",
    id,
    `Subscription ${id}`,
    { Destination: destination, Context: context, Protocol: "Redfish", EventTypes: ["Alert"] },
  );
