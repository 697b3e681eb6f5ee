import { spawnSync } from 'node:child_process';

/** Draws the approved pages of tests/golden anew. Look at each of them before committing it. */
const { status } = spawnSync('npx', ['playwright', 'test', 'golden-pages'], {
  stdio: 'inherit',
  env: { ...process.env, RENEW_GOLDEN: '1' },
});
process.exitCode = status ?? 1;
