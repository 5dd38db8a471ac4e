// Counts the words of each text that stdin holds, as a page does.
import { readFileSync } from "node:fs";
import { wordsIn } from "../../static/js/modules/word_count.js";

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(wordsIn)));
