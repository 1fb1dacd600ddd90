// The HTML report in headless Chromium: `./run`, or `node --test` once the binary and the packages are there.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const binary = process.env.ASE_LINT ?? join(here, "../../target/debug/ase-lint");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "ase-lint-page-"));
let browser, url;

/** Checks the project at `from` and gives the address of its page. */
function report(from, name, ...more) {
  const page = join(folder, `${name}.html`);
  const { status, stderr } = spawnSync(binary, ["check", "--today", "2026-11-01", "--format", `html=${page}`, ...more], { cwd: from, encoding: "utf8" });
  assert.ok(status === 0 || status === 1, `ase-lint ended with ${status}: ${stderr}`);
  return pathToFileURL(page).href;
}

/** Opens `address`, and fails at the end of `use` when the page complained, loaded something or ran what it must not. */
async function on(address, use, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(error.stack));
  page.on("dialog", (dialog) => { complaints.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url().split("#")[0] !== address.split("#")[0]) complaints.push(`request: ${request.url()}`); });
  await page.goto(address);
  await use(page);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(complaints, []);
  await context.close();
}

const note = (id) => `${url}#answers=organizations%2F${id}.yaml`;
const visible = (page, selector) => page.locator(selector).filter({ visible: true });

before(async () => {
  const project = join(folder, "project");
  cpSync(join(here, "project"), project, { recursive: true });
  execFileSync("git", ["init", "-q", project]);
  url = report(project, "page");
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("says at the top what is wrong and where", () => on(url, async (page) => {
  assert.match(await page.textContent(".gate"), /Not passed/);
  assert.match(await page.textContent("h1"), /^\d+ errors in \d+ files$/);
  const first = page.locator(".where a").first();
  const target = await first.getAttribute("href");
  await first.click();
  assert.ok(await page.locator(target).isVisible());
  assert.match(await page.textContent(".tally"), /Emergency/);
}));

test("filters the findings, by words and by severity, and says so", () => on(url, async (page) => {
  const all = await visible(page, ".found li").count();
  await page.fill("#filter", "kestrel");
  await page.waitForFunction(() => document.querySelector("#live").textContent.includes("of"));
  assert.deepEqual(await visible(page, ".file .name").allTextContents(), ["Kestrel Bank"]);
  const some = await visible(page, ".found li").count();
  assert.ok(some > 0 && some < all);
  assert.equal(await page.textContent("[data-view=findings] .n"), `${some} of ${all}`);
  await page.uncheck("[name=severity][value=error]");
  assert.equal(await visible(page, ".found li.error").count(), 0);
  await page.fill("#filter", "no such thing");
  await page.locator("#no-findings").waitFor();
  await page.press("#filter", "Escape");
  await page.check("[name=severity][value=error]");
  assert.equal(await visible(page, ".found li").count(), all);
}));

test("groups the findings by ASE", () => on(url, async (page) => {
  const all = await visible(page, ".found li").count();
  const order = await page.locator(".found li").evaluateAll((items) => items.map((item) => item.id));
  await page.selectOption("#group", "owner");
  const owners = await visible(page, "#files > .owner").allTextContents();
  assert.ok(owners.includes("Tobias Lindqvist") && owners.at(-1) === "No ASE in the account table", owners.join());
  assert.equal(await visible(page, ".found li").count(), all);
  await page.selectOption("#group", "file");
  assert.deepEqual(await page.locator(".found li").evaluateAll((items) => items.map((item) => item.id)), order);
}));

test("marks the exact range in the source", () => on(url, async (page) => {
  const spot = page.locator(".spot", { hasText: "note/placeholder" });
  assert.equal(await spot.locator("pre mark").first().textContent(), "TBD");
}));

test("lights up the sentence that answers", () => on(note("27946339528"), async (page) => {
  const chip = page.locator(".chip", { hasText: "Emergency" });
  assert.equal(await page.locator("mark.on").count(), 0);
  await chip.click();
  assert.equal(await chip.getAttribute("aria-pressed"), "true");
  assert.match((await page.locator(".prose td mark.on").allTextContents()).join(""), /on-call engineer|inform Marisol/);
  await page.waitForFunction(() => document.querySelector("#live").textContent.match(/on-call engineer|inform Marisol/));
  await page.locator(".chip", { hasText: "Unavailable" }).click();
  assert.equal(await chip.getAttribute("aria-pressed"), "false");
  const lit = (await page.locator("mark.on").allTextContents()).join("");
  assert.match(lit, /^When Marisol is unavailable \(holidays, sick leave\), respond/);
  assert.equal(await page.locator(".prose em mark.on").textContent(), "unavailable");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("mark.on")).backgroundColor !== "rgba(0, 0, 0, 0)");
}));

