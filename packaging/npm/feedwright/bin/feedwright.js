#!/usr/bin/env node
// Starts the program of the package for this system, and ends as it does.
"use strict";

const { spawnSync } = require("node:child_process");

const system = `@feedwright/${process.platform}-${process.arch}`;
const program = `${system}/feedwright${process.platform === "win32" ? ".exe" : ""}`;

function place() {
  try {
    return require.resolve(program);
  } catch {
    console.error(
      `error: the package ${system} is not installed; if npm was told to omit optional packages, install it without that, ` +
        "and if there is none for this system, install feedwright with `cargo install feedwright`",
    );
    process.exit(2);
  }
}

const { status, signal, error } = spawnSync(place(), process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`error: ${program} cannot be started: ${error.message}`);
}
if (signal) {
  process.kill(process.pid, signal);
}
process.exitCode = status ?? 2;
