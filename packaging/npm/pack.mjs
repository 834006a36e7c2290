// node packaging/npm/pack.mjs FOLDER [PLATFORM-ARCH=PROGRAM…]: packs the package `feedwright` and one for each program into
// tarballs in FOLDER, such as linux-x64=target/dist/feedwright. Publish those for systems before `feedwright` itself.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [folder, ...programs] = process.argv.slice(2);
const main = join(dirname(fileURLToPath(import.meta.url)), "feedwright");
const { version, license, repository, optionalDependencies } = JSON.parse(readFileSync(join(main, "package.json"), "utf8"));

function pack(place) {
  const said = execFileSync("npm", ["pack", "--silent", "--pack-destination", resolve(folder)], {
    cwd: place,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  console.log(said.trim());
}

mkdirSync(folder, { recursive: true });
for (const given of programs) {
  const [system, program] = given.split("=");
  const name = `@feedwright/${system}`;
  if (!(name in optionalDependencies)) throw new Error(`${system} is not one of ${Object.keys(optionalDependencies)}`);
  const [os, cpu] = system.split("-");
  const file = os === "win32" ? "feedwright.exe" : "feedwright";
  const place = mkdtempSync(join(tmpdir(), "feedwright-npm-"));
  try {
    copyFileSync(program, join(place, file));
    chmodSync(join(place, file), 0o755);
    const description = `The program of the package feedwright for ${system}`;
    const own = { name, version, description, license, repository, os: [os], cpu: [cpu], files: [file], preferUnplugged: true };
    writeFileSync(join(place, "package.json"), `${JSON.stringify(own, null, 2)}\n`);
    pack(place);
  } finally {
    rmSync(place, { recursive: true });
  }
}
pack(main);
