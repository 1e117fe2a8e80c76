// Sends every request of the Node process that loads this first to the recorder, whatever host it names.
"use strict";

const http = require("node:http");
const https = require("node:https");
const net = require("node:net");
const { syncBuiltinESMExports } = require("node:module");

const HOST = "127.0.0.1";
const PORT = Number(process.env.WIRE_RECORDER_PORT);
const plain = http.request;
const send = globalThis.fetch;
const connect = net.Socket.prototype.connect;

globalThis.fetch = async function fetch(input, init = {}) {
  const asked = new Request(input, { ...init, duplex: "half" });
  const url = new URL(asked.url);
  const body = ["GET", "HEAD"].includes(asked.method) ? undefined : await asked.text();
  return send(`http://${HOST}:${PORT}${url.pathname}${url.search}`, { method: asked.method, headers: asked.headers, body, signal: asked.signal });
};

function redirected(given, more, then) {
  const options = typeof given === "string" || given instanceof URL ? urlOptions(new URL(given), more) : { ...given };
  const callback = [more, then].find((each) => typeof each === "function");
  const name = options.hostname ?? options.host ?? "localhost";
  const headers = { ...options.headers };
  for (const key of Object.keys(headers)) if (key.toLowerCase() === "host") delete headers[key];
  return plain(
    { method: options.method, path: options.path, timeout: options.timeout, signal: options.signal,
      host: HOST, port: PORT, headers: { ...headers, host: name } },
    callback,
  );
}

function urlOptions(url, more) {
  return { ...(typeof more === "object" ? more : {}), hostname: url.hostname, path: url.pathname + url.search };
}

for (const module of [http, https]) {
  module.request = redirected;
  module.get = (...given) => {
    const request = redirected(...given);
    request.end();
    return request;
  };
}
syncBuiltinESMExports();

// Whatever finds another way out is stopped.
net.Socket.prototype.connect = function (...given) {
  const options = Array.isArray(given[0]) ? given[0][0] : given[0];
  const local = typeof options === "object" && options !== null && (options.path || (options.host === HOST && options.port == PORT));
  if (!local) throw new Error(`the wire tests let nothing leave for ${JSON.stringify(options)}`);
  return connect.apply(this, given);
};

// What a page has, for programs that are written for one.
if (process.env.WIRE_BROWSER) {
  const element = { value: "Hi", textContent: "", addEventListener() {} };
  globalThis.window = globalThis;
  globalThis.location = { href: "http://localhost/", origin: "http://localhost" };
  globalThis.document = { hidden: false, addEventListener() {}, removeEventListener() {}, querySelector: () => element, getElementById: () => element };
}