test("works from the keyboard", () => on(note("27946339529"), async (page) => {
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "filter");
  await page.keyboard.type("halvard");
  await page.keyboard.press("Escape");
  assert.equal(await page.inputValue("#filter"), "");
  await page.keyboard.press("Escape");
  await page.locator(".chip").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  assert.match(await page.textContent(".chip[aria-pressed=true]"), /Region/);
  assert.ok(await page.locator("mark.on").count());
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Emergency/);
  assert.equal(await page.locator(".chip[tabindex='0']").count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("mark.on, .chip[aria-pressed=true]").count(), 0);
  await page.getByRole("button", { name: "Next note" }).press("Enter");
  await page.locator(".note h3", { hasText: "Kestrel Bank" }).waitFor();
}));

test("shows all accounts, sorted and filtered", () => on(`${url}#accounts`, async (page) => {
  const names = () => page.locator("#rows th bdi").allTextContents();
  assert.equal((await names()).length, 7);
  assert.match(await page.textContent("#rows"), /no note.*not in the account table/s);
  await page.getByRole("button", { name: "Account" }).click();
  const sorted = await names();
  assert.deepEqual(sorted, [...sorted].sort((a, b) => a.localeCompare(b, "en", { numeric: true })));
  await page.getByRole("button", { name: "Questions" }).click();
  assert.equal(await page.getAttribute("[data-sort=open]", "aria-sort"), "descending");
  assert.equal((await names())[0], "Solvei Energy");
  await page.check("#problems");
  assert.ok(!(await names()).includes("Northwind Freight"));
  await page.fill("#filter", "lindqvist");
  await page.waitForFunction(() => document.querySelectorAll("#rows tr").length === 2);
  await page.getByRole("link", { name: "27946339530" }).click();
  await page.locator(".note h3", { hasText: "Kestrel Bank" }).waitFor();
}));

test("shows a hostile note and runs nothing of it", () => on(note("27946339532"), async (page) => {
  const text = await page.locator(".prose").innerText();
  for (const shown of ["<script>window.hacked = 1</script>", "</script><script>", "<img src=x onerror=", "javascript:window.hacked=5", "U+202E", "U+2028", "{{ 7 * 7 }}"]) {
    assert.ok(text.includes(shown), `${shown} in ${text}`);
  }
  assert.equal(await page.locator(".prose :is(img, script, svg, iframe, style)").count(), 0);
  assert.deepEqual(await page.locator("a[href]").evaluateAll((links) => links.map((a) => a.protocol).filter((p) => !["file:", "https:", "mailto:"].includes(p))), []);
  for (const link of await page.locator(".prose .unlinked").all()) await link.click();
  assert.match(await page.getAttribute("meta[http-equiv]", "content"), /^default-src 'none'/);
}));

test("has a light and a dark theme", async () => {
  await on(url, async (page) => {
    const shade = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await shade();
    await page.click("#theme");
    assert.notEqual(await shade(), light);
    assert.equal(await page.getAttribute("#theme", "aria-pressed"), "true");
    await page.click("#theme");
    assert.equal(await shade(), light);
  });
  await on(url, async (page) => assert.equal(await page.getAttribute("#theme", "aria-pressed"), "true"), { colorScheme: "dark" });
});

test("prints everything", () => on(url, async (page) => {
  await page.emulateMedia({ media: "print" });
  await page.waitForFunction(() => document.querySelectorAll("#print-notes .note").length === 6);
  assert.ok(await page.locator("#accounts").isVisible() && await page.locator("#findings").isVisible());
  assert.ok(await page.locator("#rules").getAttribute("open") !== null);
  const named = await page.locator("#print-notes mark[data-end*=Emergency]").first().evaluate((mark) => getComputedStyle(mark, "::after").content);
  assert.match(named, /Emergency/);
  await page.emulateMedia({ media: "screen" });
  await page.waitForFunction(() => !document.querySelector("#print-notes .note"));
  assert.ok((await page.pdf()).length > 10_000);
}));

