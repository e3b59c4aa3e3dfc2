// Plain Node: node plain.js PORT SINK. It checks what it reads by hand, maps, and posts.
const http = require("node:http");
const map = require("./map.js");

const [port, sink] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true });

function send(document, done) {
  const body = Buffer.from(JSON.stringify(document));
  const headers = { "content-type": "application/json", "content-length": body.length };
  const request = http.request(sink, { method: "POST", agent, headers }, (response) => {
    response.resume();
    response.on("end", () => done(response.statusCode));
  });
  request.on("error", () => done(502));
  request.end(body);
}

function answer(response, status, document) {
  const body = JSON.stringify(document);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

function take(text, response) {
  let handoff;
  try {
    handoff = JSON.parse(text);
  } catch {
    return answer(response, 400, { error: "no JSON" });
  }
  if (!handoff.id || !handoff.conversation?.id || !Array.isArray(handoff.conversation.messages))
    return answer(response, 422, { error: "no handoff" });
  send(map(handoff), (status) =>
    answer(response, status < 300 ? 200 : 502, { id: handoff.id }),
  );
}

http
  .createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => take(Buffer.concat(parts).toString("utf8"), response));
  })
  .listen(Number(port), "127.0.0.1");
