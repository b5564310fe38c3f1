import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { image } from "./cases";

export const imageThatNobodyChecked: Rule = {
  id: "CMP-08",
  title: "Images come by TLS and arrive whole",
  severity: "high",
  reason:
    "whoever is on the way of a download without TLS puts a program of theirs into every machine " +
    "that starts from the image; without the checksum nobody sees that it changed",
  sources: ["OpenStack Security Guide, Security services for instances: Image creation process"],
  remedy: "take an imageSourceUrl with https:// or a file, and leave verifyChecksum out (or true)",
  types: ["image"],
  check: (resource) => {
    const url = text(resource, "imageSourceUrl");
    return [
      ...(url !== undefined && /^http:/i.test(url)
        ? [`imageSourceUrl is ${withoutLogin(url)}`]
        : []),
      ...(resource.props.verifyChecksum === false ? ["verifyChecksum is false"] : []),
    ];
  },
  cases: {
    passes: [
      { of: "a file", resources: image() },
      {
        of: "a download by TLS",
        resources: image({ imageSourceUrl: "https://cloud.debian.org/debian-13.qcow2" }),
      },
    ],
    fails: [
      {
        of: "a download without TLS, that nobody checks",
        resources: image({
          imageSourceUrl: "http://user:secret@mirror.example.com/debian-13.qcow2",
          verifyChecksum: false,
        }),
        finds: {
          image: [
            "imageSourceUrl is http://mirror.example.com/debian-13.qcow2",
            "verifyChecksum is false",
          ],
        },
      },
    ],
  },
};

const withoutLogin = (url: string): string => url.replace(/\/\/[^/@]*@/, "//");