test("tells new findings from known ones", async () => {
  const project = join(folder, "project"), git = (...words) => execFileSync("git", ["-C", project, "-c", "user.name=a", "-c", "user.email=a@example.com", ...words]);
  git("add", ".");
  git("commit", "-qm", "base");
  const changed = join(project, "organizations/27946339531.yaml");
  writeFileSync(changed, readFileSync(changed, "utf8").replace("who is in APAC", "who is in APAC (TODO)"));
  await on(report(project, "since", "--since", "HEAD"), async (page) => {
    assert.match(await page.textContent("h1"), /^New: 1 error in 1 file$/);
    await page.check("#fresh");
    assert.deepEqual(await visible(page, ".file .name").allTextContents(), ["Amaru Robotics"]);
    assert.equal(await visible(page, ".found li .state").first().textContent(), "new");
  });
});

test("reads without its script", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  assert.ok(await page.locator(".found li").first().isVisible());
  assert.match(await page.locator("#answers").innerText(), /need the script/);
  await context.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    test(`is accessible: ${colorScheme}, ${width} wide`, () => on(url, async (page) => {
      await page.evaluate(axe);
      for (const view of ["findings", "answers", "accounts"]) {
        await page.click(`[data-view=${view}]`);
        if (view === "answers") await page.locator(".chip").last().click();
        await page.waitForTimeout(250);
        const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
        const found = violations.map((v) => `${view}: ${v.impact} ${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary}`).join(" | ")}`);
        assert.deepEqual(found, []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${view} is ${wide} pixels too wide`);
      }
    }, { colorScheme, viewport: { width, height: 844 }, bypassCSP: true }));
  }
}

test("opens with 5,000 accounts", async (t) => {
  const project = join(folder, "many");
  mkdirSync(join(project, "organizations"), { recursive: true });
  execFileSync("git", ["init", "-q", project]);
  const model = readFileSync(join(here, "project/organizations/27946339528.yaml"), "utf8");
  const rows = [];
  for (let i = 0; i < 5000; i++) {
    const id = 27946000000 + i, name = `${(0x10000000 + i).toString(16)} Account ${i}`;
    let text = model.replace(/^id: .*/m, `id: ${id}`).replace(/^name: .*/m, `name: ${name}`);
    if (i % 10 === 0) text = text.replace(/^ {2}\| Emergency.*\n/m, "");
    writeFileSync(join(project, "organizations", `${id}.yaml`), text);
    rows.push(`| Account ${i} | Marisol Quintero | AMER | [Salesforce](https://gitlab.my.salesforce.com/0014M00001nJhks) [Org note](https://gitlab.com/gitlab-com/support/zendesk-global/organizations/-/blob/master/organizations/${id}.yaml) | | ${name} | ${id} | 360041237651 |`);
  }
  const head = readFileSync(join(here, "project/README.md"), "utf8").split("\n").filter((line) => /^\| (Account|---)|^\|---/.test(line));
  writeFileSync(join(project, "README.md"), `# Accounts\n\n${head.join("\n")}\n${rows.join("\n")}\n`);
  const address = report(project, "many");
  const megabytes = statSync(fileURLToPath(address)).size / 1e6;
  await on("about:blank", async (page) => {
    const time = async (what, work) => {
      const start = performance.now();
      await work();
      t.diagnostic(`${what}: ${Math.round(performance.now() - start)} ms`);
    };
    t.diagnostic(`size of the page: ${megabytes.toFixed(1)} MB`);
    page.removeAllListeners("request");
    await time("open", async () => {
      await page.goto(address);
      await page.locator(".found li").first().waitFor();
    });
    await time("turn to the accounts", async () => {
      await page.click("[data-view=accounts]");
      await page.locator("#rows tr").first().waitFor();
    });
    await time("filter the accounts", async () => {
      await page.fill("#filter", "account 4321");
      await page.waitForFunction(() => document.querySelectorAll("#rows tr").length === 1);
    });
    await time("open a note", async () => {
      await page.locator("#rows a").first().click();
      await page.locator(".prose mark").first().waitFor();
    });
    await page.fill("#filter", "");
    await page.click("[data-view=accounts]");
    await page.getByRole("button", { name: "Questions" }).click();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForFunction(() => document.querySelectorAll("#rows tr").length > 150);
  });
});
