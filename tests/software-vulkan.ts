import { execFileSync } from 'node:child_process';

/** The software Vulkan that comes with Chromium on Debian, or undefined. */
export function softwareVulkan(): string | undefined {
  try {
    const listing = execFileSync('dpkg', ['-L', 'chromium-common'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return listing.split('\n').find((line) => line.endsWith('vk_swiftshader_icd.json'));
  } catch {
    return undefined;
  }
}
