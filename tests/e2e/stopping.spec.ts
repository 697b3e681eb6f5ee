import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, startWorkstation, test } from './workstation.ts';

// When the program stops, the page says that it lost it.
test.use({ allowPageErrors: true });

/** Processes whose parent, or parent's parent, is `pid`. */
function descendants(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/stat`))
    .map((name) => {
      try {
        const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return { pid: Number(name), parent: Number(parent) };
      } catch {
        return { pid: Number(name), parent: 0 }; // it ended meanwhile
      }
    });
  const children = parents.filter(({ parent }) => parent === pid).map((child) => child.pid);
  return [...children, ...children.flatMap(descendants)];
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} stops everything: children, connection, library`, async ({ page, workstation }) => {
    test.skip(process.platform !== 'linux', 'looks for processes in /proc');
    await expect(page.locator('#app')).not.toBeEmpty();
    const children = descendants(workstation.pid);
    expect(await workstation.stop(signal)).toBe(0);
    expect(children.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    await expect(page.request.get(workstation.origin)).rejects.toThrow('ECONNREFUSED');
    // Nothing is left locked: the same library opens again at once.
    const again = await startWorkstation(workstation.library);
    expect(await again.stop()).toBe(0);
  });
}
