import { closeSync, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Attributes, type SFTPWrapper, utils } from "ssh2";

const { OPEN_MODE, STATUS_CODE } = utils.sftp;

/** Serves a folder, as its root, to what copies into it: as much of SFTP as that needs. */
export function serveFolder(sftp: SFTPWrapper, folder: string): void {
  const local = (path: string): string => join(folder, path);
  const answering = (id: number, work: () => void): void => {
    try {
      work();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const status = code === "ENOENT" ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE;
      sftp.status(id, status, message);
    }
  };
  const handles = new Map<number, number>();
  const fileOf = (handle: Buffer): number => handles.get(handle.readUInt32BE(0)) ?? -1;
  const look = (id: number, path: string): void =>
    answering(id, () => sftp.attrs(id, statSync(local(path)) as unknown as Attributes));

  sftp.on("STAT", look);
  sftp.on("LSTAT", look);
  sftp.on("MKDIR", (id, path) =>
    answering(id, () => {
      mkdirSync(local(path));
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
  sftp.on("OPEN", (id, path, flags) =>
    answering(id, () => {
      const mode = flags & OPEN_MODE.TRUNC ? "w" : "r+";
      const number = handles.size + 1;
      handles.set(number, openSync(local(path), mode));
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(number);
      sftp.handle(id, handle);
    }),
  );
  sftp.on("WRITE", (id, handle, offset, data) =>
    answering(id, () => {
      writeSync(fileOf(handle), data, 0, data.length, offset);
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
  sftp.on("CLOSE", (id, handle) =>
    answering(id, () => {
      closeSync(fileOf(handle));
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
  const done = (id: number): void => sftp.status(id, STATUS_CODE.OK);
  sftp.on("FSETSTAT", done);
  sftp.on("SETSTAT", done);
}
