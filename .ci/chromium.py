"""chromium.py FOLDER [URL…]: looks at pages in Chromium without a window, at two widths, light and dark.

Fails on any message of a page's console, on any request to another server, and on anything that axe-core finds; AXE names its
script (`axe.min.js` of the package `axe-core`), and without it that check is left out. FOLDER gets the screenshots."""
import base64, json, os, re, subprocess, sys, tempfile, time
from urllib.parse import urlsplit

WIDTHS = (400, 1200)


class Chromium:
    """A browser, spoken to through a pipe in its DevTools protocol."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory()
        to_read, self.to = os.pipe()
        self.back, from_write = os.pipe()

        def pipes():
            # It reads commands from 3 and answers to 4; the numbers may be in use here.
            one, two = os.dup(to_read), os.dup(from_write)
            os.dup2(one, 3)
            os.dup2(two, 4)

        arguments = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     f"--user-data-dir={self.profile.name}", "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen(arguments, preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(from_write)
        self.number, self.rest, self.events = 0, b"", []
        target = next(it for it in self.ask("Target.getTargets")["targetInfos"] if it["type"] == "page")
        self.session = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if hasattr(self, "session"):
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def read(self):
        while b"\0" not in self.rest:
            data = os.read(self.back, 1 << 16)
            if not data:
                raise RuntimeError("chromium has ended")
            self.rest += data
        first, self.rest = self.rest.split(b"\0", 1)
        return json.loads(first)

    def until(self, event):
        while not any(it.get("method") == event for it in self.events):
            self.events.append(self.read())

    def evaluate(self, script):
        result = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"])
        return result["result"].get("value")

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.profile.cleanup()


def problems(events, url):
    """What the console shows, and requests to other servers."""
    own = urlsplit(url).netloc
    for event in events:
        params = event.get("params", {})
        match event.get("method"):
            case "Runtime.consoleAPICalled":
                yield "console: " + " ".join(str(it.get("value", it.get("description"))) for it in params["args"])
            case "Runtime.exceptionThrown":
                yield "exception: " + params["exceptionDetails"]["text"]
            case "Log.entryAdded":
                yield "log: " + params["entry"]["text"]
            case "Network.requestWillBeSent" if urlsplit(params["request"]["url"]).netloc != own:
                if urlsplit(params["request"]["url"]).scheme not in ("data", "file"):
                    yield "request to another server: " + params["request"]["url"]


def main(folder, urls):
    axe = os.environ.get("AXE")
    script = open(axe, encoding="utf-8").read() if axe else None
    browser = Chromium()
    failed = views = 0
    try:
        for url in urls:
            for width in WIDTHS:
                for scheme in ("light", "dark"):
                    # What the page before still asks is its own.
                    browser.ask("Page.navigate", url="about:blank")
                    browser.until("Page.loadEventFired")
                    browser.events.clear()
                    browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
                    browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                    browser.ask("Page.navigate", url=url)
                    browser.until("Page.loadEventFired")
                    # Long enough for the first question whether the site has changed.
                    time.sleep(1.5)
                    found = list(problems(browser.events + [browser.ask("Target.getTargetInfo")], url))
                    overflow = browser.evaluate("document.documentElement.scrollWidth - innerWidth")
                    if overflow > 0:
                        found.append(f"{overflow} px wider than the window")
                    if script:
                        browser.evaluate(script + "; 0")
                        result = json.loads(browser.evaluate("axe.run().then((found) => JSON.stringify(found.violations))"))
                        for rule in result:
                            places = ", ".join(" ".join(node["target"]) for node in rule["nodes"][:3])
                            found.append(f"axe: {rule['id']}: {rule['help']} ({len(rule['nodes'])}: {places})")
                    shot = browser.ask("Page.captureScreenshot", format="png")["data"]
                    parts = urlsplit(url)
                    name = re.sub(r"\W+", "-", f"{parts.path}-{parts.query}").strip("-") or "index"
                    with open(os.path.join(folder, f"site-{views // 4:02}-{name[-60:]}-{width}-{scheme}.png"), "wb") as file:
                        file.write(base64.b64decode(shot))
                    views += 1
                    for problem in found:
                        failed += 1
                        print(f"FAILED: {url} at {width} px, {scheme}: {problem}")
    finally:
        browser.close()
    print(f"chromium shows {views} more views{'' if script else ', without axe-core: AXE names no axe.min.js'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
