// Sums the JSON reports of the test runner in a folder and prints the closing line. Exit code 1 when anything failed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? '.';
const reports = readdirSync(folder).map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')));
/** @param {string} key */
const sum = key => reports.reduce((total, report) => total + report[key], 0);
// A file that cannot even be loaded has no tests to fail: it counts as one.
const brokenFiles = reports
  .flatMap(report => report.testResults)
  .filter(file => file.status === 'failed' && file.assertionResults.length === 0).length;
const failed = sum('numFailedTests') + brokenFiles;
const passed = sum('numPassedTests');
console.log(`${passed} passed, ${failed} failed, ${sum('numPendingTests') + sum('numTodoTests')} skipped`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
