import { readdir, stat } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import { promisify } from "node:util";
import type { SFTPWrapper, Stats } from "ssh2";
import { ProviderError } from "../../../providers/server/errors";
import type { Properties, ResourceContext } from "../../../providers/server/types";
import { readConnection } from "./connection";
import { withClient } from "./pool";

const NO_SUCH_FILE = 2;

type Progress = Pick<ResourceContext, "log">;

/** Copies a file, text, or a folder with all that is in it to a host. */
export async function copyToRemote(inputs: Properties, { log }: Progress): Promise<void> {
  const source = inputs.source as Properties;
  const target = inputs.remotePath as string;
  await withSftp(inputs.connection as Properties, { log }, (remote) =>
    typeof source.path === "string" && source.path !== ""
      ? copyPath(remote, source.path, target)
      : remote.writeText(typeof source.text === "string" ? source.text : "", target),
  );
}

/** Copies one file to exactly that path, in a folder that is there. */
export async function copyFile(inputs: Properties, { log }: Progress): Promise<void> {
  await withSftp(inputs.connection as Properties, { log }, (remote) =>
    remote.put(inputs.localPath as string, inputs.remotePath as string),
  );
}

/**
 * As `cp -r` would: into a folder that is there, else as the target itself. A folder goes into the
 * target under its own name; with a `/` at the end of its path, its content does.
 */
async function copyPath(remote: Remote, source: string, target: string): Promise<void> {
  const there = await remote.stat(target);
  if (!(await stat(source)).isDirectory()) {
    const isFolder = there?.isDirectory() === true;
    if (!there) await remote.makeFolders(posix.dirname(target));
    return remote.put(source, isFolder ? posix.join(target, basename(source)) : target);
  }
  await remote.makeFolders(target);
  const content = source.endsWith("/");
  await copyFolder(remote, source, content ? target : posix.join(target, basename(source)));
}

async function copyFolder(remote: Remote, source: string, target: string): Promise<void> {
  await remote.makeFolders(target);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), posix.join(target, entry.name)];
    await (entry.isDirectory() ? copyFolder(remote, from, to) : remote.put(from, to));
  }
}

async function withSftp(
  connection: Properties,
  { log }: Progress,
  work: (remote: Remote) => Promise<void>,
): Promise<void> {
  const where = readConnection(connection);
  await withClient(
    where,
    (line) => log.progress(line),
    async (client) => {
      const sftp = await new Promise<SFTPWrapper>((resolve, reject) =>
        client.sftp((error, opened) => (error ? reject(error) : resolve(opened))),
      );
      const lost = new Promise<never>((_resolve, reject) => {
        sftp.once("close", () =>
          reject(new ProviderError(`the connection to ${where.host} was lost during a copy`)),
        );
      });
      lost.catch(() => undefined);
      try {
        await Promise.race([work(new Remote(sftp, where.host)), lost]);
      } finally {
        sftp.end();
      }
    },
  );
}

/** A host's files. */
class Remote {
  constructor(
    private readonly sftp: SFTPWrapper,
    private readonly host: string,
  ) {}

  /** Nothing where there is nothing of that name. */
  async stat(path: string): Promise<Stats | undefined> {
    try {
      return await promisify<string, Stats>(this.sftp.stat.bind(this.sftp))(path);
    } catch (error) {
      if ((error as { code?: number }).code === NO_SUCH_FILE) return undefined;
      throw this.failed("look at", path, error);
    }
  }

  /** A folder with those above it, as far as they are not there. */
  async makeFolders(path: string): Promise<void> {
    const there = await this.stat(path);
    if (there?.isDirectory()) return;
    if (there) throw new ProviderError(`${path} on ${this.host} is there, and not a folder`);
    await this.makeFolders(posix.dirname(path));
    try {
      await promisify<string, void>(this.sftp.mkdir.bind(this.sftp))(path);
    } catch (error) {
      throw this.failed("make folder", path, error);
    }
  }

  async put(source: string, target: string): Promise<void> {
    await stat(source); // so that what is missing here is said of here
    try {
      await promisify<string, string, void>(this.sftp.fastPut.bind(this.sftp))(source, target);
    } catch (error) {
      throw this.failed(`copy ${source} to`, target, error);
    }
  }

  async writeText(text: string, target: string): Promise<void> {
    const there = await this.stat(target);
    if (there?.isDirectory()) {
      throw new ProviderError(
        `${target} on ${this.host} is a folder: give the path of a file for a text`,
      );
    }
    await this.makeFolders(posix.dirname(target));
    try {
      await promisify<string, string, void>(this.sftp.writeFile.bind(this.sftp))(target, text);
    } catch (error) {
      throw this.failed("write", target, error);
    }
  }

  private failed(what: string, path: string, error: unknown): ProviderError {
    return new ProviderError(`cannot ${what} ${path} on ${this.host}: ${(error as Error).message}`);
  }
}
