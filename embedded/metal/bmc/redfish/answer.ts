/** What a Redfish service answers: a status, and a body where there is one. */
export interface Answer {
  status: number;
  body?: Json;
  headers?: Record<string, string>;
}

export type Json = { [name: string]: unknown };

export const NO_CONTENT: Answer = { status: 204 };

interface Message {
  /** A message of DMTF's Base registry. */
  id: string;
  text: string;
  args?: string[];
  severity?: "OK" | "Warning" | "Critical";
  resolution: string;
  /** Pointers to the properties that the message is about. */
  properties?: string[];
}

/** An error as Redfish has it. */
export class RedfishError extends Error {
  constructor(
    readonly status: number,
    private readonly detail: Message,
    readonly headers: Record<string, string> = {},
  ) {
    super(detail.text);
  }

  answer(): Answer {
    const { id, text, args = [], severity = "Critical", resolution, properties } = this.detail;
    const MessageId = `Base.1.18.${id}`;
    return {
      status: this.status,
      headers: this.headers,
      body: {
        error: {
          code: MessageId,
          message: text,
          "@Message.ExtendedInfo": [
            {
              "@odata.type": "#Message.v1_1_2.Message",
              MessageId,
              Message: text,
              MessageArgs: args,
              MessageSeverity: severity,
              Resolution: resolution,
              ...(properties && { RelatedProperties: properties }),
            },
          ],
        },
      },
    };
  }
}

export const notFound = (path: string): RedfishError =>
  new RedfishError(404, {
    id: "ResourceMissingAtURI",
    text: `The resource at the URI '${path}' was not found.`,
    args: [path],
    resolution: "Place a valid resource at the URI or correct the URI and resubmit the request.",
  });

export const methodNotAllowed = (method: string, allowed: string[]): RedfishError =>
  new RedfishError(
    405,
    {
      id: "OperationNotAllowed",
      text: `The HTTP method ${method} is not allowed on this resource.`,
      resolution: `Use one of the methods that are: ${allowed.join(", ")}.`,
    },
    { Allow: allowed.join(", ") },
  );

export const unauthorized = (): RedfishError =>
  new RedfishError(
    401,
    {
      id: "NoValidSession",
      text: "There is no valid session established with the implementation.",
      resolution: "Establish a session before attempting any operations.",
    },
    { "WWW-Authenticate": 'Basic realm="Redfish"' },
  );

export const malformed = (): RedfishError =>
  new RedfishError(400, {
    id: "MalformedJSON",
    text: "The request body submitted was malformed JSON and could not be parsed by the receiving service.",
    resolution: "Ensure that the request body is valid JSON and resubmit the request.",
  });

export const missing = (name: string): RedfishError =>
  new RedfishError(400, {
    id: "PropertyMissing",
    text: `The property ${name} is a required property and must be included in the request.`,
    args: [name],
    severity: "Warning",
    resolution: "Ensure that the property is in the request body and has a valid value.",
    properties: [`#/${name}`],
  });

export const unknownProperty = (name: string): RedfishError =>
  new RedfishError(400, {
    id: "PropertyUnknown",
    text: `The property ${name} is not in the list of valid properties for the resource.`,
    args: [name],
    severity: "Warning",
    resolution: "Remove the unknown property from the request body and resubmit the request.",
    properties: [`#/${name}`],
  });

/** @param pointer the property with the names above it, e.g. Boot/BootSourceOverrideTarget */
export const notInList = (
  value: unknown,
  pointer: string,
  allowed: readonly string[],
): RedfishError => {
  const name = pointer.split("/").pop() ?? pointer;
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return new RedfishError(400, {
    id: "PropertyValueNotInList",
    text: `The value '${shown}' for the property ${name} is not in the list of acceptable values.`,
    args: [shown, name],
    severity: "Warning",
    resolution: `Choose a value from the list of what is acceptable: ${allowed.join(", ")}.`,
    properties: [`#/${pointer}`],
  });
};

export const inUse = (what: string): RedfishError =>
  new RedfishError(409, {
    id: "ResourceInUse",
    text: `The change to the requested resource failed because the resource is in use: ${what}.`,
    severity: "Warning",
    resolution: "Remove the condition and resubmit the request.",
  });

export const cannotFetch = (url: string, why: string): RedfishError =>
  new RedfishError(400, {
    id: "CouldNotEstablishConnection",
    text: `The service failed to establish a connection with the URI '${url}': ${why}.`,
    args: [url],
    resolution: "Ensure that the URI contains a valid and reachable node name, protocol and path.",
  });

export const internal = (): RedfishError =>
  new RedfishError(500, {
    id: "InternalError",
    text: "The request failed due to an internal service error. The service is still operational.",
    resolution: "Resubmit the request. If the problem persists, consider resetting the service.",
  });
