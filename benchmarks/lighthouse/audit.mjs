// Audits one page with Lighthouse's mobile preset and writes the report as JSON.
// Usage: node audit.mjs '{"browser", "url", "cookies", "report"}'
// Each run starts a browser with an empty profile, so every visit is a first visit.

import { writeFileSync } from "node:fs";

import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const order = JSON.parse(process.argv[2]);
const browser = await puppeteer.launch({
  executablePath: order.browser,
  args: ["--no-sandbox", "--accept-lang=uk-UA"],
});
try {
  if (order.cookies.length > 0) await browser.setCookie(...order.cookies);
  const page = await browser.newPage();
  const { lhr } = await lighthouse(order.url, { onlyCategories: CATEGORIES, logLevel: "error" }, undefined, page);
  writeFileSync(order.report, JSON.stringify(lhr));
} finally {
  await browser.close();
}
