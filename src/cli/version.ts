import { name, version as package_version } from "../../package.json";

/** Set by build.ts: the commit the executable was built from. */
declare const BUILD_COMMIT: string | undefined;

export const version: string = package_version;

const commit = typeof BUILD_COMMIT === "string" ? BUILD_COMMIT : "from sources";

/** What --version prints. */
export const versionLine = `${name} ${version} (${commit})`;
