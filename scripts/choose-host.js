/**
 * Which host `npm start` uses, and the reason in words.
 * @typedef {{ host: 'electron' | 'browser', because: string }} Choice
 * @typedef {{
 *   asked: boolean, display: boolean, root: boolean,
 *   program: () => string | undefined, fetch: () => Promise<string | undefined>,
 * }} Circumstances `asked`: the person asked for the browser host; `fetch` answers why it failed
 */

/** @param {Circumstances} circumstances @returns {Promise<Choice>} */
export async function chooseHost({ asked, display, root, program, fetch }) {
  if (asked) return { host: 'browser', because: 'you asked for it' };
  if (!display) return { host: 'browser', because: 'there is no display' };
  if (root) return { host: 'browser', because: 'Electron does not run as root' };
  if (program()) return { host: 'electron', because: 'its binary is here' };
  const failure = await fetch();
  if (failure !== undefined) return { host: 'browser', because: `Electron's binary could not be fetched (${failure})` };
  return program()
    ? { host: 'electron', because: 'its binary was fetched' }
    : { host: 'browser', because: "Electron's binary is not where it was fetched to" };
}
